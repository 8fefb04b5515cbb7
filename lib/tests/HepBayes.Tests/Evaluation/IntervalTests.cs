using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class IntervalTests
{
    // R 4.2: binom.test(k, n)$conf.int, the last row with conf.level = 0.6827.
    [Theory]
    [InlineData(0, 10, 0.95, 0.0, 0.308497107818761)]
    [InlineData(1, 10, 0.95, 0.00252857854446179, 0.44501611702819543)]
    [InlineData(7, 10, 0.95, 0.347547149940003, 0.933260488822266)]
    [InlineData(10, 10, 0.95, 0.691502892181239, 1.0)]
    [InlineData(123, 456, 0.95, 0.229512073491568, 0.312977800999152)]
    [InlineData(3, 20000, 0.95, 3.09346744452853e-05, 4.38300453393637e-04)]
    [InlineData(50, 80, 0.6827, 0.563297053501141, 0.683245527700384)]
    public void ClopperPearson_agrees_with_R(long k, long n, double level, double low, double high)
    {
        var interval = BinomialInterval.ClopperPearson(k, n, level);
        Assert.Equal((double)k / n, interval.Value);
        Assert.Equal(low, interval.Low, 9);
        Assert.Equal(high, interval.High, 9);
        Assert.Equal(level, interval.Level);
    }

    [Fact]
    public void No_trials_know_nothing()
    {
        var interval = BinomialInterval.ClopperPearson(0, 0);
        Assert.True(double.IsNaN(interval.Value));
        Assert.Equal((0.0, 1.0), (interval.Low, interval.High));
    }

    [Theory]
    [InlineData(5, 4, 0.95)]
    [InlineData(-1, 4, 0.95)]
    [InlineData(1, 4, 1.0)]
    [InlineData(1, 4, double.NaN)]
    public void Impossible_counts_and_levels_are_refused(long k, long n, double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.ClopperPearson(k, n, level));

    // Exact: the coverage is a finite sum, so there is no false alarm.
    [Theory]
    [InlineData(20, 0.05)]
    [InlineData(20, 0.5)]
    [InlineData(50, 0.9)]
    public void ClopperPearson_covers_at_least_its_level(int n, double p)
    {
        var covered = Enumerable.Range(0, n + 1)
            .Where(k => BinomialInterval.ClopperPearson(k, n).Contains(p))
            .Sum(k => MathNet.Numerics.Distributions.Binomial.PMF(p, n, k));
        Assert.InRange(covered, 0.95, 1);
    }

    [Fact]
    public void Text_shows_two_digits_of_the_half_width()
    {
        Assert.Equal("0.9120 [0.9050, 0.9190]", new Interval(0.912, 0.905, 0.919).ToString());
        Assert.Equal("12 [2, 24]", new Interval(12.3, 1.7, 24.2).ToString());
        Assert.Equal("1.0000 [1.0000, 1.0000]", new Interval(1, 1, 1).ToString());
        Assert.StartsWith("NaN", new Interval(double.NaN, 0, 1).ToString(), StringComparison.Ordinal);
    }
}
