using HepBayes.Evaluation;

namespace HepBayes.Physics;

/// <summary>A spectrum over several decades in bins of equal width on a logarithmic axis.</summary>
public sealed class MassSpectrum
{
    private MassSpectrum(double[] edges, double[] counts, int outside) => (Edges, Counts, Outside) = (edges, counts, outside);

    /// <summary>The edges, one more than there are bins, each the same factor above the one before.</summary>
    public double[] Edges { get; }

    /// <summary>The number of events in each bin.</summary>
    public double[] Counts { get; }

    /// <summary>The number of values outside the edges or NaN.</summary>
    public int Outside { get; }

    /// <summary>The events per unit of mass in each bin: heights that do not depend on the width of the bins.</summary>
    public double[] Density => [.. Counts.Select((n, b) => n / (Edges[b + 1] - Edges[b]))];

    /// <summary>Fills a spectrum.</summary>
    /// <param name="masses">The masses in GeV; NaN is left out and counted.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="low">The lower end, above 0.</param>
    /// <param name="high">The upper end, above <paramref name="low"/>.</param>
    /// <returns>The spectrum.</returns>
    /// <exception cref="ArgumentException">The ends are not positive and rising.</exception>
    public static MassSpectrum Of(RealValues masses, int bins = 400, double low = 2, double high = 120)
    {
        ArgumentNullException.ThrowIfNull(masses);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(low > 0 && high > low && double.IsFinite(high)))
            throw new ArgumentException(FormattableString.Invariant($"A logarithmic axis needs two ends above 0, the lower one first; got {low} to {high}."));
        var axis = new BinAxis(Math.Log(low), Math.Log(high), bins);
        var counts = new double[bins];
        var outside = 0;
        foreach (var mass in masses)
        {
            if (mass >= low && mass <= high)
                counts[Math.Clamp(axis.IndexOf(Math.Log(mass)), 0, bins - 1)]++;
            else
                outside++;
        }

        double[] edges = [low, .. axis.Edges[1..^1].Select(Math.Exp), high];
        return new MassSpectrum(edges, counts, outside);
    }
}
