namespace HepBayes.Evaluation;

/// <summary>Bins of equal width. A bin holds its lower edge; the last one holds its upper edge too.</summary>
public sealed class BinAxis
{
    /// <summary>Makes an axis.</summary>
    /// <param name="low">The lower edge of the first bin.</param>
    /// <param name="high">The upper edge of the last bin, above <paramref name="low"/>.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <exception cref="ArgumentException">The edges are not finite and rising, or there is no bin.</exception>
    public BinAxis(double low, double high, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"A range of bins needs finite edges with the lower one first; got {low} to {high}.");
        Low = low;
        High = high;
        Bins = bins;
    }

    /// <summary>The lower edge of the first bin.</summary>
    public double Low { get; }

    /// <summary>The upper edge of the last bin.</summary>
    public double High { get; }

    /// <summary>The number of bins.</summary>
    public int Bins { get; }

    /// <summary>The width of a bin.</summary>
    public double Width => (High - Low) / Bins;

    /// <summary>The middle of each bin.</summary>
    public double[] Centers => [.. Enumerable.Range(0, Bins).Select(b => Low + ((b + 0.5) * Width))];

    /// <summary>The edges, one more than there are bins.</summary>
    public double[] Edges => [.. Enumerable.Range(0, Bins + 1).Select(b => b == Bins ? High : Low + (b * Width))];

    /// <summary>The bin of a value.</summary>
    /// <param name="value">A finite value.</param>
    /// <returns>The bin from 0; -1 below the first bin, <see cref="Bins"/> above the last one.</returns>
    public int IndexOf(double value)
    {
        if (value < Low)
            return -1;
        if (value > High)
            return Bins;
        return Math.Min(Bins - 1, (int)((value - Low) / Width));
    }

    // Spans the values; a column of one single value gets a bin of width 1 around it.
    internal static BinAxis Spanning(RealValues values, int bins, string what, (double Low, double High)? range)
    {
        if (range is var (low, high))
            return new BinAxis(low, high, bins);
        if (values.Length == 0)
            throw new ArgumentException($"There are no rows of {what}; without any, the range of the bins must be given.");
        double least = values[0], greatest = values[0];
        foreach (var value in values.Span)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return least < greatest ? new BinAxis(least, greatest, bins) : new BinAxis(least - 0.5, greatest + 0.5, bins);
    }
}
