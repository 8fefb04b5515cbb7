using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Support;

/// <summary>
/// Statistical assertions with a stated false-alarm rate: a correct program fails an assertion once in a million runs with
/// fresh seeds. Samples must be independent (one number a chain), so the rate is exact, not a matter of effective sizes.
/// </summary>
internal static class StatAssert
{
    public const double FalseAlarmRate = 1e-6;

    /// <summary>
    /// The mean of independent samples, by Student's t. Where the expected value is itself an estimate, its standard error is
    /// added in quadrature; the samples' degrees of freedom then err on the safe side.
    /// </summary>
    public static void MeanEquals(IReadOnlyCollection<double> samples, double expected, string what, double expectedError = 0)
    {
        var mean = samples.Average();
        var t = (mean - expected) / Math.Sqrt((Variance(samples) / samples.Count) + (expectedError * expectedError));
        var limit = StudentT.InvCDF(0, 1, samples.Count - 1, 1 - (FalseAlarmRate / 2));
        Assert.True(Math.Abs(t) < limit, $"{what}: mean {mean} of {samples.Count} samples is {t:F1} standard errors from {expected}; limit {limit:F1}.");
    }

    /// <summary>Variance of samples, divisor n - 1.</summary>
    public static double Variance(IReadOnlyCollection<double> samples)
    {
        var mean = samples.Average();
        return samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1);
    }

    /// <summary>The distribution of independent samples, by the Kolmogorov-Smirnov distance and the Dvoretzky-Kiefer-Wolfowitz bound.</summary>
    public static void DistributionEquals(IEnumerable<double> samples, Func<double, double> cumulative, string what)
    {
        var sorted = samples.Order().ToArray();
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var p = cumulative(sorted[i]);
            distance = Math.Max(distance, Math.Max(Math.Abs(p - ((double)i / sorted.Length)), Math.Abs(p - ((i + 1.0) / sorted.Length))));
        }

        var limit = Math.Sqrt(Math.Log(2 / FalseAlarmRate) / (2 * sorted.Length));
        Assert.True(distance < limit, $"{what}: distance {distance:F4} of {sorted.Length} samples from the expected distribution; limit {limit:F4}.");
    }

    /// <summary>Ranks 0 to <paramref name="count"/> - 1 that are all equally likely, by Pearson's chi-square over ranges of equal size.</summary>
    /// <param name="ranks">Independent ranks.</param>
    /// <param name="count">Number of possible ranks, a multiple of <paramref name="bins"/>.</param>
    /// <param name="bins">Number of ranges; about 20 or more ranks in each make the limit exact enough.</param>
    /// <param name="what">What is ranked.</param>
    public static void RanksAreUniform(IReadOnlyCollection<int> ranks, int count, int bins, string what)
    {
        var found = new int[bins];
        foreach (var rank in ranks)
            found[rank * bins / count]++;
        var expected = (double)ranks.Count / bins;
        var square = found.Sum(n => (n - expected) * (n - expected) / expected);
        var limit = ChiSquared.InvCDF(bins - 1, 1 - FalseAlarmRate);
        Assert.True(square < limit, $"{what}: {ranks.Count} ranks fall into {bins} equal ranges as {string.Join(' ', found)}, chi-square {square:F1}; limit {limit:F1}.");
    }
}
