namespace HepBayes.Evaluation;

/// <summary>How a bootstrap is run.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Decides which rows are drawn; equal seeds give equal intervals for any number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of resamples. Range: >= 20; percentiles at 95 % want some hundreds.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>The confidence level, between 0 and 1.</summary>
    public double Level { get; init; } = 0.95;

    internal void Check()
    {
        Interval.CheckLevel(Level);
        if (Resamples < 20)
            throw new ArgumentException($"A bootstrap of {Resamples} resamples gives no interval; take at least 20, better some hundreds.");
    }

    // Quantiles by linear interpolation (the same type 7 as NumPy); infinities are possible, as in a rejection without background.
    internal Interval Percentiles(double value, double[] resampled)
    {
        var sorted = resampled.Where(v => !double.IsNaN(v)).Order().ToArray();
        return sorted.Length < resampled.Length || sorted.Length == 0
            ? new Interval(value, double.NaN, double.NaN, Level)
            : new Interval(value, Quantile(sorted, (1 - Level) / 2), Quantile(sorted, (1 + Level) / 2), Level);
    }

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = Math.Min((int)position, sorted.Length - 2);
        var (a, b, part) = (sorted[below], sorted[below + 1], position - below);
        return a == b ? a : a + (part * (b - a));
    }
}
