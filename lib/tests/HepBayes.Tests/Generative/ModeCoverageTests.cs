using HepBayes.Generative;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative;

public class ModeCoverageTests
{
    [Fact]
    public void CellsHoldEqualShares()
    {
        var truth = KnownDensity.FourGaussians.Sample(6000, 1);
        var cells = QuantileCells.Fit(truth, 24);
        var counts = cells.CellsOf(truth).CountBy(cell => cell).ToDictionary();
        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 248, 252));
        // New events scatter around the same share: those of a cell are a fraction of Beta distribution, mean 1/24.
        var fresh = cells.CellsOf(KnownDensity.FourGaussians.Sample(60_000, 2)).CountBy(cell => cell).ToDictionary();
        Assert.All(fresh.Values, count => Assert.InRange(count / 60_000.0 * 24, 0.6, 1.4));
        Assert.Throws<ArgumentException>(() => QuantileCells.Fit(truth.Slice(..20), 24));
    }

    [Fact]
    public void OneOfFourLostModesIsCaught()
    {
        var truth = KnownDensity.FourGaussians.Sample(10_000, 1);
        var drawn = KnownDensity.FourGaussians.Sample(10_000, 2);
        var without = drawn.Take([.. Enumerable.Range(0, drawn.Count).Where(row => !(drawn[row][0] > 0 && drawn[row][1] < 0))]);
        var coverage = ModeCoverage.Of(truth, without);
        Assert.InRange(coverage.Lost.Count, 12, 20);
        Assert.Equal(0.25, coverage.LostShare, 0.03);
        Assert.StartsWith("Lost modes: ", coverage.Verdict);
        Assert.All(coverage.Lost, cell => Assert.True(cell.Centre[0] > 0 && cell.Centre[1] < 0));
        var whole = ModeCoverage.Of(truth, drawn);
        Assert.Empty(whole.Lost);
        Assert.Equal(0, whole.LostShare);
        Assert.StartsWith("No lost modes: none of 64 cells", whole.Verdict);
    }

    [Fact]
    public void AModeThatIsOnlyTooThinIsFoundAtRatioOne()
    {
        var (truth, drawn) = (KnownDensity.FourGaussians.Sample(40_000, 1), KnownDensity.FourGaussians.Sample(40_000, 2));
        var random = new CounterRandom(3);
        // 70 % of one mode.
        var thin = drawn.Take([.. Enumerable.Range(0, drawn.Count).Where(row => !(drawn[row][0] > 0 && drawn[row][1] > 0) || random.NextDouble() < 0.7)]);
        Assert.Empty(ModeCoverage.Of(truth, thin).Lost);
        Assert.NotEmpty(ModeCoverage.Of(truth, thin, leastRatio: 1).Lost);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void FalseAlarmsKeepTheirRate(double ratio)
    {
        // At ratio 0.5 the generator has half the density in the left half of the truth, so half of the cells stand on the edge.
        const int Trials = 1000;
        const double Rate = 0.1;
        var alarms = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var random = new CounterRandom(7, (ulong)trial);
            double[] truth = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
            var left = 0.5 * ratio;
            double[] generated = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble() < left ? 0.5 * random.NextDouble() : 0.5 + (0.5 * random.NextDouble()))];
            alarms += ModeCoverage.Of(EventSample.FromColumns(truth), EventSample.FromColumns(generated), cells: 16, ratio, Rate).Lost.Count > 0 ? 1 : 0;
        }

        // At most the stated rate: the count lies below the 1 - 1e-6 quantile of the binomial; and the test is not idle.
        var limit = Enumerable.Range(0, Trials).First(k => MathNet.Numerics.Distributions.Binomial.CDF(Rate, Trials, k) > 1 - StatAssert.FalseAlarmRate);
        Assert.InRange(alarms, 5, limit);
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        var ring = KnownDensity.Ring.Sample(1000, 1);
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of(ring, new EventSample(2, [])));
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of(ring, new EventSample(3, [1, 2, 3])));
        Assert.Throws<ArgumentException>(() => ModeCoverage.Of(ring.Slice(..100), ring));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModeCoverage.Of(ring, ring, leastRatio: 2));
    }
}
