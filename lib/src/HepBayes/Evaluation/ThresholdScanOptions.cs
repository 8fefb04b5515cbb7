namespace HepBayes.Evaluation;

/// <summary>How <see cref="ThresholdScan"/> looks at thresholds.</summary>
public sealed record ThresholdScanOptions
{
    /// <summary>The relative standard error of the background that every significance contains. Range: >= 0.</summary>
    public double RelativeBackgroundError { get; init; } = 0.1;

    /// <summary>Where <see cref="Thresholds"/> are not given: their number, spread evenly in signal efficiency. Range: >= 2.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The thresholds; null to let <see cref="Steps"/> choose them from the scores of the signal.</summary>
    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>A threshold that leaves fewer effective background entries than this is never the best: its background is not known. Range: >= 0.</summary>
    public double MinimumEffectiveEntries { get; init; } = 10;

    /// <summary>How the intervals are found.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    internal void Check()
    {
        Bootstrap.Check();
        if (!(RelativeBackgroundError >= 0 && double.IsFinite(RelativeBackgroundError) && MinimumEffectiveEntries >= 0))
            throw new ArgumentException($"The relative error of the background ({RelativeBackgroundError}) and the smallest number of effective entries ({MinimumEffectiveEntries}) are not negative.");
        if (Steps < 2)
            throw new ArgumentException($"A scan of {Steps} thresholds is none; take at least 2.");
        if (Thresholds is { } given && (given.Count == 0 || given.Any(double.IsNaN)))
            throw new ArgumentException("Give at least one threshold, and numbers only; or leave them out.");
    }
}
