using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>Which of two scores of the same rows is better? The rows are common, so their scatter largely cancels in the difference.</summary>
public static class RocComparison
{
    /// <summary>The paired test of DeLong, DeLong and Clarke-Pearson (Biometrics 44 (1988) 837): for rows without weights.</summary>
    /// <param name="first">The first score of each row; larger means more like class 1.</param>
    /// <param name="second">The second score of each row.</param>
    /// <param name="labels">The true class of each row, at least two of each.</param>
    /// <param name="level">The confidence level of the interval, between 0 and 1.</param>
    /// <returns>The difference of the areas; its p-value is 1 where both scores order all pairs alike.</returns>
    /// <exception cref="ArgumentException">Different lengths, a score that is not finite, or fewer than two rows of a class.</exception>
    public static PairedDifference DeLong(RealValues first, RealValues second, ClassLabels labels, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (a, b) = (Parts(first, labels), Parts(second, labels));
        var variance = Evaluation.DeLong.Components.Covariance(a, a) + Evaluation.DeLong.Components.Covariance(b, b) - (2 * Evaluation.DeLong.Components.Covariance(a, b));
        var difference = a.Auc - b.Auc;
        var error = Math.Sqrt(Math.Max(0, variance));
        var p = error > 0 ? 2 * Normal.CDF(0, 1, -Math.Abs(difference) / error) : difference == 0 ? 1 : 0;
        return new PairedDifference(a.Auc, b.Auc, Interval.Normal(difference, error, level), p);
    }

    /// <summary>
    /// The paired test by bootstrap, with weights or without: rows of each class are drawn with replacement, the same for both
    /// scores. The interval is that of percentiles; the p-value is twice the smaller share of resamples on either side of 0, never
    /// below 1 / (resamples + 1).
    /// </summary>
    /// <param name="first">The first score of each row; larger means more like class 1.</param>
    /// <param name="second">The second score of each row.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="weights">One non-negative weight per row, or null for none.</param>
    /// <param name="options">Seed, number of resamples and level.</param>
    /// <param name="figure">What is compared; the area under the curve if not given.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, a negative weight, or one class only.</exception>
    public static PairedDifference Bootstrap(
        RealValues first, RealValues second, ClassLabels labels, RealValues? weights = null, BootstrapOptions? options = null, Func<RocCurve, double>? figure = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new BootstrapOptions();
        figure ??= curve => curve.Auc;
        options.Check();
        var (a, b) = (ScoreOrder.Of(first, labels, weights), ScoreOrder.Of(second, labels, weights));
        var differences = RowResamples.Of(labels, options).Each(counts => figure(a.Curve(counts)) - figure(b.Curve(counts)));
        var (valueA, valueB) = (figure(a.Curve()), figure(b.Curve()));
        var (above, below) = (differences.Count(d => d >= 0), differences.Count(d => d <= 0));
        var p = Math.Min(1, 2 * (Math.Min(above, below) + 1.0) / (differences.Length + 1));
        return new PairedDifference(valueA, valueB, options.Percentiles(valueA - valueB, differences), p);
    }

    private static DeLong.Components Parts(RealValues scores, ClassLabels labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        scores.RequireLength("scores", labels.Length, "labels");
        scores.RequireFinite("scores");
        labels.RequireBothClasses("a comparison of ROC curves");
        if (labels.Positives < 2 || labels.Negatives < 2)
            throw new ArgumentException($"DeLong's test needs two rows of each class; there are {labels.Positives} of class 1 and {labels.Negatives} of class 0.", nameof(labels));
        double[] Of(bool positive) => [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == positive).Select(row => scores[row])];
        return Evaluation.DeLong.Components.Of(Of(true), Of(false));
    }
}
