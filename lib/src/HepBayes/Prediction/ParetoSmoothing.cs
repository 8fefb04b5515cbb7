namespace HepBayes.Prediction;

/// <summary>
/// Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao, Gabry, arXiv 1507.02646): the largest ratios are
/// replaced by quantiles of a generalised Pareto distribution fitted to them.
/// </summary>
internal static class ParetoSmoothing
{
    private const int SmallestTail = 5;

    /// <summary>Smooths log ratios in place and returns the shape k of the tail; infinity where no tail can be fitted.</summary>
    /// <param name="logRatios">Log ratios; on return the largest is at most what it was.</param>
    /// <param name="efficiency">Effective draws over draws of the ratios, which come from Markov chains; 1 for independent ones.</param>
    public static double Apply(double[] logRatios, double efficiency)
    {
        var count = logRatios.Length;
        var tail = (int)Math.Ceiling(Math.Min(0.2 * count, 3 * Math.Sqrt(count / efficiency)));
        if (tail < SmallestTail)
            return double.PositiveInfinity;
        var order = Enumerable.Range(0, count).ToArray();
        var sorted = (double[])logRatios.Clone();
        Array.Sort(sorted, order);
        var (largest, cut) = (sorted[^1], sorted[count - tail - 1]);
        // Equal ratios have no tail to fit: nothing is smoothed, and nothing needs to be when all of them are equal.
        if (largest == sorted[count - tail])
            return sorted[0] == largest ? double.NegativeInfinity : double.PositiveInfinity;

        var excess = new double[tail];
        for (var i = 0; i < tail; i++)
            excess[i] = Math.Exp(sorted[count - tail + i] - largest) - Math.Exp(cut - largest);
        var (k, sigma) = Fit(excess);
        if (!double.IsFinite(k))
            return double.PositiveInfinity;
        for (var i = 0; i < tail; i++)
        {
            var quantile = Quantile((i + 0.5) / tail, k, sigma) + Math.Exp(cut - largest);
            logRatios[order[count - tail + i]] = Math.Min(Math.Log(quantile), 0) + largest;
        }

        return k;
    }

    /// <summary>
    /// Shape and scale of a generalised Pareto distribution by the profile posterior mean of Zhang and Stephens
    /// (Technometrics 51 (2009) 316), the shape drawn towards 1/2 as by ten observations (arXiv 1507.02646, appendix C).
    /// </summary>
    /// <param name="x">Excesses over the threshold in rising order, at least 0.</param>
    public static (double K, double Sigma) Fit(ReadOnlySpan<double> x)
    {
        const double Prior = 3;
        const double PriorCount = 10;
        const double PriorShape = 0.5;
        var n = x.Length;
        var points = 30 + (int)Math.Sqrt(n);
        var quartile = x[(int)Math.Floor((n / 4.0) + 0.5) - 1];
        var (theta, profile) = (new double[points], new double[points]);
        for (var j = 0; j < points; j++)
        {
            theta[j] = (1 / x[^1]) + ((1 - Math.Sqrt(points / (j + 0.5))) / Prior / quartile);
            var shape = Shape(x, theta[j]);
            profile[j] = n * (Math.Log(-theta[j] / shape) - shape - 1);
        }

        var total = LogSum.Of(profile);
        var mean = 0.0;
        for (var j = 0; j < points; j++)
            mean += theta[j] * Math.Exp(profile[j] - total);
        var k = Shape(x, mean);
        var sigma = -k / mean;
        return (((k * n) + (PriorCount * PriorShape)) / (n + PriorCount), sigma);
    }

    private static double Shape(ReadOnlySpan<double> x, double theta)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += LogOnePlus(-theta * value);
        return sum / x.Length;
    }

    private static double Quantile(double p, double k, double sigma) =>
        Math.Abs(k) < 1e-15 ? -sigma * LogOnePlus(-p) : sigma * ExpMinusOne(-k * LogOnePlus(-p)) / k;

    // The textbook forms lose digits for small arguments; these (Kahan) do not.
    private static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    private static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1)
            return x;
        return u - 1 == -1 ? -1 : (u - 1) * x / Math.Log(u);
    }
}
