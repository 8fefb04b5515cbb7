using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class ThresholdScanTests
{
    private static readonly double[] Scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    private static readonly int[] Labels = [0, 0, 1, 0, 1, 0, 1, 1];
    private static readonly double[] Weights = [100, 50, 1, 20, 2, 5, 1, 1];
    private static readonly BootstrapOptions Few = new() { Resamples = 50 };

    [Fact]
    public void Yields_and_figures_of_a_threshold_are_their_sums()
    {
        var scan = ThresholdScan.Of(Scores, Labels, Weights, new ThresholdScanOptions { Thresholds = [0.5, 0.05, 0.75], Bootstrap = Few, RelativeBackgroundError = 0.2 });
        Assert.Equal([0.05, 0.5, 0.75], scan.Points.Select(p => p.Threshold));
        var middle = scan.Points[1];
        Assert.Equal((new Yield(4, 6, 3), new Yield(5, 25, 1)), (middle.Signal, middle.Background));
        Assert.Equal(0.8, middle.SignalKept.Value, 12);
        Assert.Equal(5.0 / 175, middle.BackgroundKept.Value, 12);
        Assert.Equal(0.8 / (5.0 / 175), middle.Reduction.Value, 12);
        Assert.Equal(Significance.Asimov(4, 5, 1), middle.Significance.Value, 12);
        Assert.Equal(1, scan.Points[0].Reduction.Value, 12);
        Assert.Equal(double.PositiveInfinity, scan.Points[2].Reduction.Value);
    }

    [Fact]
    public void The_best_threshold_must_have_a_known_background()
    {
        var options = new ThresholdScanOptions { Bootstrap = Few, MinimumEffectiveEntries = 0.5, Steps = 5, RelativeBackgroundError = 0 };
        Assert.Equal(0.5, ThresholdScan.Of(Scores, Labels, Weights, options).Best.Threshold);
        Assert.Equal(0.3, ThresholdScan.Of(Scores, Labels, Weights, options with { MinimumEffectiveEntries = 1.2 }).Best.Threshold);
        Assert.Throws<InvalidOperationException>(() => ThresholdScan.Of(Scores, Labels, Weights, options with { MinimumEffectiveEntries = 3 }).Best);
    }

    // The spread of the significance over fresh samples is what the bootstrap claims, within its own error of some per cent.
    [Fact]
    public void Intervals_have_the_width_of_repeated_samples()
    {
        (double[], int[], double[]) Sample(ulong seed)
        {
            var random = new CounterRandom(seed);
            var labels = Enumerable.Range(0, 1000).Select(i => i % 2).ToArray();
            return ([.. labels.Select(l => (1.5 * l) + random.NextNormal())], labels, [.. labels.Select((l, i) => l == 1 ? 0.1 : i % 20 == 0 ? 5.0 : 1.0)]);
        }

        var options = new ThresholdScanOptions { Thresholds = [1], Bootstrap = new BootstrapOptions { Resamples = 1000, Level = 0.68 } };
        var values = Enumerable.Range(1, 400).Select(k => Sample((ulong)k)).Select(s => ThresholdScan.Of(s.Item1, s.Item2, s.Item3, options with { Bootstrap = Few }).Points[0].Significance.Value).ToArray();
        var spread = Math.Sqrt(Support.StatAssert.Variance(values));
        var sample = Sample(7);
        var claimed = ThresholdScan.Of(sample.Item1, sample.Item2, sample.Item3, options).Points[0].Significance.HalfWidth;
        Assert.InRange(claimed / spread, 0.7, 1.4);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("Row 1 of the weights is -1", Message(() => ThresholdScan.Of([1, 2], new[] { 0, 1 }, [1, -1])));
        Assert.Contains("add up to zero", Message(() => ThresholdScan.Of([1, 2], new[] { 0, 1 }, [1, 0])));
        Assert.Contains("at least one threshold", Message(() => ThresholdScan.Of([1, 2], new[] { 0, 1 }, [1, 1], new ThresholdScanOptions { Thresholds = [] })));
    }
}
