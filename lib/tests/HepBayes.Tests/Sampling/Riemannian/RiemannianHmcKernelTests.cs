using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Riemannian;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Riemannian;

public class RiemannianHmcKernelTests
{
    private const double Spread = 1.5;

    // Exact draws of a funnel, v ~ N(0, spread^2) and x ~ N(0, e^v), must still be exact draws after coarse steps. The metric is
    // that of the expected Hessian: the Hessian itself changes its signature at |x| = 0.94 exp(v/2).
    [Fact]
    public void TransitionsLeaveTheDensityInvariant()
    {
        using var scope = NewDisposeScope();
        using var density = Funnel();
        const int Chains = 4000;
        var random = new CounterRandom(31);
        var start = new double[2 * Chains];
        for (var chain = 0; chain < Chains; chain++)
        {
            start[2 * chain] = Spread * random.NextNormal();
            start[(2 * chain) + 1] = Math.Exp(start[2 * chain] / 2) * random.NextNormal();
        }

        var kernel = new RiemannianHmcKernel(density, ExpectedHessian);
        var state = kernel.Init(tensor(start).reshape(Chains, 2));
        var acceptance = 0.0;
        for (var i = 0; i < 3; i++)
        {
            (state, var info) = kernel.Step(state, new RiemannianHmcParameters(0.8, 3, 1000), Random(Chains, i));
            acceptance += info.AcceptProbability.Average() / 3;
        }

        Assert.InRange(acceptance, 0.3, 0.97);
        var end = HostMemory.Doubles(state.Position);
        StatAssert.DistributionEquals(Enumerable.Range(0, Chains).Select(c => end[2 * c]), v => Normal.CDF(0, Spread, v), "v");
        StatAssert.DistributionEquals(Enumerable.Range(0, Chains).Select(c => end[(2 * c) + 1] * Math.Exp(-end[2 * c] / 2)), z => Normal.CDF(0, 1, z), "x exp(-v/2)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StepsAreTheDrawsOfARun(bool hasHessian)
    {
        using var scope = NewDisposeScope();
        using var density = Funnel();
        HessianFunction? hessian = hasHessian ? Hessian : null;
        var options = new RiemannianHmcOptions { Warmup = 20, Draws = 10, Seed = 3, Softness = 10 };
        using var process = new RiemannianHmcProcess(density, hessian, full([3, 2], 0.4, dtype: float64), options);
        for (var step = 0; step < options.Warmup; step++)
            process.Warm(step);
        using var saved = new Snapshot();
        process.Save(saved);
        using var trajectory = new JitteredTrajectory(options.Trajectories);
        trajectory.Restore(saved, CPU);
        var random = ChainRandom.Of(options, 3);
        ChainRandom.Restore(saved, random);
        var kernel = new RiemannianHmcKernel(density, hessian);
        var state = kernel.Init(saved.Tensor("position"));
        for (var draw = 0; draw < 6; draw++)
        {
            var of = process.Draw();
            (state, var info) = kernel.Step(state, new RiemannianHmcParameters(process.StepSize, trajectory.Leapfrogs(process.StepSize), options.Softness), random);
            Assert.Equal(of.Energy, info.Energy);
            Assert.Equal(of.LogDensity, info.LogDensity);
            Assert.Equal(of.LogDensity, HostMemory.Doubles(state.LogDensity));
        }

        Assert.True(process.Position.eq(state.Position).all().item<bool>());
        var (_, gradient) = density.Evaluate(state.Position);
        Assert.Equal(HostMemory.Doubles(gradient), HostMemory.Doubles(state.Gradient));
    }

    [Fact]
    public void AStepHasNoMemoryAndTheCallerOwnsTheStates()
    {
        using var density = Funnel();
        using var start = full([2, 2], 0.4, dtype: float64);
        var kernel = new RiemannianHmcKernel(density);
        double[] Go()
        {
            using var state = kernel.Init(start);
            using var next = kernel.Step(state, new RiemannianHmcParameters(0.3, 4, 10), Random(2, 0)).State;
            Assert.Equal(HostMemory.Doubles(start), HostMemory.Doubles(state.Position));
            return HostMemory.Doubles(next.Position);
        }

        var first = Go();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(first, Go());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void BadInputIsRefused()
    {
        using var scope = NewDisposeScope();
        using var density = Funnel();
        using var start = full([2, 2], 0.4, dtype: float64);
        var kernel = new RiemannianHmcKernel(density);
        var state = kernel.Init(start);
        void Refused(RiemannianHmcParameters parameters) => Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Step(state, parameters, Random(2, 0)));
        Refused(new RiemannianHmcParameters(0, 4, 10));
        Refused(new RiemannianHmcParameters(0.1, 0, 10));
        Refused(new RiemannianHmcParameters(0.1, 4, double.PositiveInfinity));
        Assert.Contains("each chain needs its own", Assert.Throws<ArgumentException>(() => kernel.Step(state, new RiemannianHmcParameters(0.1, 4, 10), Random(1, 0))).Message, StringComparison.Ordinal);
        var broken = new RiemannianHmcKernel(density, (_, hessian) => hessian.Fill(double.NaN));
        Assert.Contains("The metric is not finite", Assert.Throws<ArgumentException>(() => broken.Step(state, new RiemannianHmcParameters(0.1, 4, 10), Random(2, 0))).Message, StringComparison.Ordinal);
        using var large = LogDensity.Of(65, (_, _) => 0);
        Assert.Contains("at most 64", Assert.Throws<ArgumentException>(() => new RiemannianHmcKernel(large)).Message, StringComparison.Ordinal);
    }

    private static CounterRandom[] Random(int count, int round) => [.. Enumerable.Range(0, count).Select(i => new CounterRandom(4 + (ulong)round, (ulong)i))];

    private static ILogDensity Funnel() => LogDensity.Of(2, new FunnelDensity(1, Spread).Evaluate);

    private static void ExpectedHessian(ReadOnlySpan<double> x, Span<double> hessian)
    {
        hessian[0] = (-1 / (Spread * Spread)) - 0.5;
        hessian[1] = hessian[2] = 0;
        hessian[3] = -Math.Exp(-x[0]);
    }

    private static void Hessian(ReadOnlySpan<double> x, Span<double> hessian)
    {
        var precision = Math.Exp(-x[0]);
        hessian[0] = (-1 / (Spread * Spread)) - (0.5 * precision * x[1] * x[1]);
        hessian[1] = hessian[2] = x[1] * precision;
        hessian[3] = -precision;
    }
}
