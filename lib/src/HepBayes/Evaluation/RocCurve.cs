namespace HepBayes.Evaluation;

/// <summary>
/// The receiver operating characteristic: true against false positive rate for every threshold. It has one point per
/// distinct score, so rows of equal score count one half in the area, as in the Mann-Whitney statistic.
/// </summary>
public sealed class RocCurve
{
    private readonly RocPoint[] points;
    private readonly double[]? positiveScores;
    private readonly double[]? negativeScores;

    internal RocCurve(RocPoint[] points, double[]? positiveScores, double[]? negativeScores)
    {
        this.points = points;
        this.positiveScores = positiveScores;
        this.negativeScores = negativeScores;
        Auc = AreaTo(1);
    }

    /// <summary>The working points from (0, 0) at threshold infinity to (1, 1).</summary>
    public IReadOnlyList<RocPoint> Points => points;

    /// <summary>The area under the curve, from 0 to 1: the probability that a row of class 1 scores above one of class 0, ties counted one half.</summary>
    public double Auc { get; }

    /// <summary>Whether event weights were used.</summary>
    public bool IsWeighted => positiveScores is null;

    /// <summary>Whether <see cref="AucInterval"/> can be given: no weights, and at least two rows of each class.</summary>
    public bool HasAucInterval => positiveScores?.Length > 1 && negativeScores?.Length > 1;

    /// <summary>Makes the curve.</summary>
    /// <param name="scores">The score of each row; larger means more like class 1.</param>
    /// <param name="labels">The true class of each row; both classes must occur.</param>
    /// <param name="weights">
    /// One non-negative weight per row, or null for none. Negative weights are refused: the curve would not be
    /// monotone and its area no probability.
    /// </param>
    /// <returns>The curve.</returns>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite or a negative weight (the message names the row), one class only, or a class without weight.</exception>
    public static RocCurve Of(RealValues scores, ClassLabels labels, RealValues? weights = null) => ScoreOrder.Of(scores, labels, weights).Curve();

    /// <summary>
    /// The interval of the area by DeLong, DeLong and Clarke-Pearson (Biometrics 44 (1988) 837): normal, clipped to [0, 1].
    /// </summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <returns>The area with its interval.</returns>
    /// <exception cref="InvalidOperationException">The curve is weighted (the method has no weights), or a class has one row only.</exception>
    public Interval AucInterval(double level = 0.95)
    {
        if (positiveScores is null || negativeScores is null)
            throw new InvalidOperationException("DeLong's interval is defined for unweighted rows only; make the curve without weights, or quote the weighted area without this interval.");
        if (positiveScores.Length < 2 || negativeScores.Length < 2)
            throw new InvalidOperationException($"DeLong's interval needs two rows of each class; there are {positiveScores.Length} of class 1 and {negativeScores.Length} of class 0.");
        var interval = Interval.Normal(Auc, Math.Sqrt(DeLong.Variance(positiveScores, negativeScores)), level);
        return interval with { Low = Math.Max(0, interval.Low), High = Math.Min(1, interval.High) };
    }

    /// <summary>The area under the part of the curve with a false positive rate up to a limit.</summary>
    /// <param name="maximumFalsePositiveRate">The limit f, above 0 and at most 1.</param>
    /// <param name="standardised">
    /// False: the plain area, at most f. True: McClish's form (Medical Decision Making 9 (1989) 190)
    /// (1 + (area - f²/2) / (f - f²/2)) / 2, which is 1/2 for guessing and 1 for a perfect classifier.
    /// </param>
    /// <returns>The partial area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not in (0, 1].</exception>
    public double PartialAuc(double maximumFalsePositiveRate, bool standardised = false)
    {
        if (!(maximumFalsePositiveRate > 0 && maximumFalsePositiveRate <= 1))
            throw new ArgumentOutOfRangeException(nameof(maximumFalsePositiveRate), maximumFalsePositiveRate, "The largest false positive rate is above 0 and at most 1.");
        var area = AreaTo(maximumFalsePositiveRate);
        var guessing = maximumFalsePositiveRate * maximumFalsePositiveRate / 2;
        return standardised ? (1 + ((area - guessing) / (maximumFalsePositiveRate - guessing))) / 2 : area;
    }

    /// <summary>The true positive rate that the curve reaches at a false positive rate, interpolated along a straight line between points.</summary>
    /// <param name="falsePositiveRate">From 0 to 1. On a vertical piece of the curve the upper end is returned.</param>
    /// <returns>The true positive rate, from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1].</exception>
    public double TruePositiveRateAt(double falsePositiveRate)
    {
        if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1))
            throw new ArgumentOutOfRangeException(nameof(falsePositiveRate), falsePositiveRate, "A rate lies between 0 and 1.");
        var i = First(p => p.FalsePositiveRate > falsePositiveRate) - 1;
        if (i == points.Length - 1)
            return 1;
        var (_, x0, y0) = points[i];
        var (_, x1, y1) = points[i + 1];
        return y0 + ((y1 - y0) * (falsePositiveRate - x0) / (x1 - x0));
    }

    /// <summary>The smallest false positive rate at which the curve reaches a true positive rate, interpolated along a straight line between points.</summary>
    /// <param name="truePositiveRate">From 0 to 1. On a horizontal piece of the curve the left end is returned.</param>
    /// <returns>The false positive rate, from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1].</exception>
    public double FalsePositiveRateAt(double truePositiveRate)
    {
        if (!(truePositiveRate >= 0 && truePositiveRate <= 1))
            throw new ArgumentOutOfRangeException(nameof(truePositiveRate), truePositiveRate, "A rate lies between 0 and 1.");
        // A sum of weights over all rows may end a rounding error below 1.
        var i = First(p => p.TruePositiveRate >= truePositiveRate);
        if (i == points.Length)
            return 1;
        if (i == 0)
            return 0;
        var (_, x0, y0) = points[i - 1];
        var (_, x1, y1) = points[i];
        return x0 + ((x1 - x0) * (truePositiveRate - y0) / (y1 - y0));
    }

    // The first point of which something holds that holds for all points after it too; the number of points if there is none.
    private int First(Func<RocPoint, bool> holds)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(points[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private double AreaTo(double limit)
    {
        var area = 0.0;
        for (var i = 1; i < points.Length && points[i - 1].FalsePositiveRate < limit; i++)
        {
            var (_, x0, y0) = points[i - 1];
            var (_, x1, y1) = points[i];
            if (x1 > limit)
            {
                y1 = y0 + ((y1 - y0) * (limit - x0) / (x1 - x0));
                x1 = limit;
            }

            area += (x1 - x0) * (y0 + y1) / 2;
        }

        return area;
    }
}
