using HepBayes.Comparison;

namespace HepBayes.Tests.Comparison;

public class ComparisonTableTests
{
    [Fact]
    public void IntervalIsStudentsOfTheMean()
    {
        // t of 4 degrees of freedom at 97.5 % is 2.776445; the variance of 1 ... 5 is 2.5.
        var interval = ComparisonTable.MeanInterval([1, 2, double.NaN, 3, 4, 5]);
        Assert.Equal(3, interval.Value, 1e-12);
        Assert.Equal(2.776445105 * Math.Sqrt(2.5 / 5), interval.HalfWidth, 1e-8);

        var two = ComparisonTable.MeanInterval([1, 3]);
        Assert.Equal(12.706204736, two.HalfWidth, 1e-7);
    }

    [Fact]
    public void OneSeedHasNoIntervalAndNoSeedNoMean()
    {
        var one = ComparisonTable.MeanInterval([2.5]);
        Assert.Equal(2.5, one.Value);
        Assert.True(double.IsNaN(one.Low) && double.IsNaN(one.High));
        Assert.True(double.IsNaN(ComparisonTable.MeanInterval([double.NaN]).Value));
    }

    [Fact]
    public void FailedSeedsAreShownBesideTheMeanOfTheOthers()
    {
        static ComparisonFigures Row(int seed, double score, string remark = "") => new("p", "test", "m", seed) { LogDensity = score, Seconds = 2, EffectiveSize = 10, Remark = remark };
        var table = ComparisonTable.Of([Row(1, 1.0), Row(2, 2.0), Row(3, double.NaN, "failed: no draws"), new ComparisonFigures("p", "test", "other", 1) { Remark = "left out: too large" }]);
        var line = table.Lines[0];
        Assert.Equal(2, line.Seeds);
        Assert.Equal(1.5, line["log_density"].Value, 1e-12);
        Assert.Equal(5, line["ess_per_second"].Value, 1e-12);
        Assert.Equal("failed: no draws (1 of 3 seeds)", line.Remark);

        var text = table.ToMarkdown();
        Assert.Contains("| m |  | 1.5 ± 6.4 |", text, StringComparison.Ordinal);
        Assert.Contains("- m: failed: no draws (1 of 3 seeds)", text, StringComparison.Ordinal);
        Assert.Contains("- other: left out: too large", text, StringComparison.Ordinal);
        Assert.DoesNotContain("R-hat", text, StringComparison.Ordinal);
    }

    [Fact]
    public void GainsArePairedBySeed()
    {
        // Rows of seed 2 are ten times as hard for both; the difference is 1, then 3.
        static ComparisonFigures Row(string method, int seed, double score) => new("p", "test", method, seed) { LogDensity = score };
        var table = ComparisonTable.Of([Row("hmc", 1, 2), Row("m", 1, 3), Row("hmc", 2, 20), Row("m", 2, 23), Row("m", 3, 100), Row("alone", 4, 1)]);
        Assert.Equal(2, table.Lines[1].Gain.Value, 1e-12);
        Assert.Equal(2 - 12.706, table.Lines[1].Gain.Low, 1e-3);
        Assert.True(double.IsNaN(table.Lines[0].Gain.Value));
        Assert.True(double.IsNaN(table.Lines[2].Gain.Value));
    }

    [Fact]
    public void UnknownFigureIsRefused() =>
        Assert.Contains("log_density", Assert.Throws<ArgumentException>(() => ComparisonColumn.Of("score")).Message, StringComparison.Ordinal);
}
