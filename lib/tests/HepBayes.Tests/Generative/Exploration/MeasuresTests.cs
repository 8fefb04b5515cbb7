using HepBayes.Generative.Exploration;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative.Exploration;

public class MeasuresTests
{
    [Fact]
    public void ACurveCountsWhatWasFound()
    {
        var curve = new RecallCurve([false, true, true, false, true], 10);
        Assert.Equal(5, curve.Calls);
        Assert.Equal([0, 0, 0.1, 0.2, 0.2, 0.3, 0.3], Enumerable.Range(0, 7).Select(curve.Recall));
        Assert.Equal([2, 3, 5], new[] { 0.1, 0.15, 0.3 }.Select(r => curve.CallsFor(r)!.Value));
        Assert.Null(curve.CallsFor(0.31));
        Assert.Equal(0.6, curve.Purity(5));
        Assert.Equal(0.5, curve.Purity(2));
        Assert.Equal(0.8 / 5, curve.Area(5), 1e-12);
        Assert.Equal(8, new RecallCurve([.. Enumerable.Repeat(true, 10)], 10).CallsFor(0.8));
        Assert.Throws<ArgumentException>(() => new RecallCurve([true, true], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.CallsFor(0));
    }

    [Fact]
    public void RandomOrderNeedsAsManyCallsAsTheFormulaSays()
    {
        const int Pool = 60, Wanted = 12;
        var random = new CounterRandom(3);
        var needed = Enumerable.Range(0, 2000).Select(_ => (double)new RecallCurve([.. random.Permutation(Pool).Select(i => i < Wanted)], Wanted).CallsFor(0.5)!.Value).ToArray();
        StatAssert.MeanEquals(needed, RecallCurve.RandomCallsFor(0.5, Wanted, Pool), "calls for half of the points");
        Assert.Throws<Xunit.Sdk.TrueException>(() => StatAssert.MeanEquals(needed, 0.5 * Pool, "calls without the correction"));
    }

    // Student's t for 3 degrees: 3.182446 at 97.5 %.
    [Fact]
    public void MeansOverSeedsUseStudentsT()
    {
        var mean = OverSeeds.Mean([1, 2, 3, 6]);
        Assert.Equal(3, mean.Value);
        Assert.Equal(3.182446 * Math.Sqrt(14.0 / 3 / 4), mean.High - mean.Value, 1e-5);
        var ratio = OverSeeds.Ratio([2, 4, 8], [1, 2, 4]);
        Assert.Equal((2.0, 2.0, 2.0), (ratio.Value, ratio.Low, ratio.High));
        Assert.True(double.IsNaN(OverSeeds.Mean([1]).Low));
        Assert.Throws<ArgumentException>(() => OverSeeds.Mean([]));
        Assert.Throws<ArgumentException>(() => OverSeeds.Mean([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => OverSeeds.Ratio([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => OverSeeds.Ratio([1, 2], [1, 0]));
    }
}
