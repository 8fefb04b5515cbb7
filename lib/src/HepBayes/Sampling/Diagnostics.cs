using MathNet.Numerics.Distributions;

namespace HepBayes.Sampling;

/// <summary>
/// Convergence diagnostics of Vehtari, Gelman, Simpson, Carpenter and Buerkner, Rank-normalization, folding, and
/// localization: an improved R-hat, Bayesian Analysis 16 (2021) 667 (arXiv 1903.08008), as in the R package posterior.
/// </summary>
/// <remarks>
/// A draw that is not finite makes the result NaN; a quantity that never changes has no R-hat or effective size and gives
/// NaN too. Chains are <c>[chains][draws]</c> of equal length, at least four draws; an effective size needs six.
/// </remarks>
public static class Diagnostics
{
    /// <summary>R-hat above this is a warning.</summary>
    public const double RhatLimit = 1.01;

    /// <summary>An effective sample size below this is a warning (100 for each of four chains).</summary>
    public const double EssLimit = 400;

    /// <summary>E-BFMI below this is a warning.</summary>
    public const double BfmiLimit = 0.3;

    /// <summary>Rank-normalised split R-hat: the larger of those of the draws and of the folded draws |x - median|.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double Rhat(double[][] chains) => Of(chains, Rhat);

    /// <summary>
    /// Nested R-hat for many short chains (Margossian et al., Nested R-hat, Bayesian Analysis 20 (2025), arXiv 2110.13017,
    /// equations 15 to 18). Chains that start at the same point form a superchain, and different superchains start at
    /// different points: sqrt(1 + B / W), where B is the variance of the superchain means and W the mean over superchains of
    /// the variance inside them (of the chain means, plus the mean of the chain variances).
    /// </summary>
    /// <remarks>
    /// Chains that have forgotten their start give about sqrt(1 + 1 / (M E)), with M chains a superchain and E effective
    /// draws a chain: sqrt(1 + 1 / M) for one draw a chain, however many superchains there are. The draws are taken as they
    /// are, neither split nor ranked, and a chain may have a single draw.
    /// </remarks>
    /// <param name="chains">[chains][draws] of equal length, at least one draw.</param>
    /// <param name="superchains">The superchain of each chain, any numbers; at least two superchains, of equally many chains.</param>
    /// <exception cref="ArgumentException">Chains of unequal length, superchains of unequal size, fewer than two superchains, or single chains of a single draw, which have no variance inside.</exception>
    public static double RhatNested(double[][] chains, IReadOnlyList<int> superchains)
    {
        Check(chains, 1);
        ArgumentNullException.ThrowIfNull(superchains);
        if (superchains.Count != chains.Length)
            throw new ArgumentException($"There are {chains.Length} chains but superchains for {superchains.Count}; every chain belongs to one.", nameof(superchains));
        var groups = chains.Zip(superchains).GroupBy(c => c.Second, c => c.First).Select(g => g.ToArray()).ToArray();
        if (groups.Length < 2 || groups.Any(g => g.Length != groups[0].Length))
            throw new ArgumentException($"Nested R-hat needs at least two superchains of equally many chains; found sizes {string.Join(", ", groups.Select(g => g.Length))}.", nameof(superchains));
        if (groups[0].Length * chains[0].Length < 2)
            throw new ArgumentException("Superchains of one chain with one draw have no variance inside; run more chains or longer ones.", nameof(superchains));
        if (!SortedDraws.Usable(chains))
            return double.NaN;
        var between = EffectiveSize.Variance([.. groups.Select(g => g.Average(c => EffectiveSize.Mean(c)))]);
        return Math.Sqrt(1 + (between / groups.Average(VarianceInside)));
    }

    /// <summary>Effective sample size of the rank-normalised draws.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssBulk(double[][] chains) => Of(chains, EssBulk);

    /// <summary>The smaller effective sample size of the indicators of the 5 % and 95 % quantiles.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssTail(double[][] chains) => Of(chains, EssTail);

    /// <summary>Effective sample size for the mean of the draws.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssMean(double[][] chains) => Of(chains, EssMean);

    /// <summary>Effective sample size for the standard deviation: that of the distances from the mean of all draws.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssSd(double[][] chains) => Of(chains, draws =>
    {
        var mean = chains.Average(c => EffectiveSize.Mean(c));
        return EffectiveSize.Of(Array.ConvertAll(draws.Values, x => Math.Abs(x - mean)), draws.Chains);
    });

    /// <summary>Effective sample size for a quantile: that of the indicator of the draws up to it.</summary>
    /// <param name="chains">[chains][draws].</param>
    /// <param name="probability">The probability below the quantile, between 0 and 1.</param>
    public static double EssQuantile(double[][] chains, double probability)
    {
        CheckProbability(probability);
        return Of(chains, draws => EssQuantile(draws, probability));
    }

    /// <summary>Monte Carlo standard error of the mean: the standard deviation over the root of <see cref="EssMean(double[][])"/>.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double McseMean(double[][] chains) => Of(chains, draws => Sd(chains) / Math.Sqrt(EssMean(draws)));

    /// <summary>
    /// Monte Carlo standard error of the standard deviation, without assuming a normal distribution: the error of the
    /// variance from the fourth moment and the effective size of the squared distances from the mean, divided by twice the
    /// standard deviation.
    /// </summary>
    /// <param name="chains">[chains][draws].</param>
    public static double McseSd(double[][] chains) => Of(chains, draws =>
    {
        var mean = chains.Average(c => EffectiveSize.Mean(c));
        double Moment(int power) => chains.Average(c => c.Average(x => Math.Pow(x - mean, power)));
        var (second, fourth) = (Moment(2), Moment(4));
        var size = EffectiveSize.Of(Array.ConvertAll(draws.Values, x => (x - mean) * (x - mean)), draws.Chains);
        return Math.Sqrt((fourth - (second * second)) / size / second / 4);
    });

    /// <summary>
    /// Monte Carlo standard error of a quantile: half the distance between the draws whose ranks enclose 68 % of the beta
    /// distribution that the effective size of the quantile's indicator gives the true probability (Vehtari et al., section 4.4).
    /// </summary>
    /// <param name="chains">[chains][draws].</param>
    /// <param name="probability">The probability below the quantile, between 0 and 1.</param>
    public static double McseQuantile(double[][] chains, double probability)
    {
        CheckProbability(probability);
        return Of(chains, draws => McseQuantile(draws, probability, chains.Length * chains[0].Length));
    }

    /// <summary>Energy Bayesian fraction of missing information of one chain: sum (E_n - E_(n-1))^2 / sum (E_n - mean E)^2 (Betancourt, arXiv 1604.00695).</summary>
    /// <param name="energies">Energies of one chain, at least 2; NaN if one is not finite or all are equal.</param>
    public static double Bfmi(double[] energies)
    {
        ArgumentNullException.ThrowIfNull(energies);
        if (energies.Length < 2)
            throw new ArgumentException($"E-BFMI needs at least 2 energies; found {energies.Length}.", nameof(energies));
        if (!SortedDraws.Usable([energies]))
            return double.NaN;
        var jumps = 0.0;
        for (var n = 1; n < energies.Length; n++)
            jumps += (energies[n] - energies[n - 1]) * (energies[n] - energies[n - 1]);
        return jumps / EffectiveSize.SumOfSquares(energies, EffectiveSize.Mean(energies));
    }

    /// <summary>
    /// Bulk and tail effective sample size of the first draws of every chain: both should grow in proportion to the number
    /// of draws. Sizes that stall or jump mean that the chains have not yet seen all of the distribution.
    /// </summary>
    /// <param name="chains">[chains][draws].</param>
    /// <param name="checkpoints">Numbers of draws of a chain, each from 4 to all; null for 20 that are evenly spaced (fewer for short chains).</param>
    /// <exception cref="ArgumentOutOfRangeException">A checkpoint has fewer than 4 draws or more than there are.</exception>
    public static EssCheckpoint[] EssEvolution(double[][] chains, IReadOnlyList<int>? checkpoints = null)
    {
        Check(chains);
        var length = chains[0].Length;
        checkpoints ??= [.. Enumerable.Range(1, 20).Select(i => length * i / 20).Where(n => n >= Math.Min(length, 8)).Distinct()];
        foreach (var draws in checkpoints)
        {
            if (draws < 4 || draws > length)
                throw new ArgumentOutOfRangeException(nameof(checkpoints), draws, $"A checkpoint must lie between 4 draws and the {length} of a chain.");
        }

        return [.. checkpoints.Select(n =>
        {
            double[][] first = [.. chains.Select(c => c[..n])];
            return SortedDraws.Of(first) is { } sorted ? new EssCheckpoint(n, EssBulk(sorted), EssTail(sorted)) : new EssCheckpoint(n, double.NaN, double.NaN);
        })];
    }

    internal static double Rhat(SortedDraws draws) =>
        Math.Max(EffectiveSize.Rhat(draws.RankNormalised(), draws.Chains), EffectiveSize.Rhat(draws.FoldedRankNormalised(), draws.Chains));

    internal static double EssBulk(SortedDraws draws) => EffectiveSize.Of(draws.RankNormalised(), draws.Chains);

    internal static double EssTail(SortedDraws draws) => Math.Min(EssQuantile(draws, 0.05), EssQuantile(draws, 0.95));

    internal static double EssMean(SortedDraws draws) => EffectiveSize.Of(draws.Values, draws.Chains);

    internal static double Sd(double[][] chains) => Math.Sqrt(EffectiveSize.Variance([.. chains.SelectMany(c => c)]));

    internal static void Check(double[][] chains, int least = 4)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Length == 0 || chains.Any(c => c is null || c.Length < least || c.Length != chains[0].Length))
            throw new ArgumentException($"Diagnostics need chains of equal length with at least {least} draws; found lengths {string.Join(", ", chains.Select(c => c?.Length ?? 0))}.", nameof(chains));
    }

    private static double Of(double[][] chains, Func<SortedDraws, double> diagnostic)
    {
        Check(chains);
        return SortedDraws.Of(chains) is { } draws ? diagnostic(draws) : double.NaN;
    }

    private static double EssQuantile(SortedDraws draws, double probability) => EffectiveSize.Of(draws.Indicator(probability), draws.Chains);

    private static double McseQuantile(SortedDraws draws, double probability, int count)
    {
        var size = EssQuantile(draws, probability);
        if (double.IsNaN(size))
            return double.NaN;
        var beta = new Beta((size * probability) + 1, (size * (1 - probability)) + 1);
        // One standard deviation of a normal distribution to both sides.
        var (low, high) = (beta.InverseCumulativeDistribution(0.1586553), beta.InverseCumulativeDistribution(0.8413447));
        return (draws.At((int)Math.Ceiling(high * count)) - draws.At((int)Math.Floor(low * count))) / 2;
    }

    private static double VarianceInside(double[][] superchain)
    {
        var betweenChains = superchain.Length > 1 ? EffectiveSize.Variance([.. superchain.Select(c => EffectiveSize.Mean(c))]) : 0;
        var withinChains = superchain[0].Length > 1 ? superchain.Average(c => EffectiveSize.Variance(c)) : 0;
        return betweenChains + withinChains;
    }

    private static void CheckProbability(double probability)
    {
        if (!(probability > 0 && probability < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a probability between 0 and 1.");
    }
}
