using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class HistogramTests
{
    [Fact]
    public void Counts_errors_and_flows()
    {
        var histogram = Histogram1D.Of(new[] { -1.0, 0, 0.5, 1, 1.5, 2, 2.1 }, bins: 2, range: (0, 2));
        Assert.Equal([2.0, 3.0], histogram.Sums);
        Assert.Equal([Math.Sqrt(2), Math.Sqrt(3)], histogram.Errors);
        Assert.Equal((1.0, 1.0), (histogram.Underflow, histogram.Overflow));
        Assert.Equal([0.0, 1.0, 2.0], histogram.Axis.Edges);
        Assert.Equal([2.0 / 7, 3.0 / 7], histogram.Density);
    }

    [Fact]
    public void Weights_enter_once_in_the_sum_and_twice_in_the_error()
    {
        var histogram = Histogram1D.Of(new[] { 0.1f, 0.2f, 0.9f }, 2, (0, 1), new[] { 2.0, 3.0, -1.0 });
        Assert.Equal([5.0, -1.0], histogram.Sums);
        Assert.Equal([13.0, 1.0], histogram.SquaredSums);
    }

    [Fact]
    public void The_range_defaults_to_the_data_and_holds_all_of_it()
    {
        var values = Enumerable.Range(0, 1001).Select(i => i * 0.1).ToArray();
        var histogram = Histogram1D.Of(values, bins: 7);
        Assert.Equal(1001, histogram.Total);
        Assert.Equal(3, Histogram1D.Of(new[] { 4.0, 4, 4 }, 5).Total);
    }

    // Total in = total out including the flow bins, whatever is merged or scaled.
    [Fact]
    public void Adding_and_scaling_keep_sums_errors_and_flows()
    {
        var random = new HepBayes.Runtime.CounterRandom(2);
        double[] values = [.. Enumerable.Range(0, 999).Select(_ => random.NextNormal())];
        double[] weights = [.. Enumerable.Range(0, 999).Select(i => i % 9 == 0 ? -0.5 : 1 + (i % 3))];
        Histogram1D Fill(int from, int to) => Histogram1D.Of(values[from..to], 12, (-1, 2), weights[from..to]);
        var (whole, joined) = (Fill(0, 999), Fill(0, 300).Plus(Fill(300, 500)).Plus(Fill(500, 999)));
        Assert.Equal(weights.Sum(), whole.Total + whole.Underflow + whole.Overflow, 1e-9);
        Assert.All(whole.Sums.Zip(joined.Sums), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.All(whole.Errors.Zip(joined.Errors), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.Equal((whole.Underflow, whole.UnderflowError), (joined.Underflow, joined.UnderflowError));
        Assert.Equal(Math.Sqrt(values.Zip(weights).Where(p => p.First > 2).Sum(p => p.Second * p.Second)), whole.OverflowError, 1e-9);
        Assert.Equal(3 * whole.Errors[4], whole.Scaled(3).Errors[4], 1e-9);
        Assert.Equal(-2 * whole.Overflow, whole.Scaled(-2).Overflow, 1e-9);
        Assert.Contains("12 bins", Assert.Throws<ArgumentException>(() => whole.Plus(Histogram1D.Of(values, 11, (-1, 2)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_has_the_samples_in_order_and_their_sum()
    {
        var table = HepBayes.Data.Table.FromColumns(("x", [0.5f, 1.5f, 0.5f, 1.5f, 5]), ("w", [1f, 2, 3, 4, 5])).WithText("s", ["a", "a", "b", "b", "b"]);
        var stack = HistogramStack.Of(table, "x", "w", "s", ["b", "a"], 2, (0, 2));
        Assert.Equal(["b", "a"], stack.Parts.Select(part => part.Name));
        Assert.Equal([4.0, 6.0], stack.Total.Sums);
        Assert.Equal([10.0, 20.0], stack.Total.SquaredSums);
        Assert.Equal((5.0, 5.0), (stack.Total.Overflow, stack.Total.OverflowError));
        Assert.Throws<ArgumentException>(() => HistogramStack.Of());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("Row 1 of the values is", Assert.Throws<ArgumentException>(() => Histogram1D.Of(new[] { 1, double.PositiveInfinity })).Message, StringComparison.Ordinal);
        Assert.Contains("lower one first", Assert.Throws<ArgumentException>(() => Histogram1D.Of(new[] { 1.0 }, 4, (2, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Histogram1D.Of(Array.Empty<double>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_hold_mean_spread_and_count()
    {
        var cells = BinnedStatistic2D.Of(
            new[] { 0.1, 0.2, 0.3, 1.9, 5.0 }, new[] { 0.1, 0.1, 0.4, 2.9, 0.0 }, new[] { 1.0, 2, 6, 7, 9 }, 2, 3, (0, 2), (0, 3));
        Assert.Equal(3, cells.Count[0, 0]);
        Assert.Equal(3, cells.Mean[0, 0], 12);
        Assert.Equal(Math.Sqrt(7), cells.StandardDeviation[0, 0], 12);
        Assert.Equal((1, 7.0), (cells.Count[2, 1], cells.Mean[2, 1]));
        Assert.True(double.IsNaN(cells.StandardDeviation[2, 1]));
        Assert.True(double.IsNaN(cells.Mean[1, 0]));
        Assert.Equal(1, cells.Outside);
    }
}
