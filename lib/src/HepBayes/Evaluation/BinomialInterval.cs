using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>Intervals for the probability behind "k of n".</summary>
public static class BinomialInterval
{
    /// <summary>
    /// The exact interval of Clopper and Pearson (Biometrika 26 (1934) 404): it covers the true probability with at
    /// least the stated level for every n, so it is a little wide for small n.
    /// </summary>
    /// <param name="successes">The count k, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The number n of trials, at least 0. For n = 0 nothing is known: the value is NaN, the interval [0, 1].</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <returns>k/n with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, k above n, or a level outside (0, 1).</exception>
    public static Interval ClopperPearson(long successes, long trials, double level = 0.95)
    {
        Interval.CheckLevel(level);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        if (successes > trials)
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"There cannot be more successes than the {trials} trials.");
        if (trials == 0)
            return new Interval(double.NaN, 0, 1, level);

        var tail = (1 - level) / 2;
        var low = successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail);
        var high = successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail);
        return new Interval((double)successes / trials, low, high, level);
    }

    /// <summary>The exact one-sided upper limit: the largest probability for which k or fewer successes still happen with probability 1 - level. For k = 0 of n it is 1 - (1 - level)^(1/n), about 3/n at 95 %.</summary>
    /// <param name="successes">The count k, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The number n of trials, at least 1.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <returns>The limit, from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count outside its range, or a level outside (0, 1).</exception>
    public static double UpperLimit(long successes, long trials, double level = 0.95)
    {
        Interval.CheckLevel(level);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, level);
    }
}
