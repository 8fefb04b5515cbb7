using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>How the small files of a run are written and read: indented JSON with the same bytes on every system.</summary>
internal static class StudyJson
{
    /// <summary>Names as in C# but starting small, enumerations as words, absent values left out.</summary>
    public static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The text of a value, ending in a line feed.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Format) + "\n";

    /// <summary>Reads a file that the library wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="UserErrorException">It cannot be read, is no JSON, lacks a value, or has another format.</exception>
    public static T Read<T>(string path, string what)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path))!;
            var format = json["format"]?.GetValue<int>();
            return format == RunPlan.FormatNumber
                ? json.Deserialize<T>(Format)!
                : throw new UserErrorException($"The {what} '{path}' has format {format?.ToString() ?? "?"}; this version of the library reads format {RunPlan.FormatNumber}. Use the version that wrote it.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The {what} '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>SHA-256 of a text in UTF-8, in hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>SHA-256 of a file, in hexadecimal; memory does not grow with the file.</summary>
    public static string Sha256OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
