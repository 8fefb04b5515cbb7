using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Learned;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using TorchSharp;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Learned;

/// <summary>Sampling with a learned leapfrog: exact whatever it has learned.</summary>
public class L2HmcTests
{
    private static readonly double[] Mean = [1, -2, 0.5];
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Chains that start as exact draws must still be exact draws, with networks that have learned nothing and reject much.
    [Fact]
    public void TransitionsLeaveTheDensityInvariant()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        const int Chains = 20_000;
        var noise = new float[Chains * 3];
        new CounterRandom(31).FillNormal(noise);
        var start = tensor(noise).to(float64).reshape(Chains, 3).matmul(linalg.cholesky(tensor(Covariance)).t()) + tensor(Mean);
        var random = Enumerable.Range(0, Chains).Select(c => new CounterRandom(7, (ulong)c)).ToArray();
        var kernel = new L2HmcKernel(density, RandomLeapfrogs.Of(3, 3, 0.35, 0.1));
        var state = kernel.Init(start);
        var acceptance = 0.0;
        for (var i = 0; i < 5; i++)
        {
            (state, var info) = kernel.Step(state, random);
            acceptance += info.AcceptProbability.Average() / 5;
        }

        Assert.InRange(acceptance, 0.3, 0.9);
        Assert.True((state.Position - start).abs().mean().item<double>() > 0.3);
        for (var p = 0; p < 3; p++)
        {
            var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p]));
            StatAssert.DistributionEquals(state.Position[.., p].data<double>().ToArray(), x => Normal.CDF(mean, sd, x), $"parameter {p}");
        }

        var product = (state.Position[.., 0] - Mean[0]) * (state.Position[.., 1] - Mean[1]);
        StatAssert.MeanEquals(product.data<double>().ToArray(), Covariance[0, 1], "covariance of parameters 0 and 1");
        StatAssert.DistributionEquals(state.LogDensity.data<double>().ToArray().Select(l => -2 * l), x => ChiSquared.CDF(3, Math.Max(x, 0)), "squared radius");
    }

    public static IEnumerable<TheoryDataRow<string>> Targets() => ClosedFormTargets.Names.Where(n => n is "banana" or "funnel, centred" or "Student t").Select(n => new TheoryDataRow<string>(n));

    // Not trained, so the steps are short and the chains longer than elsewhere.
    [Theory]
    [MemberData(nameof(Targets))]
    public void ClosedFormsHaveTheirMoments(string name)
    {
        var target = ClosedFormTargets.Of(name);
        using var formula = target.Density(CPU);
        var leapfrog = RandomLeapfrogs.Of(formula.Parameters, 8, 0.15, 0.05);
        target.Check((density, start, warmup, draws, seed) =>
            L2Hmc.Sample(density, leapfrog, start, new L2HmcOptions { Warmup = warmup, Draws = draws, Thin = 5, Seed = seed }, cancellation: Token), CPU, seed: 21);
    }

    [Theory]
    [InlineData(nameof(PlantedL2Hmc.Defect.None))]
    [InlineData(nameof(PlantedL2Hmc.Defect.NoJacobian))]
    [InlineData(nameof(PlantedL2Hmc.Defect.WrongMaskBackward))]
    [InlineData(nameof(PlantedL2Hmc.Defect.WrongOrderBackward))]
    [InlineData(nameof(PlantedL2Hmc.Defect.OneDirection))]
    [InlineData(nameof(PlantedL2Hmc.Defect.NoKineticEnergy))]
    public void APlantedErrorIsFound(string name)
    {
        var defect = Enum.Parse<PlantedL2Hmc.Defect>(name);
        const int Chains = 64, Draws = 2000;
        var target = new TestTarget(device => new NormalDensity(Mean, Covariance, device),
        [
            .. Expectation.Moments("x1", (x, _) => x[0], Mean[0], Covariance[0, 0]),
            .. Expectation.Moments("x2", (x, _) => x[1], Mean[1], Covariance[1, 1]),
            new("covariance", (x, _) => (x[0] - Mean[0]) * (x[1] - Mean[1]), Covariance[0, 1]),
        ]);
        using var density = target.Density(CPU);
        var draws = new PlantedL2Hmc((PointDensity)density, RandomLeapfrogs.Of(3, 2, 0.5, 0.1, seed: 4, positionStrength: 0.5), defect).Sample(Chains, Draws, seed: 61);
        void Check() => target.Check(Chains, Draws, (chain, draw) => (draws[chain][draw], 0));
        if (defect == PlantedL2Hmc.Defect.None)
            Check();
        else
            Assert.ThrowsAny<XunitException>(Check);
    }

    [Fact]
    public void ARunContinuesBitForBitWithTheSameLeapfrogOnly()
    {
        using var folder = new TemporaryFolder();
        using var density = new NormalDensity(Mean, Covariance);
        using var start = zeros(3, 3, dtype: float64);
        var leapfrog = RandomLeapfrogs.Of(3, 3, 0.3, 0.1);
        var options = new L2HmcOptions { Warmup = 20, Draws = 20, Seed = 2 };
        var whole = L2Hmc.Sample(density, leapfrog, start, options, cancellation: Token);
        var onDisk = options with { Checkpoint = new CheckpointOptions { Folder = folder.File("run") } };
        foreach (var life in new[] { 25, 70 })
        {
            using var cancel = new CancellationTokenSource();
            using var cancelling = new WatchedDensity(density, n =>
            {
                if (n == life)
                    cancel.Cancel();
            });
            Assert.Throws<SamplingCancelledException>(() => L2Hmc.Sample(cancelling, leapfrog, start, onDisk, cancellation: cancel.Token));
        }

        var other = RandomLeapfrogs.Of(3, 3, 0.3, 0.1, seed: 4);
        Assert.Contains("leapfrog", Assert.Throws<UserErrorException>(() => L2Hmc.Sample(density, other, start, onDisk, cancellation: Token)).Message, StringComparison.Ordinal);
        var resumed = L2Hmc.Sample(density, leapfrog, start, onDisk, cancellation: Token);
        Assert.Equal(whole.LogDensity(), resumed.LogDensity());
        Assert.Equal(whole.Energy(), resumed.Energy());
        Assert.Equal(whole.Position(2, 19).ToArray(), resumed.Position(2, 19).ToArray());
        Assert.Equal(options, SamplingRun.Open(folder.File("run")).Options with { Checkpoint = null });
    }

    [Fact]
    public void ResultsDependOnTheSeedAndNotOnThreads()
    {
        using var start = zeros(4, 3, dtype: float64);
        using var density = LogDensity.Of(3, new NormalDensity(Mean, Covariance).Evaluate);
        double[][] Run(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var run = L2Hmc.Sample(density, RandomLeapfrogs.Of(3, 3, 0.3, 0.1), start, new L2HmcOptions { Warmup = 5, Draws = 10, Seed = seed }, cancellation: Token);
            Compute.Threads = before;
            return run.LogDensity();
        }

        Assert.Equal(Run(1, 1), Run(1, 2));
        Assert.NotEqual(Run(1, 1), Run(2, 1));
    }

    // Chain by chain, and with tensors.
    [Theory]
    [InlineData(true, 10_000)]
    [InlineData(false, 500)]
    public void LiveTensorsStayFlat(bool isFunction, int transitions)
    {
        using var formula = new NormalDensity(Mean, Covariance);
        using var density = isFunction ? LogDensity.Of(3, formula.Evaluate) : formula;
        using var start = zeros(4, 3, dtype: float64);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var process = new L2HmcProcess(density, RandomLeapfrogs.Of(3, 3, 0.3, 0.1), start, new L2HmcOptions()))
        {
            process.Warm(0);
            var first = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (var i = 0; i < transitions; i++)
                process.Draw();
            Assert.Equal(first, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // Far from the density the networks may say anything: no draw is lost to it.
    [Fact]
    public void TrajectoriesThatRunAwayAreDivergences()
    {
        using var density = new FunctionDensity(2, (x, g) =>
        {
            (g[0], g[1]) = (-x[0], -x[1]);
            return x[0] < 0 ? double.NaN : -0.5 * ((x[0] * x[0]) + (x[1] * x[1]));
        });
        using var start = ones(64, 2, dtype: float64);
        var run = L2Hmc.Sample(density, RandomLeapfrogs.Of(2, 5, 0.3, 0.05), start, new L2HmcOptions { Draws = 300, Seed = 4 }, cancellation: Token);
        Assert.True(run.Divergences > 0);
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average(x => x < 0.6744897501960817 ? 1.0 : 0))], 0.5, "median of |x|");
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        using var density = new NormalDensity(Mean, Covariance);
        using var start = zeros(2, 3, dtype: float64);
        string Refused(ILogDensity model, LearnedLeapfrog leapfrog, Tensor? from = null) =>
            Assert.ThrowsAny<ArgumentException>(() => L2Hmc.Sample(model, leapfrog, from ?? start, cancellation: Token)).Message;
        Assert.Contains("has 3 parameters, the leapfrog was trained for 2", Refused(density, RandomLeapfrogs.Of(2, 2, 0.1, 0)), StringComparison.Ordinal);
        using var posterior = new BayesianNetwork(Mlp.Of(1, [2], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(1)).Posterior([0f, 1], [0f, 1]);
        Assert.Contains("needs Float64 on the processor", Refused(posterior, RandomLeapfrogs.Of(posterior.Parameters, 2, 0.1, 0)), StringComparison.Ordinal);
        using var wrong = zeros(2, 2, dtype: float64);
        Assert.Contains("expected [chains, 3]", Refused(density, RandomLeapfrogs.Of(3, 2, 0.1, 0), wrong), StringComparison.Ordinal);
        using var outside = LogDensity.Of(3, (_, _) => double.NegativeInfinity);
        Assert.Contains("at the start of chain 0", Refused(outside, RandomLeapfrogs.Of(3, 2, 0.1, 0)), StringComparison.Ordinal);
        Assert.Equal(100, new L2HmcOptions().Warmup);
    }
}
