using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class PredictionErrorTests
{
    [Fact]
    public void Errors_in_per_cent_and_in_the_unit()
    {
        var percent = PredictionError.Percent(new[] { 99.0, 210, -45 }, new[] { 100.0, 200, -50 });
        Assert.Equal([1, 5, 10], percent.Values.Span.ToArray().Select(v => Math.Round(v, 12)));
        Assert.Equal(16.0 / 3, percent.Mean.Value, 1e-12);
        Assert.Equal(5, percent.Median.Value, 1e-12);
        Assert.Equal(Math.Sqrt(42), percent.RootMeanSquare.Value, 1e-12);
        Assert.Equal("%", percent.Unit);
        Assert.Equal([1.0, 10, 5], PredictionError.Absolute(new[] { 99.0, 210, -45 }, new[] { 100.0, 200, -50 }, "GeV").Values.Span.ToArray());
        Assert.Equal(5.5, percent.Of([true, false, true]).Mean.Value, 1e-12);
    }

    [Fact]
    public void Intervals_cover_mean_and_median_as_often_as_they_say()
    {
        // Exponential errors: mean 1, median ln 2. 2,000 data sets; coverage is binomial.
        var random = new CounterRandom(7);
        const int Sets = 2000;
        var (mean, median) = (0, 0);
        for (var set = 0; set < Sets; set++)
        {
            var error = PredictionError.Absolute(Enumerable.Range(0, 400).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray(), new double[400], "");
            mean += error.Mean.Contains(1) ? 1 : 0;
            median += error.Median.Contains(Math.Log(2)) ? 1 : 0;
        }

        // A skew of 2 costs the normal interval about half a point at 400 rows; that of the median is on the safe side by one order statistic at each end.
        var spread = 4.9 * Math.Sqrt(0.95 * 0.05 / Sets);
        Assert.InRange((double)mean / Sets, 0.945 - spread, 0.95 + spread);
        Assert.InRange((double)median / Sets, 0.95 - spread, 0.97 + spread);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("row 1 is 0", Assert.Throws<ArgumentException>(() => PredictionError.Percent(new[] { 1.0, 2 }, new[] { 1.0, 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0 of the predictions is NaN", Assert.Throws<ArgumentException>(() => PredictionError.Absolute(new[] { double.NaN }, new[] { 1.0 }, "")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PredictionError.Percent(Array.Empty<double>(), Array.Empty<double>()));
        Assert.Throws<ArgumentException>(() => PredictionError.Percent(new[] { 1.0 }, new[] { 1.0 }).Of([false]));
    }
}
