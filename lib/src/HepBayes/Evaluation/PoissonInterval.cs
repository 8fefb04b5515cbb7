using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>Intervals for the mean behind a count.</summary>
public static class PoissonInterval
{
    /// <summary>The level that corresponds to one standard deviation of a normal distribution.</summary>
    public const double OneSigma = 0.682689492137086;

    /// <summary>The exact central interval of Garwood (Biometrika 28 (1936) 437), by quantiles of chi-square.</summary>
    /// <param name="count">The count n. Range: >= 0.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or a level outside (0, 1).</exception>
    public static Interval Garwood(double count, double level = OneSigma)
    {
        Interval.CheckLevel(level);
        if (!(count >= 0 && double.IsFinite(count)))
            throw new ArgumentOutOfRangeException(nameof(count), count, "A count is finite and not negative.");
        var tail = (1 - level) / 2;
        var low = count > 0 ? ChiSquared.InvCDF(2 * count, tail) / 2 : 0;
        return new Interval(count, low, ChiSquared.InvCDF((2 * count) + 2, 1 - tail) / 2, level);
    }

    /// <summary>
    /// The interval of a weighted sum: Garwood's for the effective entries, scaled back by sum w² / sum w (Bohm and Zech, Nucl.
    /// Instrum. Meth. A 748 (2014) 1). An empty yield, or one whose sum is not positive, has the normal interval.
    /// </summary>
    /// <param name="yield">The weighted number of events.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    public static Interval Weighted(Yield yield, double level = OneSigma)
    {
        if (!(yield.Sum > 0))
            return yield.Interval(level);
        var scale = yield.SquaredSum / yield.Sum;
        var scaled = Garwood(yield.EffectiveEntries, level);
        return new Interval(yield.Sum, scaled.Low * scale, scaled.High * scale, level);
    }
}
