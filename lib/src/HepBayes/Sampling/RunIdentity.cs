using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>What must be the same for a run to be continued.</summary>
/// <param name="Sampler">Name of the type of the settings.</param>
/// <param name="Options">The settings by name.</param>
/// <param name="Fingerprint">Identifies model and data; empty if unknown.</param>
/// <param name="Chains">Number of chains.</param>
/// <param name="Parameters">Length of the parameter vector.</param>
/// <param name="NumberType">Number type of the positions.</param>
internal sealed record RunIdentity(string Sampler, JsonObject Options, string Fingerprint, int Chains, int Parameters, string NumberType)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Describes a run.</summary>
    public static RunIdentity Of(SamplerOptions options, ILogDensity density, int chains) => Of(options, density.Fingerprint, chains, density.Parameters, density.NumberType);

    /// <summary>Describes a run of a density that is not at hand.</summary>
    public static RunIdentity Of(SamplerOptions options, string fingerprint, int chains, int parameters, torch.ScalarType numberType) => new(
        options.GetType().Name,
        JsonSerializer.SerializeToNode(options, options.GetType(), Format)!.AsObject(),
        fingerprint, chains, parameters, numberType.ToString());

    /// <summary>The settings, as they were.</summary>
    /// <exception cref="UserErrorException">This version of the library has no such sampler.</exception>
    public SamplerOptions ToOptions() =>
        typeof(SamplerOptions).Assembly.GetTypes().FirstOrDefault(t => t.Name == Sampler && t.IsSubclassOf(typeof(SamplerOptions))) is { } type
            ? (SamplerOptions)Options.Deserialize(type, Format)!
            : throw new UserErrorException($"The run was made with '{Sampler}', which this version of the library does not have. Open it with the version that wrote it.");

    /// <summary>Each difference that forbids to continue, as "name: there, here".</summary>
    /// <param name="now">The run that is asked for.</param>
    public IReadOnlyList<string> DifferencesTo(RunIdentity now)
    {
        var differences = new List<string>();
        void Compare(string what, string there, string here)
        {
            if (there != here)
                differences.Add($"{what} was {there}, now {here}");
        }

        Compare("the sampler's settings", Sampler, now.Sampler);
        Compare("the number of parameters", $"{Parameters}", $"{now.Parameters}");
        Compare("the number of chains", $"{Chains}", $"{now.Chains}");
        Compare("the number type", NumberType, now.NumberType);
        Compare("the fingerprint of model and data", Quoted(Fingerprint), Quoted(now.Fingerprint));
        if (Sampler == now.Sampler)
        {
            foreach (var name in Options.Select(o => o.Key).Union(now.Options.Select(o => o.Key)).Where(name => name != nameof(SamplerOptions.Draws)))
                Compare(name, Text(Options, name), Text(now.Options, name));
        }

        return differences;
    }

    private static string Quoted(string text) => text.Length == 0 ? "unknown" : $"'{text}'";

    private static string Text(JsonObject options, string name) => options.TryGetPropertyValue(name, out var value) ? value?.ToJsonString() ?? "null" : "not there";
}
