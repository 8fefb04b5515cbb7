namespace HepBayes.Evaluation;

/// <summary>Rows sorted by falling score, ready to make the ROC curves of many resamples of them.</summary>
internal sealed class ScoreOrder
{
    private readonly double[] scores;
    private readonly int[] rows;
    private readonly ClassLabels labels;
    private readonly RealValues? weights;

    private ScoreOrder(double[] scores, int[] rows, ClassLabels labels, RealValues? weights) =>
        (this.scores, this.rows, this.labels, this.weights) = (scores, rows, labels, weights);

    /// <summary>Sorts rows; equal scores stay in the order of the rows.</summary>
    public static ScoreOrder Of(RealValues scores, ClassLabels labels, RealValues? weights)
    {
        var keys = scores.Span.ToArray();
        var rows = Enumerable.Range(0, keys.Length).OrderByDescending(row => keys[row]).ToArray();
        return new ScoreOrder([.. rows.Select(row => keys[row])], rows, labels, weights);
    }

    /// <summary>The scores of one class, falling.</summary>
    public double[] Scores(bool positive) => [.. scores.Where((_, i) => labels[rows[i]] == positive)];

    /// <summary>One point per distinct score, as rates.</summary>
    /// <param name="counts">How often each row counts; null for once.</param>
    /// <exception cref="ArgumentException">The weights of a class add up to zero.</exception>
    public RocPoint[] Points(int[]? counts)
    {
        var found = new List<RocPoint> { new(double.PositiveInfinity, 0, 0) };
        double positive = 0, negative = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var weight = (weights?[row] ?? 1) * (counts?[row] ?? 1);
            if (labels[row])
                positive += weight;
            else
                negative += weight;
            if (i == rows.Length - 1 || scores[i + 1] != scores[i])
                found.Add(new RocPoint(scores[i], negative, positive));
        }

        if (positive <= 0 || negative <= 0)
            throw new ArgumentException($"The weights of class {(positive <= 0 ? 1 : 0)} add up to zero; a ROC curve needs both classes.");
        return [.. found.Select(p => new RocPoint(p.Threshold, p.FalsePositiveRate / negative, p.TruePositiveRate / positive))];
    }

    /// <summary>The curve of a resample; without DeLong's interval, which the repeated rows would spoil.</summary>
    public RocCurve Curve(int[] counts) => new(Points(counts), null, null);
}
