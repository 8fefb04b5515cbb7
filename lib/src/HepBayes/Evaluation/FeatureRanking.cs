using HepBayes.Data;
using HepBayes.Runtime;
using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>Two answers to "which feature matters?": what each can do alone, and what a trained model loses without it. Related features share what they know, so the two may differ much.</summary>
public static class FeatureRanking
{
    /// <summary>
    /// What each feature separates alone: the area under its ROC curve, folded to at least 1/2 so that it does not matter whether the
    /// signal lies above or below, with DeLong's interval. Largest first.
    /// </summary>
    /// <param name="table">Rows of both classes, at least two of each.</param>
    /// <param name="columns">The features.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="ArgumentException">A value is not finite, a label is neither 0 nor 1, or a class has too few rows.</exception>
    public static IReadOnlyList<FeatureImportance> SingleFeatureAuc(Table table, IReadOnlyList<string> columns, string label, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        ClassLabels labels = table[label];
        return Sorted(columns.Select(column =>
        {
            var area = RocCurve.Of(table[column], labels).AucInterval(level);
            var folded = area.Value >= 0.5 ? area : new Interval(1 - area.Value, 1 - area.High, 1 - area.Low, level);
            return new FeatureImportance(column, folded, []);
        }));
    }

    /// <summary>
    /// What a trained model loses when the values of one feature are shuffled among the rows (Breiman, Machine Learning 45 (2001) 5;
    /// scikit-learn's permutation_importance): the metric before minus the metric after, averaged over shuffles. The interval
    /// (Student's t) is that of the mean over shuffles of these rows; it does not contain the scatter of the rows themselves.
    /// Largest first.
    /// </summary>
    /// <param name="predict">The model: one score a row.</param>
    /// <param name="table">Rows that the model was not trained on.</param>
    /// <param name="columns">The features to shuffle, one at a time.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="seed">Decides the shuffles.</param>
    /// <param name="repeats">The number of shuffles of each feature, at least 2.</param>
    /// <param name="metric">A figure that is larger for better scores; the area under the ROC curve if not given.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="ArgumentException">Fewer than two repeats, or labels and scores that do not fit.</exception>
    public static IReadOnlyList<FeatureImportance> PermutationImportance(
        Func<Table, double[]> predict,
        Table table,
        IReadOnlyList<string> columns,
        string label,
        int seed,
        int repeats = 10,
        Func<RealValues, ClassLabels, double>? metric = null,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predict);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        Interval.CheckLevel(level);
        metric ??= (scores, classes) => RocCurve.Of(scores, classes).Auc;
        ClassLabels labels = table[label];
        var before = metric(predict(table), labels);
        var reach = StudentT.InvCDF(0, 1, repeats - 1, (1 + level) / 2) / Math.Sqrt(repeats);
        return Sorted(columns.Select((column, number) =>
        {
            var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Shuffles, number));
            var values = table[column];
            var losses = new double[repeats];
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                var shuffled = Array.ConvertAll(random.Permutation(table.Rows), row => values[row]);
                losses[repeat] = before - metric(predict(table.WithColumn(column, shuffled)), labels);
            }

            var mean = losses.Average();
            var error = reach * Math.Sqrt(losses.Sum(l => (l - mean) * (l - mean)) / (repeats - 1));
            return new FeatureImportance(column, new Interval(mean, mean - error, mean + error, level), losses);
        }));
    }

    private static FeatureImportance[] Sorted(IEnumerable<FeatureImportance> features) => [.. features.OrderByDescending(f => f.Importance.Value)];
}
