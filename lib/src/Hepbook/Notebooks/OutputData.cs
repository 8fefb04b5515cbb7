using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hepbook.Notebooks;

/// <summary>Converts between MIME bundles of text and the <c>data</c> of an nbformat output.</summary>
internal static class OutputData
{
    /// <summary>The MIME type of charts.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Whether a MIME type is stored as JSON rather than as text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || (mimeType.StartsWith("application/", StringComparison.Ordinal) && mimeType.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>Whether a MIME type is stored as base64.</summary>
    public static bool IsBinary(string mimeType) =>
        mimeType == "application/pdf" || (mimeType.StartsWith("image/", StringComparison.Ordinal) && !mimeType.EndsWith("+xml", StringComparison.Ordinal));

    /// <summary>Converts a bundle for a file.</summary>
    public static JsonObject ToJson(IReadOnlyDictionary<string, string> bundle) => ToJson(bundle, text => MultilineText.ToJson(text));

    /// <summary>Converts a bundle for a message to a front end: each text is one string.</summary>
    public static JsonObject ToMessage(IReadOnlyDictionary<string, string> bundle) => ToJson(bundle, text => JsonValue.Create(text));

    private static JsonObject ToJson(IReadOnlyDictionary<string, string> bundle, Func<string, JsonNode> toJson)
    {
        var data = new JsonObject();
        foreach (var (mime, text) in bundle)
            data[mime] = IsJson(mime) ? ParseOrKeep(text) : IsBinary(mime) ? JsonValue.Create(text.Trim()) : toJson(text.ReplaceLineEndings("\n"));
        if (!data.ContainsKey("text/plain"))
            data["text/plain"] = toJson($"[{bundle.Keys.FirstOrDefault() ?? "nothing"}]");
        return data;
    }

    private static JsonNode? ParseOrKeep(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
