using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Runtime;

public class CounterRandomTests
{
    // Known answers of Philox4x32-10 published with the generator (Random123, kat_vectors).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void BlocksAreThePublishedOnes(ulong seed, ulong stream, ulong position, uint a, uint b, uint c, uint d) =>
        Assert.Equal((a, b, c, d), new CounterRandom(seed, stream) { Position = position }.NextBlock());

    [Fact]
    public void UniformAndNormalNumbersHaveTheirDistributions()
    {
        var random = new CounterRandom(11);
        StatAssert.DistributionEquals(Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()), x => x, "uniform");
        StatAssert.DistributionEquals(Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()), x => Normal.CDF(0, 1, x), "normal");
        var filled = new float[100_001];
        random.FillNormal(filled);
        StatAssert.DistributionEquals(filled.Select(x => (double)x), x => Normal.CDF(0, 1, x), "filled normal");
    }

    [Fact]
    public void IntegersAreUniform()
    {
        var random = new CounterRandom(3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        var chi2 = counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000);
        Assert.True(chi2 < ChiSquared.InvCDF(6, 1 - StatAssert.FalseAlarmRate), $"chi2 {chi2}");
    }

    [Fact]
    public void TheSamePositionContinuesWithTheSameNumbers()
    {
        var random = new CounterRandom(3, 4);
        random.NextNormal();
        var copy = new CounterRandom(3, 4) { Position = random.Position };
        Assert.Equal(random.NextDouble(), copy.NextDouble());
        Assert.Equal(random.Permutation(10), copy.Permutation(10));
    }

    [Fact]
    public void StreamsAndSeedsDiffer()
    {
        var draws = new[] { new CounterRandom(1), new CounterRandom(1, 1), new CounterRandom(2) }.Select(r => r.NextDouble());
        Assert.Equal(3, draws.Distinct().Count());
    }

    [Fact]
    public void PermutationsHoldEveryNumberOnce() =>
        Assert.Equal(Enumerable.Range(0, 1000), new CounterRandom(9).Permutation(1000).Order());
}
