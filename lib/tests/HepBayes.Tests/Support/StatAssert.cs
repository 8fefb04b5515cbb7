using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Support;

/// <summary>
/// Statistical assertions with a stated false-alarm rate: a correct program fails an assertion once in a million runs with
/// fresh seeds. Samples must be independent (one number a chain), so the rate is exact, not a matter of effective sizes.
/// </summary>
internal static class StatAssert
{
    public const double FalseAlarmRate = 1e-6;

    /// <summary>The mean of independent samples, by Student's t.</summary>
    public static void MeanEquals(IReadOnlyCollection<double> samples, double expected, string what)
    {
        var mean = samples.Average();
        var sd = Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1));
        var t = (mean - expected) / (sd / Math.Sqrt(samples.Count));
        var limit = StudentT.InvCDF(0, 1, samples.Count - 1, 1 - (FalseAlarmRate / 2));
        Assert.True(Math.Abs(t) < limit, $"{what}: mean {mean} of {samples.Count} samples is {t:F1} standard errors from {expected}; limit {limit:F1}.");
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
}
