using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace HepBayes.Sampling;

/// <summary>
/// Convergence diagnostics of Vehtari, Gelman, Simpson, Carpenter and Buerkner, Rank-normalization, folding, and
/// localization: an improved R-hat, Bayesian Analysis 16 (2021) 667 (arXiv 1903.08008), as in the R package posterior.
/// </summary>
/// <remarks>
/// A draw that is not finite makes the result NaN; a quantity that never changes has no R-hat or effective size and gives
/// NaN too. Chains are <c>[chains][draws]</c> of equal length, at least four draws.
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
    public static double Rhat(double[][] chains)
    {
        Check(chains);
        if (!Usable(chains))
            return double.NaN;
        var split = Split(chains);
        var median = Quantile(Sorted(split), 0.5);
        var folded = Map(split, x => Math.Abs(x - median));
        return Math.Max(PlainRhat(RankNormalise(split)), PlainRhat(RankNormalise(folded)));
    }

    /// <summary>Effective sample size of the rank-normalised draws.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssBulk(double[][] chains)
    {
        Check(chains);
        return Usable(chains) ? Ess(RankNormalise(Split(chains))) : double.NaN;
    }

    /// <summary>The smaller effective sample size of the indicators of the 5 % and 95 % quantiles.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssTail(double[][] chains)
    {
        Check(chains);
        return Usable(chains) ? Math.Min(EssQuantile(chains, 0.05), EssQuantile(chains, 0.95)) : double.NaN;
    }

    /// <summary>Effective sample size for the mean of the draws.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double EssMean(double[][] chains)
    {
        Check(chains);
        return Usable(chains) ? Ess(Split(chains)) : double.NaN;
    }

    /// <summary>Monte Carlo standard error of the mean: the standard deviation over the root of <see cref="EssMean"/>.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static double McseMean(double[][] chains)
    {
        var all = Flat(chains);
        return Math.Sqrt(Variance(all) / EssMean(chains));
    }

    /// <summary>Energy Bayesian fraction of missing information of one chain: sum (E_n - E_(n-1))^2 / sum (E_n - mean E)^2 (Betancourt, arXiv 1604.00695).</summary>
    /// <param name="energies">Energies of one chain.</param>
    public static double Bfmi(double[] energies)
    {
        ArgumentNullException.ThrowIfNull(energies);
        var mean = energies.Average();
        var (jumps, spread) = (0.0, 0.0);
        for (var n = 0; n < energies.Length; n++)
        {
            spread += (energies[n] - mean) * (energies[n] - mean);
            if (n > 0)
                jumps += (energies[n] - energies[n - 1]) * (energies[n] - energies[n - 1]);
        }

        return jumps / spread;
    }

    private static void Check(double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Length == 0 || chains[0].Length < 4 || chains.Any(c => c.Length != chains[0].Length))
            throw new ArgumentException($"Diagnostics need chains of equal length with at least 4 draws; found lengths {string.Join(", ", chains.Select(c => c.Length))}.", nameof(chains));
    }

    private static bool Usable(double[][] chains)
    {
        var first = chains[0][0];
        return chains.All(c => c.All(double.IsFinite)) && chains.Any(c => c.Any(x => x != first));
    }

    private static double EssQuantile(double[][] chains, double probability)
    {
        var limit = Quantile(Sorted(chains), probability);
        var indicator = Map(Split(chains), x => x <= limit ? 1.0 : 0.0);
        var first = indicator[0][0];
        return indicator.All(c => c.All(x => x == first)) ? double.NaN : Ess(indicator);
    }

    // Every chain in two halves; the middle draw of an odd length is left out.
    private static double[][] Split(double[][] chains) =>
        [.. chains.SelectMany(c => new[] { c[..(c.Length / 2)], c[((c.Length + 1) / 2)..] })];

    private static double[][] RankNormalise(double[][] chains)
    {
        var draws = chains[0].Length;
        var all = Flat(chains);
        var order = Enumerable.Range(0, all.Length).ToArray();
        Array.Sort((double[])all.Clone(), order);
        var result = Map(chains, _ => 0.0);
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && all[order[last + 1]] == all[order[first]])
                last++;
            var rank = 1 + (0.5 * (first + last));
            var z = Math.Sqrt(2) * SpecialFunctions.ErfInv((2 * (rank - 0.375) / (all.Length + 0.25)) - 1);
            for (var i = first; i <= last; i++)
                result[order[i] / draws][order[i] % draws] = z;
            first = last + 1;
        }

        return result;
    }

    private static double PlainRhat(double[][] chains)
    {
        double n = chains[0].Length;
        var between = n * Variance([.. chains.Select(c => c.Average())]);
        var within = chains.Average(Variance);
        return Math.Sqrt(((between / within) + n - 1) / n);
    }

    // Geyer's initial monotone sequence on the chain-averaged autocorrelation.
    private static double Ess(double[][] chains)
    {
        var (m, n) = (chains.Length, chains[0].Length);
        var covariance = chains.Select(Autocovariance).ToArray();
        var within = covariance.Average(c => c[0]) * n / (n - 1.0);
        var total = within * (n - 1) / n;
        if (m > 1)
            total += Variance([.. chains.Select(c => c.Average())]);
        (double Even, double Odd) Pair(int lag) =>
            (1 - ((within - covariance.Average(c => c[lag])) / total), 1 - ((within - covariance.Average(c => c[lag + 1])) / total));

        // Sums of neighbouring correlations are positive and fall for a reversible chain; noise ends the sum where they do not.
        var (sum, smallest, lag) = (0.0, double.PositiveInfinity, 0);
        var pair = (Even: 1.0, Pair(0).Odd);
        while (lag < n - 5 && pair.Even + pair.Odd > 0)
        {
            smallest = Math.Min(smallest, pair.Even + pair.Odd);
            sum += smallest;
            lag += 2;
            pair = Pair(lag);
        }

        var size = (double)m * n;
        var tau = -1 + (2 * sum) + Math.Max(pair.Even, 0);
        // Antithetic chains may do better than independent draws, but a finite run cannot prove more than this.
        return size / Math.Max(tau, 1 / Math.Log10(size));
    }

    private static double[] Autocovariance(double[] chain)
    {
        var n = chain.Length;
        var mean = chain.Average();
        var length = 1;
        while (length < 2 * n)
            length *= 2;
        var spectrum = new System.Numerics.Complex[length];
        for (var i = 0; i < n; i++)
            spectrum[i] = chain[i] - mean;
        Fourier.Forward(spectrum, FourierOptions.NoScaling);
        for (var i = 0; i < length; i++)
            spectrum[i] *= System.Numerics.Complex.Conjugate(spectrum[i]);
        Fourier.Inverse(spectrum, FourierOptions.AsymmetricScaling);
        return [.. spectrum.Take(n).Select(c => c.Real / n)];
    }

    private static double Quantile(double[] sorted, double probability)
    {
        var position = probability * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }

    private static double[] Flat(double[][] chains) => [.. chains.SelectMany(c => c)];

    private static double[] Sorted(double[][] chains)
    {
        var all = Flat(chains);
        Array.Sort(all);
        return all;
    }

    private static double[][] Map(double[][] chains, Func<double, double> function) => [.. chains.Select(c => c.Select(function).ToArray())];
}
