using System.Globalization;
using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class SelectionTests
{
    private static readonly double[] Scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
    private static readonly int[] Labels = [1, 1, 0, 1, 1, 0, 0, 1];

    [Fact]
    public void Intervals_and_limits_agree_with_R()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden", "binomial.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        Assert.Equal(44, lines.Length);
        foreach (var line in lines)
        {
            var (k, n) = (int.Parse(line[0], CultureInfo.InvariantCulture), int.Parse(line[1], CultureInfo.InvariantCulture));
            double Number(int field) => double.Parse(line[field], CultureInfo.InvariantCulture);
            var interval = BinomialInterval.ClopperPearson(k, n, Number(2));
            Assert.Equal(Number(3), interval.Low, 1e-9);
            Assert.Equal(Number(4), interval.High, 1e-9);
            Assert.Equal(Number(5), BinomialInterval.UpperLimit(k, n, Number(2)), 1e-9);
        }
    }

    [Fact]
    public void No_survivor_of_n_still_limits_the_rate()
    {
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 300), BinomialInterval.UpperLimit(0, 300), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.UpperLimit(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.UpperLimit(3, 2));
    }

    [Theory]
    [InlineData(0.2, 0.9)]
    [InlineData(0.4, 0.8)]
    [InlineData(0.41, 0.7)]
    [InlineData(0.8, 0.6)]
    [InlineData(1.0, 0.3)]
    public void The_threshold_for_an_efficiency_is_exact(double efficiency, double threshold)
    {
        Assert.Equal(threshold, WorkingPoint.AtSignalEfficiency(Scores, Labels, efficiency));
        var selection = Selection.Of(Scores, Labels, threshold);
        Assert.True(selection.SignalKept.Value >= efficiency - 1e-12);
        Assert.True(Selection.Of(Scores, Labels, Math.BitIncrement(threshold)).SignalKept.Value < efficiency);
    }

    [Fact]
    public void The_threshold_without_background_is_just_above_its_highest_score()
    {
        var threshold = WorkingPoint.AtZeroBackground(Scores, Labels);
        Assert.Equal(Math.BitIncrement(0.8), threshold);
        var selection = Selection.Of(Scores, Labels, threshold);
        Assert.Equal((1, 5, 0, 3), (selection.SelectedSignal, selection.AllSignal, selection.SelectedBackground, selection.AllBackground));
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 3), selection.BackgroundUpperLimit, 1e-12);
        Assert.Equal(Math.BitIncrement(0.5), WorkingPoint.AtBackgroundRate(Scores, Labels, 1.0 / 3));
        Assert.Equal(0.3, WorkingPoint.AtBackgroundRate(Scores, Labels, 1));
        // Weights: the row at 0.8 carries next to nothing, so it may pass.
        Assert.Equal(Math.BitIncrement(0.5), WorkingPoint.AtBackgroundRate(Scores, Labels, 0.01, new[] { 1, 1, 0.001, 1, 1, 1, 1, 1 }));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingPoint.AtSignalEfficiency(Scores, Labels, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingPoint.AtBackgroundRate(Scores, Labels, -0.1));
        Assert.Throws<ArgumentException>(() => Selection.Of(Scores, Labels, double.NaN));
        Assert.Throws<ArgumentException>(() => Selection.Of(Scores, new[] { 1, 0 }, 0.5));
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => Selection.Of([0.1, 0.2], new[] { 1, 1 }, 0.5)).Message);
    }
}
