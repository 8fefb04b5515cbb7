using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Generative.Saving;

/// <summary>
/// One file of a trained generator: its numbers as a SafeTensors file, with the description as JSON in the metadata and a checksum of
/// both.
/// </summary>
internal static class GeneratorFile
{
    private const int FormatVersion = 1;
    private const string Numbers = "parameters";
    private const string Format = "format";
    private const string Version = "version";
    private const string About = "about";
    private const string Checksum = "checksum";
    private const string Library = "hepbayes";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Writes a file; it appears whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="kind">What it is, for example "flow".</param>
    /// <param name="state">The description.</param>
    /// <param name="numbers">The parameters.</param>
    public static void Write<TState>(string path, string kind, TState state, float[] numbers)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NativeLibraries.EnsureLoaded();
        var about = JsonSerializer.Serialize(state, Json);
        using var tensor = torch.tensor(numbers);
        SafeTensors.Write(path, new Dictionary<string, torch.Tensor> { [Numbers] = tensor }, new Dictionary<string, string>
        {
            [Format] = FormatOf(kind),
            [Version] = $"{FormatVersion}",
            [About] = about,
            [Checksum] = ChecksumOf(about, numbers),
            [Library] = typeof(GeneratorFile).Assembly.GetName().Version?.ToString(3) ?? "",
        });
    }

    /// <summary>Reads a file and makes the generator of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="build">Makes the generator; its argument exceptions become user errors.</param>
    /// <exception cref="UserErrorException">The file is missing, damaged, of another kind or of a newer version.</exception>
    public static TResult Read<TState, TResult>(string path, string kind, Func<TState, float[], TResult> build)
    {
        var (numbers, metadata) = ReadNumbers(path);
        var format = metadata.GetValueOrDefault(Format);
        if (format != FormatOf(kind))
            throw new UserErrorException($"'{path}', field '{Format}': found '{format}'; expected '{FormatOf(kind)}'. Give a file that Save of a trained {kind} has written.");
        if (!int.TryParse(metadata.GetValueOrDefault(Version), out var version) || version is < 1 or > FormatVersion)
            throw new UserErrorException($"'{path}', field '{Version}': found '{metadata.GetValueOrDefault(Version)}'; expected 1 to {FormatVersion}. It was saved by another version of HepBayes; update HepBayes.");
        var about = metadata.GetValueOrDefault(About) ?? "";
        if (numbers is null || ChecksumOf(about, numbers) != metadata.GetValueOrDefault(Checksum))
            throw new UserErrorException($"'{path}' is damaged: its checksum is not that of its content. Copy it again, or train and save anew.");
        try
        {
            return build(JsonSerializer.Deserialize<TState>(about, Json) ?? throw new JsonException("the description is empty"), numbers);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new UserErrorException($"'{path}' describes no possible {kind}: {e.Message} Update HepBayes, or train and save anew.", e);
        }
    }

    private static string FormatOf(string kind) => $"hepbayes.{kind}";

    private static (float[]? Numbers, IReadOnlyDictionary<string, string> Metadata) ReadNumbers(string path)
    {
        var (tensors, metadata) = SafeTensors.Read(path);
        try
        {
            var isThere = tensors.TryGetValue(Numbers, out var tensor) && tensor.dtype == torch.ScalarType.Float32 && tensor.dim() == 1;
            return (isThere ? tensor!.data<float>().ToArray() : null, metadata);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    private static string ChecksumOf(string about, float[] numbers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(about));
        hash.AppendData(MemoryMarshal.AsBytes<float>(numbers));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
