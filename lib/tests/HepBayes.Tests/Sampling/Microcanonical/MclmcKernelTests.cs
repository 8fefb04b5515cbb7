using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Microcanonical;

public class MclmcKernelTests
{
    private const int Chains = 3;
    private static readonly double[] Mean = [1, -2, 0.5];
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };

    // The draws of a run are the kernel's steps from the state that the run saves.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StepsAreTheDrawsOfARun(bool isDouble)
    {
        using var scope = NewDisposeScope();
        using ILogDensity density = isDouble ? new NormalDensity(Mean, Covariance) : Network();
        var options = new MclmcOptions { Warmup = 40, Draws = 10, Seed = 3 };
        using var process = new MclmcProcess(density, full([Chains, density.Parameters], 0.1, dtype: density.NumberType), options);
        for (var step = 0; step < options.Warmup; step++)
            process.Warm(step);
        using var saved = new Snapshot();
        process.Save(saved);
        using var metric = Metric.Restored(saved, CPU);
        var random = ChainRandom.Of(options, Chains);
        ChainRandom.Restore(saved, random);
        var (length, size) = (saved.Real("decoherence.length"), saved.Real("energy.step"));
        var parameters = new MclmcParameters(size, (int)Math.Clamp(Math.Round(length / size), 1, options.MaximumSteps), length, metric);
        var state = new MclmcState(saved.Tensor("position").clone(), saved.Tensor("mclmc.momentum").clone(), saved.Tensor("log_density").clone(), saved.Tensor("gradient").clone());
        var kernel = new MclmcKernel(density);
        for (var draw = 0; draw < 6; draw++)
        {
            var of = process.Draw();
            (state, var info) = kernel.Step(state, parameters, random);
            Assert.Equal(of.Energy, info.Energy);
            Assert.Equal(of.LogDensity, info.LogDensity);
            Assert.Equal(of.Leapfrogs, info.Leapfrogs);
        }

        Assert.True(process.Position.eq(state.Position).all().item<bool>());
    }

    [Fact]
    public void AStepHasNoMemoryAndLeavesItsStateAlone()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        using var metric = Metric.Diagonal(tensor(new[,] { { 0.5, 2.5, 0.3 } }));
        var kernel = new MclmcKernel(density);
        var parameters = new MclmcParameters(0.2, 5, 2, metric);
        var start = kernel.Init(zeros(Chains, 3, dtype: float64));
        Assert.Equal(0, start.Momentum.abs().sum().item<double>());
        var (state, _) = kernel.Step(start, parameters, Random());
        Assert.Equal(0, start.Position.abs().sum().item<double>());
        Assert.Equal(0, start.Momentum.abs().sum().item<double>());
        // p^T M^-1 p is the number of parameters.
        Assert.All(HostMemory.Doubles(state.Momentum.square().mul(metric.InverseMass).sum(1)), square => Assert.Equal(3, square, 1e-10));
        var before = HostMemory.Doubles(state.Momentum);
        var (once, again) = (kernel.Step(state, parameters, Random()), kernel.Step(state, parameters, Random()));
        Assert.Equal(HostMemory.Doubles(once.State.Position), HostMemory.Doubles(again.State.Position));
        Assert.Equal(HostMemory.Doubles(once.State.Momentum), HostMemory.Doubles(again.State.Momentum));
        Assert.Equal(before, HostMemory.Doubles(state.Momentum));
        // The direction is part of the state: another one leads elsewhere.
        var other = kernel.Step(state with { Momentum = state.Momentum.neg() }, parameters, Random());
        Assert.NotEqual(HostMemory.Doubles(once.State.Position), HostMemory.Doubles(other.State.Position));
    }

    [Fact]
    public void TheCallerOwnsTheStates()
    {
        using var density = new NormalDensity(Mean, Covariance);
        using var ones = torch.ones(1, 3, dtype: float64);
        using var metric = Metric.Diagonal(ones);
        using var start = zeros(Chains, 3, dtype: float64);
        var kernel = new MclmcKernel(density);
        var parameters = new MclmcParameters(0.2, 5, 2, metric);
        kernel.Step(kernel.Init(start), parameters, Random()).State.Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var state = kernel.Init(start))
            kernel.Step(state, parameters, Random()).State.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // A leap out of the typical set: the chain stays and starts anew with another direction.
    [Fact]
    public void ADivergenceKeepsThePositionAndForgetsTheDirection()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity([0, 0], new[,] { { 1e-8, 0 }, { 0, 1e-8 } });
        using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
        var kernel = new MclmcKernel(density);
        var (state, info) = kernel.Step(kernel.Init(zeros(2, 2, dtype: float64)), new MclmcParameters(1e6, 3, 1, metric), [new(1), new(2)]);
        Assert.Equal([true, true], info.IsDivergent);
        Assert.Equal(0, state.Position.abs().sum().item<double>());
        Assert.Equal(0, state.Momentum.abs().sum().item<double>());
    }

    [Fact]
    public void BadInputIsRefused()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        using var metric = Metric.Diagonal(ones(1, 3, dtype: float64));
        var kernel = new MclmcKernel(density);
        var state = kernel.Init(zeros(Chains, 3, dtype: float64));
        void Refused(MclmcParameters parameters) => Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Step(state, parameters, Random()));
        Refused(new MclmcParameters(0, 5, 1, metric));
        Refused(new MclmcParameters(0.1, 0, 1, metric));
        Refused(new MclmcParameters(0.1, 5, 0, metric));
        Refused(new MclmcParameters(0.1, 5, double.NaN, metric));
        Assert.Contains("each chain needs its own", Assert.Throws<ArgumentException>(() => kernel.Step(state, new MclmcParameters(0.1, 5, 1, metric), [new(1)])).Message, StringComparison.Ordinal);
        Assert.Contains("expected [chains, 3]", Assert.Throws<ArgumentException>(() => kernel.Init(zeros(2, 2, dtype: float64))).Message, StringComparison.Ordinal);
        using var line = new NormalDensity([0], new[,] { { 1.0 } });
        Assert.Contains("at least 2 are needed", Assert.Throws<ArgumentException>(() => new MclmcKernel(line).Init(zeros(2, 1, dtype: float64))).Message, StringComparison.Ordinal);
    }

    private static CounterRandom[] Random() => [.. Enumerable.Range(0, Chains).Select(chain => new CounterRandom(4, (ulong)chain))];

    private static DensePosterior Network() =>
        new BayesianNetwork(Mlp.Of(1, [3], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.5)).Posterior([-1f, 0, 1, 2], [-1f, 0, 1, 2]);
}
