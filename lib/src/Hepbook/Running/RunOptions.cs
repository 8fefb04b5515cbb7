namespace Hepbook.Running;

/// <summary>How a notebook is run.</summary>
internal sealed record RunOptions
{
    /// <summary>The folder for the results; null for a folder <c>out</c> beside the notebook.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Whether the executed notebook replaces the one that was read.</summary>
    public bool InPlace { get; init; }

    /// <summary>Whether an HTML report is written too.</summary>
    public bool Html { get; init; }

    /// <summary>The time each cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Settings that replace those of the cell tagged <c>parameters</c>, in order.</summary>
    public IReadOnlyList<SettingOverride> Settings { get; init; } = [];
}
