using HepBayes.Evaluation;
using HepBayes.Generative.Exploration;

namespace HepBayes.Generative;

/// <summary>
/// How often the bands of a Bayesian generator hold the truth, over data sets that were drawn anew: share of bins inside one standard
/// deviation, and what the bands miss. Neighbouring bins of one data set move together, so intervals come from the spread between
/// data sets, never from counting all bins as independent.
/// </summary>
public sealed class BandCoverage
{
    private readonly GeneratorBand[] bands;
    private readonly double[] exact;

    /// <summary>Compares bands with the exact shares.</summary>
    /// <param name="bands">One band for each data set, at least 2, all with the same bins.</param>
    /// <param name="exact">The exact share of events in each bin, [bins].</param>
    /// <exception cref="ArgumentException">Fewer than two bands, different bins, or a share that is not positive.</exception>
    public BandCoverage(IEnumerable<GeneratorBand> bands, double[] exact)
    {
        ArgumentNullException.ThrowIfNull(bands);
        ArgumentNullException.ThrowIfNull(exact);
        (this.bands, this.exact) = ([.. bands], exact);
        if (this.bands.Length < 2 || this.bands.Any(b => b.Mean.Length != exact.Length))
            throw new ArgumentException($"Coverage needs bands of two or more data sets with {exact.Length} bins each, one for every exact share; got bands with {string.Join(", ", this.bands.Select(b => b.Mean.Length))} bins.", nameof(bands));
        if (exact.Any(share => !(share > 0)))
            throw new ArgumentException($"The exact share of every bin must be above 0; bin {Array.FindIndex(exact, share => !(share > 0))} has none. Choose bins inside the support.", nameof(exact));
    }

    /// <summary>The share of bins with the truth inside one standard deviation, mean over data sets; nominal 0.683. Student's t interval over data sets.</summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    public Interval Share(double level = 0.95) =>
        OverSeeds.Mean([.. bands.Select(band => Enumerable.Range(0, exact.Length).Average(bin => IsInside(band, bin) ? 1.0 : 0))], level);

    /// <summary>The share of data sets with the truth inside one standard deviation, for each bin, with the interval of Clopper and Pearson.</summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    public Interval[] ByBin(double level = 0.95) =>
        [.. exact.Select((_, bin) => BinomialInterval.ClopperPearson(bands.Count(band => IsInside(band, bin)), bands.Length, level))];

    /// <summary>The relative standard deviation that the bands quote, root mean square over data sets, [bins].</summary>
    public double[] Quoted => RootMeanSquare((band, bin) => band.StandardDeviation[bin]);

    /// <summary>The relative error that they have, root mean square over data sets, [bins].</summary>
    public double[] Actual => RootMeanSquare((band, bin) => band.Mean[bin] - exact[bin]);

    /// <summary>The relative error that all data sets share, the mean over data sets, [bins]: no band can know it.</summary>
    public double[] Bias => [.. exact.Select((share, bin) => bands.Average(band => band.Mean[bin] - share) / share)];

    private bool IsInside(GeneratorBand band, int bin) => Math.Abs(band.Mean[bin] - exact[bin]) <= band.StandardDeviation[bin];

    private double[] RootMeanSquare(Func<GeneratorBand, int, double> of) =>
        [.. exact.Select((share, bin) => Math.Sqrt(bands.Average(band => of(band, bin) * of(band, bin))) / share)];
}
