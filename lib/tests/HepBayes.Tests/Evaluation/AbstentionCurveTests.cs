using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class AbstentionCurveTests
{
    private const int Rows = 400;
    private static readonly BootstrapOptions Few = new() { Resamples = 200, Seed = 3 };
    private static readonly (double[] Scores, int[] Labels, double[] Uncertainty, double[] Weights) Data = Make();

    [Fact]
    public void Areas_are_those_of_the_rows_that_are_left()
    {
        var curve = AbstentionCurve.Auc(Data.Scores, Data.Labels, Data.Uncertainty, Data.Weights, [0.5, 0, 0.25], Few);
        Assert.Equal([0, 0.25, 0.5], curve.Points.Select(p => p.Removed));
        foreach (var point in curve.Points)
        {
            var rows = Enumerable.Range(0, Rows).OrderBy(r => Data.Uncertainty[r]).Take(point.Rows).ToArray();
            double[] Of(double[] values) => [.. rows.Select(r => values[r])];
            var expected = RocCurve.Of(Of(Data.Scores), rows.Select(r => Data.Labels[r]).ToArray(), Of(Data.Weights)).Auc;
            Assert.Equal(expected, point.Metric.Value, 1e-12);
            Assert.Equal(Of(Data.Uncertainty).Max(), point.LargestUncertainty);
            Assert.InRange(point.Metric.Value, point.Metric.Low, point.Metric.High);
        }

        Assert.Equal([400, 300, 200], curve.Points.Select(p => p.Rows));
        // Uncertain rows are the ones that are wrong here.
        Assert.True(curve.Points[2].Metric.Value > curve.Points[0].Metric.High);
    }

    [Fact]
    public void Intervals_have_the_width_of_the_metric_and_depend_on_the_seed_alone()
    {
        // The share of class-0 rows with a positive score, a plain binomial: its bootstrap error is sqrt(p (1 - p) / n).
        double Share(int[] counts)
        {
            var (sum, total) = (0.0, 0.0);
            for (var row = 0; row < Rows; row++)
            {
                sum += Data.Labels[row] == 0 && Data.Scores[row] > 0 ? counts[row] : 0;
                total += Data.Labels[row] == 0 ? counts[row] : 0;
            }

            return sum / total;
        }

        var options = Few with { Resamples = 2000 };
        var metric = AbstentionCurve.Of(Data.Uncertainty, Data.Labels, Share, [0], options).Points[0].Metric;
        var expected = 1.96 * Math.Sqrt(metric.Value * (1 - metric.Value) / Data.Labels.Count(y => y == 0));
        // The quantile of 2000 resamples has an error of 6 % of the half width.
        Assert.InRange(metric.HalfWidth / expected, 0.75, 1.25);
        var before = Compute.Threads;
        Compute.Threads = 1;
        Assert.Equal(metric, AbstentionCurve.Of(Data.Uncertainty, Data.Labels, Share, [0], options).Points[0].Metric);
        Compute.Threads = before;
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        Assert.Contains("0 to below 1", Assert.Throws<ArgumentException>(() => AbstentionCurve.Auc(Data.Scores, Data.Labels, Data.Uncertainty, removed: [1])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 of the uncertainties", Assert.Throws<ArgumentException>(() => AbstentionCurve.Auc([0, 1], (int[])[0, 1], [0, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AbstentionCurve.Auc([0, 1], (int[])[1, 1], [0, 1]));
        // One class is left after removing half of the rows: no area, and no exception.
        Assert.Equal(double.NaN, AbstentionCurve.Auc([0, 1], (int[])[0, 1], [0, 1], removed: [0.5]).Points[0].Metric.Value);
    }

    private static (double[] Scores, int[] Labels, double[] Uncertainty, double[] Weights) Make()
    {
        var random = new CounterRandom(11);
        var (scores, labels, uncertainty, weights) = (new double[Rows], new int[Rows], new double[Rows], new double[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            labels[row] = row % 3 == 0 ? 1 : 0;
            scores[row] = Math.Round((labels[row] == 1 ? 0.8 : -0.8) + random.NextNormal(), 1);
            uncertainty[row] = Math.Exp(-Math.Abs(scores[row])) + (0.001 * random.NextDouble());
            weights[row] = 0.5 + random.NextDouble();
        }

        return (scores, labels, uncertainty, weights);
    }
}
