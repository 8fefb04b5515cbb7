using System.Text.Json;
using System.Text.Json.Serialization;
using HepBayes.Runtime;

namespace HepBayes.Sampling.Learned;

/// <summary>The file of a <see cref="LearnedLeapfrog"/>: JSON, with numbers that come back bit for bit.</summary>
internal static class LeapfrogFile
{
    private const string Kind = "HepBayes learned leapfrog";
    private const int Format = 1;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // So that an error is on a line of its own.
        WriteIndented = true,
        // A loss may be infinite where chains stand still.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(string path, LearnedLeapfrog leapfrog)
    {
        var content = new Content
        {
            Kind = Kind,
            Format = Format,
            Parameters = leapfrog.Parameters,
            Hidden = leapfrog.Hidden,
            Masks = [.. leapfrog.Masks.Select(mask => string.Concat(mask.Select(m => m ? '1' : '0')))],
            Weights = leapfrog.Weights,
            TrainingGradients = leapfrog.TrainingGradients,
            History = leapfrog.History,
        };
        AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(content, Json));
    }

    /// <exception cref="UserErrorException">The file is missing, cut off, or not of this kind.</exception>
    public static LearnedLeapfrog Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var content = Parse(path);
        void Expect(bool fits, string found)
        {
            if (!fits)
                throw new UserErrorException($"'{path}' does not hold a learned leapfrog of this version: {found}. Train it again, or read it with the version of the library that wrote it.");
        }

        Expect(content.Kind == Kind, $"its kind is '{content.Kind}', expected '{Kind}'");
        Expect(content.Format == Format, $"its format is {content.Format}, expected {Format}");
        Expect(content.Parameters > 0 && content.Hidden > 0, $"parameters and hidden are {content.Parameters} and {content.Hidden}, expected positive numbers");
        Expect(content.Masks.Length > 0 && content.Masks.All(m => m.Length == content.Parameters && m.All(c => c is '0' or '1')), $"a mask is not a text of {content.Parameters} digits 0 and 1");
        var layout = new LeapfrogLayout(content.Parameters, content.Hidden);
        Expect(content.Weights.Length == layout.Length, $"it has {content.Weights.Length} weights, expected {layout.Length}");
        Expect(Array.TrueForAll(content.Weights, double.IsFinite), "a weight is not a finite number");
        return new LearnedLeapfrog(layout, [.. content.Masks.Select(m => m.Select(c => c == '1').ToArray())], content.Weights)
        {
            History = content.History,
            TrainingGradients = content.TrainingGradients,
        };
    }

    private static Content Parse(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}').");
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"'{path}' cannot be read, line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0}: {e.Message} Expected a file of LearnedLeapfrog.Write; it may be cut off.", e);
        }
    }

    private sealed record Content
    {
        public required string Kind { get; init; }

        public required int Format { get; init; }

        public required int Parameters { get; init; }

        public required int Hidden { get; init; }

        public required string[] Masks { get; init; }

        public required double[] Weights { get; init; }

        public required long TrainingGradients { get; init; }

        public required L2HmcHistory History { get; init; }
    }
}
