namespace HepBayes.Studies;

/// <summary>The file that says that a merge is whole: merged/merge.json, the last that is written.</summary>
internal sealed record MergeFile
{
    /// <summary>Its name in the folder of the merged result.</summary>
    public const string Name = "merge.json";

    /// <summary>Number of the file format.</summary>
    public int Format { get; init; } = RunPlan.FormatNumber;

    /// <summary>sample, predict, scan, search or check.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 of the plan (<see cref="RunPlan.Sha256"/>).</summary>
    public required string PlanSha256 { get; init; }

    /// <summary>Number of units of the run.</summary>
    public required int Units { get; init; }

    /// <summary>The units that the result lacks.</summary>
    public required IReadOnlyList<int> Missing { get; init; }

    /// <summary>SHA-256 of each file of the result by name.</summary>
    public required SortedDictionary<string, string> Files { get; init; }
}
