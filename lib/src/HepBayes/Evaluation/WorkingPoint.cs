namespace HepBayes.Evaluation;

/// <summary>
/// Chooses the threshold of a score; rows with score >= threshold are selected. Choose on validation rows and quote
/// <see cref="Selection"/> on test rows: on the rows of the choice the efficiency is right by construction.
/// </summary>
public static class WorkingPoint
{
    /// <summary>The highest threshold that keeps at least a share of class 1, found exactly among the scores.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="efficiency">The share of class 1 to keep, above 0 and at most 1.</param>
    /// <param name="weights">One non-negative weight per row, or null for none.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, one class only, or an efficiency out of range.</exception>
    public static double AtSignalEfficiency(RealValues scores, ClassLabels labels, double efficiency, RealValues? weights = null)
    {
        if (!(efficiency > 0 && efficiency <= 1))
            throw new ArgumentOutOfRangeException(nameof(efficiency), efficiency, "The share of the signal to keep is above 0 and at most 1, for example 0.99.");
        return RocCurve.Of(scores, labels, weights).Points.First(p => p.TruePositiveRate >= efficiency - Rounding).Threshold;
    }

    /// <summary>The lowest threshold that keeps at most a share of class 0.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="rate">The share of class 0 that may pass, from 0 to 1; 0 gives <see cref="AtZeroBackground"/>.</param>
    /// <param name="weights">One non-negative weight per row, or null for none.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, one class only, or a rate out of range.</exception>
    public static double AtBackgroundRate(RealValues scores, ClassLabels labels, double rate, RealValues? weights = null)
    {
        if (!(rate >= 0 && rate <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The share of the background that may pass lies between 0 and 1.");
        var points = RocCurve.Of(scores, labels, weights).Points;
        var first = points.Index().First(p => p.Index == points.Count - 1 || points[p.Index + 1].FalsePositiveRate > rate + Rounding);
        // Just above the next score, which would let too much pass.
        return first.Index == points.Count - 1 ? first.Item.Threshold : Math.BitIncrement(points[first.Index + 1].Threshold);
    }

    /// <summary>The lowest threshold above every score of class 0.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, or one class only.</exception>
    public static double AtZeroBackground(RealValues scores, ClassLabels labels) => AtBackgroundRate(scores, labels, 0);

    // Sums of shares end a few bits off: 0.99 of 100 rows are 99.
    private const double Rounding = 1e-12;
}
