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
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite or a negative weight (the message names the row), or one class only.</exception>
    public static ScoreOrder Of(RealValues scores, ClassLabels labels, RealValues? weights)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        scores.RequireLength("scores", labels.Length, "labels");
        scores.RequireFinite("scores");
        labels.RequireBothClasses("a ROC curve");
        weights?.RequireLength("weights", labels.Length, "labels");
        weights?.RequireRange("weights", 0, double.MaxValue);
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

    /// <summary>The curve of the rows themselves.</summary>
    public RocCurve Curve() => weights is null ? new(Points(null), Scores(positive: true), Scores(positive: false)) : new(Points(null), null, null);

    /// <summary>The curve of a resample; without DeLong's interval, which the repeated rows would spoil.</summary>
    public RocCurve Curve(int[] counts) => new(Points(counts), null, null);

    /// <summary>The area of a resample in Mann and Whitney's form, rows of equal score one half; NaN where a class is empty. Cheaper than the curve.</summary>
    public double Area(int[] counts)
    {
        double positive = 0, negative = 0, area = 0;
        for (int first = 0, next; first < rows.Length; first = next)
        {
            double positiveHere = 0, negativeHere = 0;
            for (next = first; next < rows.Length && scores[next] == scores[first]; next++)
            {
                var weight = counts[rows[next]] * (weights?[rows[next]] ?? 1);
                if (labels[rows[next]])
                    positiveHere += weight;
                else
                    negativeHere += weight;
            }

            area += negativeHere * (positive + (positiveHere / 2));
            (positive, negative) = (positive + positiveHere, negative + negativeHere);
        }

        return area / (positive * negative);
    }
}
