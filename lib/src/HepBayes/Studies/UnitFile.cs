namespace HepBayes.Studies;

/// <summary>The file that says that a unit is done: unit.json, the last that is written. Equal work gives equal bytes.</summary>
internal sealed record UnitFile
{
    /// <summary>Number of the file format.</summary>
    public int Format { get; init; } = RunPlan.FormatNumber;

    /// <summary>Which unit it is, from 0.</summary>
    public required int Unit { get; init; }

    /// <summary>SHA-256 of the study.</summary>
    public required string StudySha256 { get; init; }

    /// <summary>SHA-256 of the plan (<see cref="RunPlan.Sha256"/>).</summary>
    public required string PlanSha256 { get; init; }

    /// <summary>SHA-256 of each file of the result by name.</summary>
    public required SortedDictionary<string, string> Files { get; init; }
}
