using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>The mode of TensorBNN: two blocks in turn, each with a bandit of its own. It also runs in <see cref="SamplerTests"/>.</summary>
public class BanditGibbsTests
{
    private const int Chains = 10_000;
    private static readonly double[] Mean = [1, -2, 0.5];
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };
    private static readonly BanditOptions Grid = new() { MinimumStepSize = 0.2, MaximumStepSize = 1, MinimumLeapfrogs = 1, MaximumLeapfrogs = 4 };

    // Chains that start as exact draws must still be exact draws once the bandits are frozen.
    [Fact]
    public void FrozenBanditsLeaveTheDensityInvariant()
    {
        using var scope = NewDisposeScope();
        using var density = Normal();
        using var process = new HmcGibbsProcess(density, Draws(), 1, new HmcGibbsOptions { Seed = 5, FirstBandit = Grid, SecondBandit = Grid });
        for (var i = 0; i < 6; i++)
            process.Draw();
        Check(process.Position);
    }

    // The planted error: a block that moves on the density it saw before the other one moved.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABlockThatDoesNotSeeTheOtherIsFound(bool isStale)
    {
        using var scope = NewDisposeScope();
        using var density = Normal();
        var position = Draws();
        using var first = new BlockDensity(density, position, 0, 1);
        using var second = new BlockDensity(density, position, 1, 2);
        using var moveFirst = new BanditProcess(first, first.Of(position), Grid, 0);
        using var moveSecond = new BanditProcess(second, second.Of(position), Grid, 1);
        for (var i = 0; i < 6; i++)
        {
            foreach (var (block, process) in new[] { (first, moveFirst), (second, moveSecond) })
            {
                if (!isStale)
                {
                    block.Fix(position);
                    process.Refresh();
                }

                process.Draw();
                block.Of(position).copy_(process.Position);
            }
        }

        if (isStale)
            Assert.ThrowsAny<XunitException>(() => Check(position));
        else
            Check(position);
    }

    // Each block has its own random numbers and its own choice of steps.
    [Fact]
    public void EveryBlockHasItsOwnBandit()
    {
        using var density = Normal();
        using var start = zeros(2, 3, dtype: float64);
        SamplingRun Run(HmcGibbsOptions options) => HmcGibbs.Sample(density, 1, start, options, cancellation: TestContext.Current.CancellationToken);
        var options = new HmcGibbsOptions { Warmup = 60, Draws = 20, Seed = 5, FirstBandit = Grid, SecondBandit = Grid with { MinimumLeapfrogs = 11, MaximumLeapfrogs = 12 } };
        var both = Run(options);
        // The first block takes up to 4 steps, the second 11 or 12.
        Assert.All(both.Leapfrogs(), chain => Assert.All(chain, count => Assert.InRange(count, 12, 16)));
        Assert.InRange(both.StepSize, 0.2 * 0.8, 1.2);
        Assert.NotEqual(both.LogDensity()[0], Run(options with { SecondBandit = null }).LogDensity()[0]);
        Assert.Equal(both.LogDensity()[0], Run(options with { First = new HmcOptions { TrajectoryLength = 3 } }).LogDensity()[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(options with { SecondBandit = Grid with { MinimumStepSize = 2 } }));
    }

    // Folders of runs without bandits, also of earlier versions, know nothing of them.
    [Fact]
    public void RunsWithoutBanditsDoNotNameThem()
    {
        using var density = Normal();
        Assert.DoesNotContain(RunIdentity.Of(new HmcGibbsOptions(), density, 2).Options, option => option.Key.Contains("Bandit", StringComparison.Ordinal));
        Assert.Contains(RunIdentity.Of(new HmcGibbsOptions { FirstBandit = Grid }, density, 2).Options, option => option.Key == nameof(HmcGibbsOptions.FirstBandit));
    }

    private static ILogDensity Normal() => LogDensity.Of(3, new NormalDensity(Mean, Covariance).Evaluate);

    private static Tensor Draws()
    {
        var noise = new float[Chains * 3];
        new HepBayes.Runtime.CounterRandom(31).FillNormal(noise);
        return tensor(noise).to(float64).reshape(Chains, 3).matmul(linalg.cholesky(tensor(Covariance)).t()).add(tensor(Mean));
    }

    private static void Check(Tensor position)
    {
        for (var p = 0; p < 3; p++)
        {
            var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p]));
            StatAssert.DistributionEquals(HostMemory.Doubles(position[.., p].contiguous()), x => MathNet.Numerics.Distributions.Normal.CDF(mean, sd, x), $"parameter {p}");
        }

        var product = position[.., 0].sub(Mean[0]).mul(position[.., 1].sub(Mean[1]));
        StatAssert.MeanEquals(HostMemory.Doubles(product), Covariance[0, 1], "covariance of parameters 0 and 1");
    }
}
