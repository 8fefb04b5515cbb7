using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class AdaptationTests
{
    [Fact]
    public void StansWindowsForAThousandSteps()
    {
        var schedule = new WarmupSchedule(1000);
        Assert.Equal([99, 149, 249, 449, 949], Enumerable.Range(0, 1000).Where(schedule.EndsWindow));
        Assert.Equal([.. Enumerable.Range(75, 875)], Enumerable.Range(0, 1000).Where(schedule.IsSlow));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(149)]
    [InlineData(150)]
    [InlineData(333)]
    public void TheLastWindowEndsBeforeTheLastFastInterval(int steps)
    {
        var schedule = new WarmupSchedule(steps);
        var updates = Enumerable.Range(0, steps).Where(schedule.EndsWindow).ToArray();
        var slow = Enumerable.Range(0, steps).Where(schedule.IsSlow).ToArray();
        Assert.Equal(slow.Length == 0, updates.Length == 0);
        if (slow.Length > 0)
            Assert.Equal(slow[^1], updates[^1]);
    }

    [Fact]
    public void DualAveragingFollowsItsFormula()
    {
        var averaging = new DualAveraging(0.8);
        averaging.Restart(0.1);
        averaging.Update(0.5);
        // m = 1: H = (0.8 - 0.5) / 11; log eps = log(10 x 0.1) - H / 0.05; the average is the first value.
        Assert.Equal(Math.Exp(-0.3 / 11 / 0.05), averaging.Current, 1e-12);
        Assert.Equal(averaging.Current, averaging.Averaged, 1e-12);
        averaging.Update(1.0);
        var h = ((1 - (1 / 12.0)) * 0.3 / 11) - (0.2 / 12);
        var logStep = -Math.Sqrt(2) / 0.05 * h;
        var weight = Math.Pow(2, -0.75);
        Assert.Equal(Math.Exp(logStep), averaging.Current, 1e-12);
        Assert.Equal(Math.Exp((weight * logStep) + ((1 - weight) * -0.3 / 11 / 0.05)), averaging.Averaged, 1e-12);
    }

    // One chain of eight sits in a direction a hundred times narrower: the mean acceptance hardly notices.
    [Fact]
    public void AChainInANarrowModeGetsAShorterStep()
    {
        using var density = new FunctionDensity(1, (x, g) =>
        {
            var precision = x[0] > 50 ? 1e4 : 1;
            var z = x[0] > 50 ? x[0] - 100 : x[0];
            g[0] = -precision * z;
            return -0.5 * precision * z * z;
        });
        using var start = zeros(8, 1, dtype: float64);
        start[7] = 100;
        var run = Hmc.Sample(density, start, new HmcOptions { Warmup = 200, Draws = 100, Mass = MassMatrix.Unit }, cancellation: TestContext.Current.CancellationToken);
        Assert.All(run.AcceptProbability(), chain => Assert.True(chain.Average() > 0.3));
        Assert.All(run.Parameter(0), chain => Assert.True(chain.Distinct().Count() > 30));
    }

    [Fact]
    public void ChainStepsFallAndRecover()
    {
        var steps = new ChainSteps(2, 0.8);
        for (var i = 0; i < 9; i++)
            steps.Update([0.8, 0]);
        Assert.Equal([1, 0.5], steps.Factors);
        for (var i = 0; i < 30; i++)
            steps.Update([1, 1]);
        Assert.True(steps.AreEqual);
    }

    [Fact]
    public void DefaultsAreTheDocumentedOnes()
    {
        var options = new HmcOptions();
        Assert.Equal((300, 500, 1), (options.Warmup, options.Draws, options.Seed));
        Assert.Equal((0.8, Math.PI / 2, 200, 0.3), (options.TargetAcceptance, options.TrajectoryLength, options.MaximumLeapfrogs, options.Jitter));
        Assert.Null(options.InitialStepSize);
        Assert.Null(options.Chains);
        Assert.Equal((MassMatrix.PerChain, new MapStart { Steps = 300, LearningRate = 0.1 }), (options.Mass, options.Map));
        Assert.Equal((0.8, 10), (new NutsOptions().TargetAcceptance, new NutsOptions().MaximumDepth));
        Assert.Equal((0.8, Math.PI / 2, 1000, 0.025), (new CheesOptions().TargetAcceptance, new CheesOptions().InitialTrajectoryLength, new CheesOptions().MaximumLeapfrogs, new CheesOptions().LearningRate));
    }
}
