namespace HepBayes.Evaluation;

/// <summary>
/// A metric after the most uncertain rows were removed, against their share. If the uncertainty knows where the classifier
/// errs the metric improves from left to right; removing rows at random leaves it flat.
/// </summary>
/// <example><code>
/// var curve = AbstentionCurve.Auc(predictive.Mean(), split.Test["gen_label"], predictive.StandardDeviation(), weights);
/// </code></example>
public sealed class AbstentionCurve
{
    private static readonly double[] Usual = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

    private AbstentionCurve(IReadOnlyList<AbstentionPoint> points) => Points = points;

    /// <summary>The points, by rising share of removed rows.</summary>
    public IReadOnlyList<AbstentionPoint> Points { get; }

    /// <summary>The curve of any metric.</summary>
    /// <param name="uncertainty">The uncertainty of each row; larger is removed first, and of equal ones the later row.</param>
    /// <param name="labels">The true class of each row; resamples are drawn class by class.</param>
    /// <param name="metric">The metric, given how often each row counts: 0 for removed rows, 1 for the others, any whole number in a resample. It is called from several threads; the array is only lent. NaN where it is not defined.</param>
    /// <param name="removed">Shares of rows to remove, each from 0 to below 1; 0 to 0.8 if not given.</param>
    /// <param name="options">Seed, number of resamples and level of the intervals.</param>
    /// <exception cref="ArgumentException">Different lengths, no rows, an uncertainty that is not finite (the message names the row), or a share outside its range.</exception>
    public static AbstentionCurve Of(RealValues uncertainty, ClassLabels labels, Func<int[], double> metric, IReadOnlyList<double>? removed = null, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(uncertainty);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(metric);
        uncertainty.RequireLength("uncertainties", labels.Length, "labels");
        uncertainty.RequireFinite("uncertainties");
        if (labels.Length == 0)
            throw new ArgumentException("There are no rows; an abstention curve needs at least one.", nameof(labels));
        options ??= new BootstrapOptions();
        options.Check();
        double[] shares = [.. (removed ?? Usual).Order()];
        if (shares.Any(s => !(s >= 0 && s < 1)))
            throw new ArgumentException($"Shares of removed rows lie from 0 to below 1; given were {string.Join(", ", shares)}.", nameof(removed));

        var order = Enumerable.Range(0, labels.Length).OrderBy(row => uncertainty[row]).ToArray();
        var once = Enumerable.Repeat(1, order.Length).ToArray();
        var values = Metrics(order, once, shares, metric);
        var resampled = RowResamples.Of(labels, options).Each(counts => Metrics(order, counts, shares, metric));
        return new([.. shares.Select((share, i) =>
        {
            var rows = Kept(order.Length, share);
            return new AbstentionPoint(share, rows, uncertainty[order[rows - 1]], options.Percentiles(values[i], [.. resampled.Select(r => r[i])]));
        })]);
    }

    /// <summary>The curve of the area under the ROC curve.</summary>
    /// <param name="scores">The score of each row; larger means more like class 1.</param>
    /// <param name="labels">The true class of each row; both classes must occur.</param>
    /// <param name="uncertainty">The uncertainty of each row; larger is removed first.</param>
    /// <param name="weights">One non-negative weight per row, or null for none. They count in the area; the share that is removed is one of rows.</param>
    /// <param name="removed">Shares of rows to remove, each from 0 to below 1; 0 to 0.8 if not given.</param>
    /// <param name="options">Seed, number of resamples and level of the intervals.</param>
    /// <exception cref="ArgumentException">As <see cref="Of"/>, and for a score that is not finite, a negative weight, or one class only.</exception>
    public static AbstentionCurve Auc(RealValues scores, ClassLabels labels, RealValues uncertainty, RealValues? weights = null, IReadOnlyList<double>? removed = null, BootstrapOptions? options = null)
    {
        var order = ScoreOrder.Of(scores, labels, weights);
        return Of(uncertainty, labels, order.Area, removed, options);
    }

    private static double[] Metrics(int[] order, int[] counts, double[] shares, Func<int[], double> metric)
    {
        var kept = new int[counts.Length];
        return Array.ConvertAll(shares, share =>
        {
            Array.Clear(kept);
            var left = Kept(order.Length, share);
            for (var i = 0; left > 0; i++)
            {
                kept[order[i]] = Math.Min(counts[order[i]], left);
                left -= kept[order[i]];
            }

            return metric(kept);
        });
    }

    private static int Kept(int rows, double share) => Math.Max(1, rows - (int)Math.Round(share * rows));
}
