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

    private static double[] Draw()
    {
        var random = new CounterRandom(5);
        return [.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())];
    }
}
