using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class CalibrationTests
{
    [Fact]
    public void Closed_forms_of_a_small_example()
    {
        // Two groups: 0.2 with one of four positive, 0.9 with two of two positive.
        double[] probabilities = [0.2, 0.9, 0.2, 0.2, 0.9, 0.2];
        int[] labels = [1, 1, 0, 0, 1, 0];
        foreach (var equalMass in new[] { true, false })
        {
            var calibration = Calibration.Of(probabilities, labels, bins: 5, equalMass);
            Assert.Equal(2, calibration.Points.Count);
            Assert.Equal(0.2, calibration.Points[0].MeanPredicted, 12);
            Assert.Equal(BinomialInterval.ClopperPearson(1, 4), calibration.Points[0].Observed);
            Assert.Equal(2, calibration.Points[1].Count);
            Assert.Equal(((4 * 0.05) + (2 * 0.1)) / 6, calibration.ExpectedCalibrationError, 12);
            Assert.Equal(((1 * 0.64) + (3 * 0.04) + (2 * 0.01)) / 6, calibration.BrierScore.Value, 12);
            Assert.Equal(-(Math.Log(0.2) + (3 * Math.Log(0.8)) + (2 * Math.Log(0.9))) / 6, calibration.LogLoss.Value, 12);
        }
    }

    [Fact]
    public void Equal_mass_bins_hold_equal_numbers_of_rows()
    {
        var random = new Random(2);
        var p = Enumerable.Range(0, 1500).Select(_ => Math.Pow(random.NextDouble(), 4)).ToArray();
        var y = p.Select(v => random.NextDouble() < v).ToArray();
        var calibration = Calibration.Of(p, y);
        Assert.Equal(15, calibration.Points.Count);
        Assert.All(calibration.Points, point => Assert.Equal(100, point.Count));
        Assert.Equal(calibration.Points.OrderBy(c => c.MeanPredicted), calibration.Points);
    }

    [Fact]
    public void A_certain_miss_costs_a_finite_log_loss() =>
        Assert.Equal(-Math.Log(1e-7), Calibration.Of(new[] { 1f }, new[] { 0f }).LogLoss.Value, 9);

    // Fixed seeds. By construction the observed error of a perfect forecaster lies in the 99.99 % range in all but 1e-4 of data sets.
    [Fact]
    public void A_perfect_forecaster_lies_in_the_null_range_and_a_bent_one_does_not()
    {
        var random = new Random(8);
        var p = Enumerable.Range(0, 4000).Select(_ => random.NextDouble()).ToArray();
        var y = p.Select(v => random.NextDouble() < v).ToArray();
        var honest = Calibration.Of(p, y, level: 0.9999);
        var range = honest.ErrorIfCalibrated(seed: 1, simulations: 2000);
        Assert.True(range.Contains(honest.ExpectedCalibrationError));
        Assert.InRange(range.Value, 0.01, 0.03);

        var bent = Calibration.Of(Array.ConvertAll(p, v => v * v), y, level: 0.9999);
        Assert.True(bent.ExpectedCalibrationError > bent.ErrorIfCalibrated(seed: 1, simulations: 500).High);
        // The mean of |v - v²| over uniform v is 1/6.
        Assert.True(bent.ErrorInterval(seed: 2).Contains(1.0 / 6));
        Assert.InRange(bent.ErrorInterval(seed: 2).HalfWidth, 0.01, 0.05);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals()
    {
        var calibration = Calibration.Of(new[] { 0.1, 0.6, 0.7, 0.3, 0.9 }, new[] { 0, 1, 0, 0, 1 }, bins: 2);
        Assert.Equal(calibration.ErrorInterval(4), calibration.ErrorInterval(4));
        Assert.Equal(calibration.ErrorIfCalibrated(4), calibration.ErrorIfCalibrated(4));
        Assert.NotEqual(calibration.ErrorIfCalibrated(4), calibration.ErrorIfCalibrated(5));
    }

    [Fact]
    public void Whole_weights_count_like_repeated_rows()
    {
        double[] p = [0.1, 0.4, 0.4, 0.8, 0.9, 0.2];
        int[] y = [0, 1, 0, 1, 1, 1];
        double[] w = [3, 1, 2, 2, 1, 3];
        var rows = Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat(i, (int)w[i])).ToArray();
        var weighted = Calibration.Of(p, y, bins: 4, equalMass: false, weights: w);
        var repeated = Calibration.Of([.. rows.Select(i => p[i])], rows.Select(i => y[i]).ToArray(), bins: 4, equalMass: false);
        Assert.Equal(repeated.ExpectedCalibrationError, weighted.ExpectedCalibrationError, 12);
        Assert.Equal(repeated.BrierScore.Value, weighted.BrierScore.Value, 12);
        Assert.Equal(repeated.Points.Select(q => Math.Round(q.Observed.Value, 12)), weighted.Points.Select(q => Math.Round(q.Observed.Value, 12)));
        // Six rows know less than twelve.
        Assert.True(weighted.LogLoss.HalfWidth > repeated.LogLoss.HalfWidth);
        Assert.Equal(2, Calibration.Of(p, y, bins: 2, weights: w).Points.Count);
        var ones = Calibration.Of(p, y, bins: 3, weights: (double[])[1, 1, 1, 1, 1, 1]);
        Assert.Equal(Calibration.Of(p, y, bins: 3).ErrorInterval(1), ones.ErrorInterval(1));
        Assert.Throws<InvalidOperationException>(() => ones.ErrorIfCalibrated(1));
        Assert.Contains("All 6 weights are 0", Assert.Throws<ArgumentException>(() => Calibration.Of(p, y, weights: new double[6])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0 of the weights is -1", Assert.Throws<ArgumentException>(() => Calibration.Of(p, y, weights: (double[])[-1, 1, 1, 1, 1, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("Row 1 of the probabilities is 1.2", Assert.Throws<ArgumentException>(
            () => Calibration.Of(new[] { 0.1, 1.2 }, new[] { 0, 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(
            () => Calibration.Of(Array.Empty<double>(), Array.Empty<int>())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Calibration.Of(new[] { 0.1 }, new[] { 0 }, bins: 0));
    }
}
