using HepBayes.Runtime;
using MathNet.Numerics.Distributions;
using Xunit.Sdk;

namespace HepBayes.Tests.Support;

public class StatAssertTests
{
    private static readonly double[] Samples = Draw();

    [Fact]
    public void TheRightMeanAndDistributionPass()
    {
        StatAssert.MeanEquals(Samples, 0, "normal");
        StatAssert.DistributionEquals(Samples, x => Normal.CDF(0, 1, x), "normal");
    }

    [Fact]
    public void AMeanThatIsTenthOfASigmaOffFails() =>
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(Samples, 0.1, "normal"));

    [Fact]
    public void AScaleThatIsTenPercentOffFails() =>
        Assert.ThrowsAny<XunitException>(() => StatAssert.DistributionEquals(Samples, x => Normal.CDF(0, 1.1, x), "normal"));

    [Fact]
    public void TheErrorOfTheExpectedValueCounts()
    {
        StatAssert.MeanEquals(Samples, 0.1, "normal", expectedError: 0.03);
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(Samples, 0.1, "normal", expectedError: 0.01));
    }

    [Fact]
    public void UniformRanksPassAndOthersFail()
    {
        int[] Ranks(Func<double, double> map) => [.. Samples.Take(400).Select(x => (int)(16 * map(Normal.CDF(0, 1, x))))];
        StatAssert.RanksAreUniform(Ranks(u => u), 16, 8, "uniform");
        Assert.ThrowsAny<XunitException>(() => StatAssert.RanksAreUniform(Ranks(u => u * Math.Sqrt(u)), 16, 8, "low"));
        Assert.ThrowsAny<XunitException>(() => StatAssert.RanksAreUniform(Ranks(u => 0.5 + (0.75 * (u - 0.5))), 16, 8, "too narrow"));
    }

    private static double[] Draw()
    {
        var random = new CounterRandom(5);
        return [.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())];
    }
}
