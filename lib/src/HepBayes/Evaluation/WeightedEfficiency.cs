using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>The share of a weighted sample that passes a cut, with its interval.</summary>
public static class WeightedEfficiency
{
    /// <summary>
    /// The efficiency e = passed / all with an interval for weighted rows. The variance of this ratio is
    /// [(1 - e)² sum w² (passed) + e² sum w² (failed)] / (sum w)² (ratio estimator; Cochran, Sampling Techniques, chapter 6); the
    /// interval is that of Clopper and Pearson for the number n = e (1 - e) / variance of unweighted rows that has the same
    /// variance. With equal weights n is the number of rows and the interval is exact. Where nothing or everything passed, n is
    /// the effective number of all rows, (sum w)² / sum w².
    /// </summary>
    /// <remarks>
    /// With negative weights e can lie outside [0, 1]; the interval is then the normal one. An interval knows only the rows there
    /// are: a slice of large weights of which no row passed contributes its bias, not its error.
    /// </remarks>
    /// <param name="passed">The yield that passed; its rows are among those of <paramref name="all"/>.</param>
    /// <param name="all">The yield before the cut; its sum must be positive.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">More rows passed than there are, or the sum of all weights is not positive.</exception>
    public static Interval Of(Yield passed, Yield all, double level = 0.95)
    {
        Interval.CheckLevel(level);
        if (passed.Rows > all.Rows)
            throw new ArgumentException($"There are {passed.Rows} rows that passed but only {all.Rows} in all; give the yields of the same rows before and after a cut.", nameof(passed));
        if (!(all.Sum > 0))
            throw new ArgumentException($"The weights of all {all.Rows} rows sum to {all.Sum}; an efficiency needs a positive sum. Check the weights and the selection of rows.", nameof(all));
        var e = passed.Sum / all.Sum;
        var failed = Math.Max(0, all.SquaredSum - passed.SquaredSum);
        var variance = (((1 - e) * (1 - e) * passed.SquaredSum) + (e * e * failed)) / (all.Sum * all.Sum);
        if (!(e >= 0 && e <= 1))
            return Interval.Normal(e, Math.Sqrt(variance), level);

        // Rounding leaves a speck of weight where all or nothing passed.
        var n = passed.Rows == 0 || passed.Rows == all.Rows || variance == 0 ? all.EffectiveEntries : e * (1 - e) / variance;
        var (successes, failures, tail) = (e * n, (1 - e) * n, (1 - level) / 2);
        var low = passed.Rows == 0 ? 0 : Beta.InvCDF(successes, failures + 1, tail);
        var high = passed.Rows == all.Rows ? 1 : Beta.InvCDF(successes + 1, failures, 1 - tail);
        return new Interval(e, low, high, level);
    }
}
