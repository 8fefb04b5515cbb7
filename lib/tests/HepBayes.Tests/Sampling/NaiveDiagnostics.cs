using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Sampling;

/// <summary>
/// The diagnostics once more, written from the formulas with plain sums, and with switches that each plant one error: what
/// the golden values must be able to tell apart.
/// </summary>
internal sealed record NaiveDiagnostics
{
    public bool Split { get; init; } = true;

    public bool Ranks { get; init; } = true;

    public bool Fold { get; init; } = true;

    public double LagFactor { get; init; } = 2;

    public bool BetweenChains { get; init; } = true;

    public bool Monotone { get; init; } = true;

    public double RankOffset { get; init; } = 0.375;

    public double Rhat(double[][] chains)
    {
        var all = chains.SelectMany(c => c).ToArray();
        var median = Quantile(all, 0.5);
        var bulk = PlainRhat(Normalised(Halves(chains)));
        return Fold ? Math.Max(bulk, PlainRhat(Normalised(Map(Halves(chains), x => Math.Abs(x - median))))) : bulk;
    }

    public double EssBulk(double[][] chains) => Ess(Normalised(Halves(chains)));

    public double EssQuantile(double[][] chains, double probability)
    {
        var limit = Quantile([.. chains.SelectMany(c => c)], probability);
        return Ess(Map(Halves(chains), x => x <= limit ? 1 : 0));
    }

    public double EssTail(double[][] chains) => Math.Min(EssQuantile(chains, 0.05), EssQuantile(chains, 0.95));

    public double EssOf(double[][] chains, Func<double, double> of) => Ess(Map(Halves(chains), of));

    public double[][] Halves(double[][] chains) =>
        Split ? [.. chains.SelectMany(c => new[] { c.Take(c.Length / 2).ToArray(), c.Skip((c.Length + 1) / 2).ToArray() })] : chains;

    public static double Quantile(double[] values, double probability)
    {
        var sorted = values.Order().ToArray();
        var position = 1 + ((sorted.Length - 1) * probability);
        var lower = (int)position;
        return lower == sorted.Length ? sorted[^1] : ((1 - (position - lower)) * sorted[lower - 1]) + ((position - lower) * sorted[lower]);
    }

    public static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }

    private double[][] Normalised(double[][] chains)
    {
        if (!Ranks)
            return chains;
        var all = chains.SelectMany(c => c).ToArray();
        double Score(double x)
        {
            var rank = all.Count(y => y < x) + (0.5 * (1 + all.Count(y => y == x)));
            return Normal.InvCDF(0, 1, (rank - RankOffset) / (all.Length + 1 - (2 * RankOffset)));
        }

        return Map(chains, Score);
    }

    private static double PlainRhat(double[][] chains)
    {
        double n = chains[0].Length;
        var within = chains.Average(c => Variance(c));
        return Math.Sqrt((((n - 1) / n * within) + Variance([.. chains.Select(c => c.Average())])) / within);
    }

    private double Ess(double[][] chains)
    {
        var n = chains[0].Length;
        var within = chains.Average(c => Variance(c));
        var total = ((n - 1.0) / n * within) + (BetweenChains && chains.Length > 1 ? Variance([.. chains.Select(c => c.Average())]) : 0);
        double Correlation(int lag) => lag == 0 ? 1 : 1 - ((within - chains.Average(c => Covariance(c, lag))) / total);
        var pairs = new List<double>();
        for (var lag = 0; lag < n - 5 && Correlation(lag) + Correlation(lag + 1) > 0; lag += 2)
            pairs.Add(Correlation(lag) + Correlation(lag + 1));
        if (pairs.Count == 0)
            return chains.Length * n / 2.0;
        for (var i = 1; i < pairs.Count && Monotone; i++)
            pairs[i] = Math.Min(pairs[i], pairs[i - 1]);
        var tau = -1 + (LagFactor * pairs.Sum()) + Math.Max(0, Correlation(2 * pairs.Count));
        return chains.Length * n / Math.Max(tau, 1 / Math.Log10(chains.Length * n));
    }

    private static double Covariance(double[] chain, int lag)
    {
        var mean = chain.Average();
        return Enumerable.Range(0, chain.Length - lag).Sum(t => (chain[t] - mean) * (chain[t + lag] - mean)) / chain.Length;
    }

    private static double[][] Map(double[][] chains, Func<double, double> of) => [.. chains.Select(c => c.Select(of).ToArray())];
}
