namespace HepBayes.Evaluation;

/// <summary>
/// The four counts of a yes/no decision, and the rates that follow from them. A row is called class 1 when its score is
/// at or above the threshold. All intervals are exact binomial ones (see <see cref="BinomialInterval.ClopperPearson"/>);
/// a rate without any row in its denominator is NaN with the interval [0, 1].
/// </summary>
/// <param name="TruePositives">Rows of class 1 called class 1.</param>
/// <param name="FalsePositives">Rows of class 0 called class 1.</param>
/// <param name="TrueNegatives">Rows of class 0 called class 0.</param>
/// <param name="FalseNegatives">Rows of class 1 called class 0.</param>
/// <param name="Level">The confidence level of the intervals, between 0 and 1.</param>
public sealed record ConfusionMatrix(
    long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives, double Level = 0.95)
{
    /// <summary>The number of rows.</summary>
    public long Rows => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>TP / (TP + FP): of the rows called class 1, the share that is.</summary>
    public Interval Precision => Rate(TruePositives, TruePositives + FalsePositives);

    /// <summary>TP / (TP + FN), the true positive rate: of the rows of class 1, the share that is called so.</summary>
    public Interval Recall => Rate(TruePositives, TruePositives + FalseNegatives);

    /// <summary>FP / (FP + TN): of the rows of class 0, the share that is called class 1.</summary>
    public Interval FalsePositiveRate => Rate(FalsePositives, FalsePositives + TrueNegatives);

    /// <summary>(TP + TN) / rows.</summary>
    public Interval Accuracy => Rate(TruePositives + TrueNegatives, Rows);

    /// <summary>FN / (TP + FN) = 1 - recall: the share of class 1 that is thrown away.</summary>
    public Interval MissRate => Rate(FalseNegatives, TruePositives + FalseNegatives);

    /// <summary>(TN + FN) / rows: the share of all rows called class 0, for example the slow calculations saved by a pre-screening.</summary>
    public Interval RejectedFraction => Rate(TrueNegatives + FalseNegatives, Rows);

    /// <summary>FN / (TN + FN): the share of class 1 among the rows called class 0.</summary>
    public Interval PositiveShareOfRejected => Rate(FalseNegatives, TrueNegatives + FalseNegatives);

    /// <summary>
    /// F1 = 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall. Its interval is exact given the number
    /// m = TP + FP + FN of rows that are not true negatives: J = TP / m is then binomial and F1 = 2 J / (1 + J) rises
    /// with J, so the ends of the Clopper-Pearson interval of J are carried over (the Clopper-Pearson method of
    /// arXiv 2309.14621). For large counts it agrees with the delta method, variance
    /// F1 (1 - F1)(2 - F1) / (2 TP + FP + FN).
    /// </summary>
    public Interval F1
    {
        get
        {
            var jaccard = Rate(TruePositives, TruePositives + FalsePositives + FalseNegatives);
            return new Interval(FromJaccard(jaccard.Value), FromJaccard(jaccard.Low), FromJaccard(jaccard.High), Level);
        }
    }

    /// <summary>Counts decisions.</summary>
    /// <param name="scores">The score of each row; larger means more like class 1.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="threshold">The smallest score that is called class 1.</param>
    /// <param name="level">The confidence level of the intervals, between 0 and 1.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">Different numbers of scores and labels, a score or the threshold is not a number (the message names the row), or a level outside (0, 1).</exception>
    public static ConfusionMatrix Of(RealValues scores, ClassLabels labels, double threshold = 0.5, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        Interval.CheckLevel(level);
        scores.RequireLength("scores", labels.Length, "labels");
        scores.RequireFinite("scores");
        if (double.IsNaN(threshold))
            throw new ArgumentException("The threshold is not a number.", nameof(threshold));

        var counts = new long[4];
        for (var row = 0; row < labels.Length; row++)
            counts[(labels[row] ? 2 : 0) + (scores[row] >= threshold ? 1 : 0)]++;
        return new ConfusionMatrix(counts[3], counts[1], counts[0], counts[2], level);
    }

    private static double FromJaccard(double jaccard) => 2 * jaccard / (1 + jaccard);

    private Interval Rate(long successes, long trials) => BinomialInterval.ClopperPearson(successes, trials, Level);
}
