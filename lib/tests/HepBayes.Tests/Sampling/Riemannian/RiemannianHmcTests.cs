using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Riemannian;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Riemannian;

public class RiemannianHmcTests
{
    private const double Spread = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-3.0)]
    [InlineData(-0.2)]
    [InlineData(0.0)]
    [InlineData(1e-4)]
    [InlineData(0.7)]
    [InlineData(40.0)]
    public void TheSoftAbsoluteValueHasItsSlope(double x)
    {
        var f = new SoftAbs(5);
        Assert.Equal(x == 0 ? 0.2 : x / Math.Tanh(5 * x), f.Value(x), 1e-7);
        Assert.Equal((f.Value(x + 1e-5) - f.Value(x - 1e-5)) / 2e-5, f.Slope(x), 1e-6);
        Assert.Equal(f.Slope(x + 0.005), f.Quotient(x, x + 0.01), 1e-3);
        Assert.Equal(f.Slope(x), f.Quotient(x, x), 1e-12);
    }

    // The force against differences of the energy, with the Hessian given and by differences.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheForceIsTheSlopeOfTheEnergy(bool hasHessian)
    {
        using var model = Model(hasHessian);
        var momentum = new[] { 0.7, -1.1, 0.4 };
        double[] x = [-0.8, 0.5, 0.3], slope = new double[3];
        At(model, x).Slope(momentum, slope);
        for (var i = 0; i < 3; i++)
        {
            double Energy(double shift)
            {
                var moved = (double[])x.Clone();
                moved[i] += shift;
                return At(model, moved).Energy(momentum);
            }

            Assert.Equal((Energy(1e-4) - Energy(-1e-4)) / 2e-4, slope[i], 1e-5 * (1 + Math.Abs(slope[i])));
        }
    }

    [Fact]
    public void TrajectoriesAreReversible()
    {
        using var model = Model(hasHessian: true);
        var integrator = Start(model);
        var (x, p) = ((double[])integrator.Point.Position.Clone(), (double[])integrator.Momentum.Clone());
        Go(integrator, 0.1, 20);
        Assert.True(Math.Abs(integrator.Point.Position[0] - x[0]) > 0.1);
        for (var i = 0; i < 3; i++)
            integrator.Momentum[i] = -integrator.Momentum[i];
        Go(integrator, 0.1, 20);
        Assert.Equal(x, integrator.Point.Position, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(p.Select(v => -v), integrator.Momentum, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void TheEnergyErrorFallsWithTheSquareOfTheStep()
    {
        using var model = Model(hasHessian: true);
        double Error(double step)
        {
            var integrator = Start(model);
            var before = integrator.Point.Energy(integrator.Momentum);
            Go(integrator, step, (int)Math.Round(1 / step));
            return integrator.Point.Energy(integrator.Momentum) - before;
        }

        Assert.InRange(Error(0.04) / Error(0.02), 3.5, 4.5);
    }

    // The determinant of the derivatives of positions and momenta after a step by those before it.
    [Fact]
    public void AStepKeepsTheVolume()
    {
        using var model = Model(hasHessian: true);
        double[] Map(double[] xp)
        {
            var integrator = Start(model);
            xp[..3].CopyTo(integrator.Point.Position, 0);
            xp[3..].CopyTo(integrator.Momentum, 0);
            Assert.True(integrator.Point.TryMetric() && integrator.Point.TryComplete());
            Go(integrator, 0.3, 1);
            return [.. integrator.Point.Position, .. integrator.Momentum];
        }

        double[] start = [-0.8, 0.5, 0.3, 0.7, -1.1, 0.4];
        var jacobian = Matrix<double>.Build.Dense(6, 6, (row, column) =>
        {
            double At(double shift)
            {
                var moved = (double[])start.Clone();
                moved[column] += shift;
                return Map(moved)[row];
            }

            return (At(1e-4) - At(-1e-4)) / 2e-4;
        });
        Assert.Equal(1, jacobian.Determinant(), 1e-5);
    }

    // Neal's funnel, v ~ N(0, 9), centred: the neck is a hundred times narrower than the mouth. The marginal width of v is three
    // times the local one, so trajectories are three times as long as a quarter of a period. The metric is that of the expected
    // Hessian, because with two parameters in the funnel the Hessian itself often changes its signature.
    [Fact]
    public void AFunnelHasItsMoments() =>
        Check(RiemannianHmc.Sample(Funnel(), ExpectedHessian, Starts(), new RiemannianHmcOptions { Warmup = 80, Draws = 160, Seed = 4, TargetAcceptance = 0.9, TrajectoryLength = 5 }, cancellation: Token).Draws);

    [Fact]
    public void PlainTrajectoriesFailInTheFunnel() =>
        Assert.ThrowsAny<XunitException>(() => Check(Hmc.Sample(Funnel(), Starts(), new HmcOptions { Warmup = 400, Draws = 800, Seed = 4 }, cancellation: Token)));

    [Fact]
    public void ARunContinuesBitForBitAndDoesNotDependOnThreads()
    {
        using var folder = new TemporaryFolder();
        var options = new RiemannianHmcOptions { Warmup = 8, Draws = 8, Seed = 2 };
        var threads = Compute.Threads;
        Compute.Threads = 1;
        var whole = RiemannianHmc.Sample(Funnel(), FunnelHessian, Starts(), options, cancellation: Token);
        Compute.Threads = threads;
        var onDisk = options with { Checkpoint = new CheckpointOptions { Folder = folder.File("run") } };
        foreach (var life in new[] { 2000, 30_000 })
        {
            using var cancel = new CancellationTokenSource();
            var calls = 0;
            using var failing = LogDensity.Of(3, (x, g) =>
            {
                if (Interlocked.Increment(ref calls) == life / 10)
                    cancel.Cancel();
                return new FunnelDensity(2, Spread).Evaluate(x, g);
            });
            Assert.Throws<SamplingCancelledException>(() => RiemannianHmc.Sample(failing, FunnelHessian, Starts(), onDisk, cancellation: cancel.Token));
        }

        var resumed = RiemannianHmc.Sample(Funnel(), FunnelHessian, Starts(), onDisk, cancellation: Token);
        Assert.Equal(whole.Draws.LogDensity(), resumed.Draws.LogDensity());
        Assert.Equal(whole.Draws.Energy(), resumed.Draws.Energy());
        Assert.Equal(whole.NotConverged, resumed.NotConverged);
        Assert.Equal(options, SamplingRun.Open(folder.File("run")).Options with { Checkpoint = null });
    }

    // A density behind tensors, evaluated chain after chain, with the Hessian by differences.
    [Fact]
    public void ABananaHasItsMomentsWithoutAHessian()
    {
        using var density = new BananaDensity(1, 0.5);
        using var start = zeros(32, 2, dtype: float64);
        var run = RiemannianHmc.Sample(LogDensity.Of(2, density.Evaluate), start: start, options: new RiemannianHmcOptions { Warmup = 60, Draws = 120, Seed = 6, Softness = 10 }, cancellation: Token).Draws;
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average())], 1, "mean of x1");
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average(x => (x - 1) * (x - 1)))], 1, "variance of x1");
        StatAssert.MeanEquals([.. run.Parameter(1).Select(c => c.Average())], 1, "mean of x2");
        using var two = zeros(2, 2, dtype: float64);
        var options = new RiemannianHmcOptions { Warmup = 5, Draws = 5 };
        Assert.Equal(RiemannianHmc.Sample(LogDensity.Of(2, density.Evaluate), start: two, options: options, cancellation: Token).Draws.LogDensity(), RiemannianHmc.Sample(density, start: two, options: options, cancellation: Token).Draws.LogDensity());
    }

    [Fact]
    public void IterationsThatDoNotConvergeAreCountedAndDiverge()
    {
        var run = RiemannianHmc.Sample(Funnel(), FunnelHessian, Starts(), new RiemannianHmcOptions { Warmup = 0, Draws = 20, InitialStepSize = 20 }, cancellation: Token);
        Assert.True(run.NotConverged > 0);
        Assert.InRange(run.NotConverged, 1, run.Draws.Divergences);
        Assert.All(run.Draws.LogDensity(), chain => Assert.All(chain, value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void WhatCannotBeSampledIsNamed()
    {
        var bad = Assert.Throws<ArgumentException>(() => RiemannianHmc.Sample(Funnel(), (_, hessian) => hessian.Fill(double.NaN), Starts(), cancellation: Token));
        Assert.Contains("The metric is not finite at the start of chain 0", bad.Message, StringComparison.Ordinal);
        using var posterior = new BayesianNetwork(Mlp.Of(1, [2], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(1)).Posterior([0f, 1], [0f, 1]);
        Assert.Contains("second derivatives need Float64", Assert.Throws<ArgumentException>(() => RiemannianHmc.Sample(posterior, cancellation: Token)).Message, StringComparison.Ordinal);
        using var large = LogDensity.Of(65, (_, _) => 0);
        Assert.Contains("at most 64", Assert.Throws<ArgumentException>(() => RiemannianHmc.Sample(large, cancellation: Token)).Message, StringComparison.Ordinal);
        Assert.Equal(nameof(RiemannianHmcOptions.Softness), Assert.Throws<ArgumentOutOfRangeException>(() => RiemannianHmc.Sample(Funnel(), options: new RiemannianHmcOptions { Softness = 0 }, cancellation: Token)).ParamName);
    }

    private static void Check(SamplingRun run) => new TestTarget(device => new FunnelDensity(2, Spread, device),
    [
        .. Expectation.Moments("v", (x, _) => x[0], 0, Spread * Spread),
        new("mean of x1^2 exp(-v)", (x, _) => x[1] * x[1] * Math.Exp(-x[0]), 1),
        new("P(v < -3)", (x, _) => x[0] < -3 ? 1 : 0, MathNet.Numerics.Distributions.Normal.CDF(0, 1, -1)),
    ]).Check(run);

    private static ILogDensity Funnel() => LogDensity.Of(3, new FunnelDensity(2, Spread).Evaluate);

    private static Tensor Starts()
    {
        var random = new CounterRandom(9);
        return tensor([.. Enumerable.Range(0, 48 * 3).Select(_ => random.NextNormal())], dtype: float64).reshape(48, 3);
    }

    private static void FunnelHessian(ReadOnlySpan<double> x, Span<double> hessian)
    {
        var precision = Math.Exp(-x[0]);
        hessian.Clear();
        hessian[0] = (-1 / (Spread * Spread)) - (0.5 * precision * ((x[1] * x[1]) + (x[2] * x[2])));
        for (var i = 1; i < 3; i++)
        {
            hessian[i] = hessian[3 * i] = x[i] * precision;
            hessian[4 * i] = -precision;
        }
    }

    private static void ExpectedHessian(ReadOnlySpan<double> x, Span<double> hessian)
    {
        hessian.Clear();
        hessian[0] = (-1 / (Spread * Spread)) - 1;
        hessian[4] = hessian[8] = -Math.Exp(-x[0]);
    }

    private static RiemannianModel Model(bool hasHessian) => new(Funnel(), hasHessian ? FunnelHessian : null);

    private static RiemannianPoint At(RiemannianModel model, double[] x)
    {
        var point = new RiemannianPoint(model, new SoftAbs(5));
        x.CopyTo(point.Position, 0);
        Assert.True(point.TryMetric() && point.TryComplete());
        return point;
    }

    private static RiemannianIntegrator Start(RiemannianModel model)
    {
        var integrator = new RiemannianIntegrator(model, new SoftAbs(5));
        integrator.Point.Set(At(model, [-0.8, 0.5, 0.3]));
        double[] momentum = [0.7, -1.1, 0.4];
        momentum.CopyTo(integrator.Momentum, 0);
        return integrator;
    }

    private static void Go(RiemannianIntegrator integrator, double step, int steps)
    {
        for (var i = 0; i < steps; i++)
            Assert.True(integrator.TryStep(step));
    }
}
