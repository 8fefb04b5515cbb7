using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HepBayes.Studies;

/// <summary>What a folder of units is for: plan.json. Two plans are one if everything but <see cref="Files"/> is equal.</summary>
internal sealed record RunPlan
{
    /// <summary>Number of the format of all files of a run.</summary>
    public const int FormatNumber = 1;

    /// <summary>Most units of a run; their folders have five digits.</summary>
    public const int MostUnits = 100_000;

    /// <summary>Number of the file format.</summary>
    public int Format { get; init; } = FormatNumber;

    /// <summary>sample, predict, scan, search or check.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the study.</summary>
    public required string Name { get; init; }

    /// <summary>Number of units, 1 to <see cref="MostUnits"/>.</summary>
    public required int Units { get; init; }

    /// <summary>File of the study in the folder; null if the kind has none.</summary>
    public string? Study { get; init; }

    /// <summary>SHA-256 of that file; empty without a study.</summary>
    public string StudySha256 { get; init; } = "";

    /// <summary>Version of the library: units of different versions are not mixed.</summary>
    public string Library { get; init; } = typeof(RunPlan).Assembly.GetName().Version!.ToString(3);

    /// <summary>What the units depend on beside the study: counts, and checksums of other inputs.</summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Where other inputs were found, by name; not compared, for their checksums are.</summary>
    public SortedDictionary<string, string> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of all that is compared; a unit is of this plan if it states the same.</summary>
    [JsonIgnore]
    public string Sha256 => StudyJson.Sha256(StudyJson.Text(this with { Files = [] }));

    /// <summary>Each difference that makes two plans different ones, as "key: there, here".</summary>
    /// <param name="now">The plan that is asked for.</param>
    public IReadOnlyList<string> DifferencesTo(RunPlan now)
    {
        var (there, here) = (Flat(this), Flat(now));
        return [.. there.Keys.Union(here.Keys)
            .Where(key => there.GetValueOrDefault(key) != here.GetValueOrDefault(key))
            .Select(key => $"{key} was {there.GetValueOrDefault(key) ?? "not there"}, now {here.GetValueOrDefault(key) ?? "not there"}")];
    }

    private static Dictionary<string, string> Flat(RunPlan plan)
    {
        var values = new Dictionary<string, string>
        {
            ["kind"] = plan.Kind,
            ["name"] = plan.Name,
            ["units"] = $"{plan.Units}",
            ["studySha256"] = plan.StudySha256.Length == 0 ? "empty" : plan.StudySha256,
            ["library"] = plan.Library,
        };
        foreach (var (key, value) in plan.Arguments)
            values[key] = value?.ToJsonString() ?? "null";
        return values;
    }
}
