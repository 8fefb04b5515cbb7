using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>The test of a signal strength by CLs with the statistic q-tilde; the strength is excluded at 95 % where CLs is below 0.05.</summary>
/// <param name="Strength">The tested strength mu.</param>
/// <param name="BestStrength">The strength that fits the data best, held at or above 0.</param>
/// <param name="Statistic">q-tilde of the observed counts.</param>
/// <param name="AsimovStatistic">q-tilde of the data that a world without signal would give.</param>
public sealed record ClsResult(double Strength, double BestStrength, double Statistic, double AsimovStatistic)
{
    private double R => Math.Sqrt(Math.Max(0, Statistic));

    private double A => Math.Sqrt(Math.Max(0, AsimovStatistic));

    /// <summary>The probability of data at least as far from the signal hypothesis, if the signal is there.</summary>
    public double SignalPlusBackground => R <= A ? Upper(R) : Upper((Statistic + AsimovStatistic) / (2 * A));

    /// <summary>The same probability if there is background only.</summary>
    public double BackgroundOnly => R <= A ? Upper(R - A) : Upper((Statistic - AsimovStatistic) / (2 * A));

    /// <summary>CLs, the ratio of the two.</summary>
    public double Observed => SignalPlusBackground / BackgroundOnly;

    /// <summary>CLs that background alone is expected to give when it fluctuates by a number of standard deviations; larger numbers mean more background.</summary>
    /// <param name="deviations">The number of standard deviations, for example -2 to 2; 0 is the median.</param>
    public double Expected(double deviations = 0) => Upper(A - deviations) / Normal.CDF(0, 1, deviations);

    private static double Upper(double z) => Normal.CDF(0, 1, -z);
}
