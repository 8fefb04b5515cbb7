namespace Hepbook.Clusters;

/// <summary>What was asked of <c>hepbook submit</c>.</summary>
internal sealed record SubmitRequest
{
    /// <summary>The kind of work: sample, predict, scan, search or check.</summary>
    public required string Kind { get; init; }

    /// <summary>What follows the kind and is not for the batch system: the study and the options of the kind.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The folder of the run.</summary>
    public required string Output { get; init; }

    /// <summary>What a task needs.</summary>
    public required Resources Resources { get; init; }

    /// <summary>Units of a task; null for as few as the batch system's limit on tasks allows.</summary>
    public int? UnitsPerTask { get; init; }

    /// <summary>Whether to write the scripts and to submit nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether to submit what is not done of a run that was submitted before and has ended.</summary>
    public bool Again { get; init; }

    /// <summary>All arguments as they were given, for the record.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The command that does the same on this computer.</summary>
    public string LocalCommand => $"hepbook {ShellText.Words([Kind, .. Arguments, "--output", Output])}";
}
