using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Counts_and_rates_of_a_small_example()
    {
        var matrix = ConfusionMatrix.Of(
            new[] { 0.9, 0.5, 0.4, 0.2, 0.7, 0.1 }, new[] { 1, 1, 1, 0, 0, 0 });
        Assert.Equal(new ConfusionMatrix(2, 1, 2, 1), matrix);
        Assert.Equal(2.0 / 3, matrix.Precision.Value, 15);
        Assert.Equal(2.0 / 3, matrix.Recall.Value, 15);
        Assert.Equal(1.0 / 3, matrix.FalsePositiveRate.Value, 15);
        Assert.Equal(4.0 / 6, matrix.Accuracy.Value, 15);
        Assert.Equal(1.0 / 3, matrix.MissRate.Value, 15);
        Assert.Equal(0.5, matrix.RejectedFraction.Value, 15);
        Assert.Equal(1.0 / 3, matrix.PositiveShareOfRejected.Value, 15);
        Assert.Equal(2.0 / 3, matrix.F1.Value, 15);
        Assert.Equal(BinomialInterval.ClopperPearson(2, 3), matrix.Recall);
    }

    [Fact]
    public void The_threshold_itself_is_called_class_one()
    {
        var scores = new[] { 0.3f, 0.3f };
        Assert.Equal(1, ConfusionMatrix.Of(scores, new[] { 1f, 0f }, 0.3f).TruePositives);
        Assert.Equal(0, ConfusionMatrix.Of(scores, new[] { 1f, 0f }, 0.31).TruePositives);
    }

    [Fact]
    public void Nothing_selected_leaves_the_precision_undefined()
    {
        var matrix = ConfusionMatrix.Of(new[] { 0.1, 0.2 }, new[] { 1, 0 });
        Assert.True(double.IsNaN(matrix.Precision.Value));
        Assert.Equal(0, matrix.F1.Value);
    }

    // Parametric bootstrap of the four multinomial counts; the standard deviation of 4,000 draws has a relative error of
    // 1/sqrt(8,000) = 1.1 %, so a 6 % band has a false-alarm rate far below 1e-6 (and the seed is fixed).
    [Theory]
    [InlineData(4000, 300, 15000, 500)]
    [InlineData(900, 400, 2000, 100)]
    public void F1_interval_agrees_with_the_delta_method_and_a_bootstrap(int tp, int fp, int tn, int fn)
    {
        var matrix = new ConfusionMatrix(tp, fp, tn, fn);
        var f1 = matrix.F1.Value;
        var delta = Math.Sqrt(f1 * (1 - f1) * (2 - f1) / ((2.0 * tp) + fp + fn));
        var random = new Random(11);
        var n = (int)matrix.Rows;
        var p = new[] { tp, fp, tn, fn }.Select(c => (double)c / n).ToArray();
        var draws = new double[4_000];
        for (var i = 0; i < draws.Length; i++)
        {
            var counts = MathNet.Numerics.Distributions.Multinomial.Sample(random, p, n);
            draws[i] = 2.0 * counts[0] / ((2.0 * counts[0]) + counts[1] + counts[3]);
        }

        var mean = draws.Average();
        var spread = Math.Sqrt(draws.Sum(d => (d - mean) * (d - mean)) / (draws.Length - 1));
        Assert.InRange(spread / delta, 0.94, 1.06);
        Assert.InRange(matrix.F1.HalfWidth / (1.959964 * delta), 0.98, 1.08);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("Row 1 of the scores is NaN", Assert.Throws<ArgumentException>(
            () => ConfusionMatrix.Of(new[] { 0.1, double.NaN }, new[] { 0, 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("label of row 2 is 3", Assert.Throws<ArgumentException>(
            () => ConfusionMatrix.Of(new[] { 0.1, 0.2, 0.3 }, new[] { 0f, 1f, 3f })).Message, StringComparison.Ordinal);
        Assert.Contains("2 scores but 3 labels", Assert.Throws<ArgumentException>(
            () => ConfusionMatrix.Of(new[] { 0.1, 0.2 }, new[] { 0, 1, 1 })).Message, StringComparison.Ordinal);
    }
}
