using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Microcanonical;

public class MamsTests
{
    private static readonly double[] Mean = [1, -2, 0.5];
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };

    // Chains that start as exact draws must still be exact draws. The step is coarse, so that many proposals are rejected.
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
        var kernel = new MamsKernel(density);
        using var metric = Metric.Diagonal(tensor(new[,] { { 0.5, 2.5, 0.3 } }));
        var state = kernel.Init(start);
        var acceptance = 0.0;
        for (var i = 0; i < 5; i++)
        {
            (state, var info) = kernel.Step(state, new HmcParameters(0.7, 4, metric), random);
            acceptance += info.AcceptProbability.Average() / 5;
        }

        Assert.InRange(acceptance, 0.4, 0.9);
        var end = state.Position;
        for (var p = 0; p < 3; p++)
        {
            var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p]));
            StatAssert.DistributionEquals(end[.., p].data<double>().ToArray(), x => Normal.CDF(mean, sd, x), $"parameter {p}");
        }

        var product = (end[.., 0] - Mean[0]) * (end[.., 1] - Mean[1]);
        StatAssert.MeanEquals(product.data<double>().ToArray(), Covariance[0, 1], "covariance of parameters 0 and 1");
        StatAssert.DistributionEquals(state.LogDensity.data<double>().ToArray().Select(l => -2 * l), x => ChiSquared.CDF(3, Math.Max(x, 0)), "squared radius");
    }

    // A trajectory of given length has an energy error of second order.
    [Fact]
    public void TheEnergyErrorFallsWithTheSquareOfTheStep()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        var kernel = new MamsKernel(density);
        double Error(double step)
        {
            var state = kernel.Init(full([400, 3], 0.7, dtype: float64));
            var random = Enumerable.Range(0, 400).Select(c => new CounterRandom(5, (ulong)c)).ToArray();
            using var metric = Metric.Diagonal(ones(1, 3, dtype: float64));
            var (_, info) = kernel.Step(state, new HmcParameters(step, (int)Math.Round(1 / step), metric), random);
            return info.AcceptProbability.Average(p => -Math.Log(p));
        }

        Assert.InRange(Error(0.02) / Error(0.01), 3.6, 4.4);
    }

    [Fact]
    public void SinglePrecisionFollowsDoublePrecision()
    {
        using var scope = NewDisposeScope();
        var network = new HepBayes.Networks.BayesianNetwork(HepBayes.Networks.Mlp.Of(1, [3], 1, HepBayes.Networks.Activation.Tanh), HepBayes.Networks.Prior.Gaussian(), HepBayes.Networks.Likelihood.Gaussian(0.5));
        float[] x = [-1, 0, 1, 2];
        using var posterior = network.Posterior(x, x);
        using var wide = new WideDensity(posterior);
        var start = network.PriorDraws(3, seed: 1);
        TransitionInfo Step(HepBayes.Networks.ILogDensity density)
        {
            var kernel = new MamsKernel(density);
            using var metric = Metric.Diagonal(ones(1, posterior.Parameters, dtype: density.NumberType));
            return kernel.Step(kernel.Init(start), new HmcParameters(0.05, 20, metric), ChainRandom.Of(new MamsOptions(), 3)).Info;
        }

        Assert.Equal(Step(wide).AcceptProbability, Step(posterior).AcceptProbability, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void OneParameterIsRefused()
    {
        using var density = new NormalDensity([0], new[,] { { 1.0 } });
        using var start = zeros(2, 1, dtype: float64);
        Assert.Contains("at least 2 are needed", Assert.Throws<ArgumentException>(() => Mams.Sample(density, start, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2 are needed", Assert.Throws<ArgumentException>(() => Mclmc.Sample(density, start, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        using var density = new NormalDensity(Mean, Covariance);
        void Refused(MamsOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Mams.Sample(density, options: options, cancellation: TestContext.Current.CancellationToken)).ParamName);
        Refused(new MamsOptions { MaximumLeapfrogs = 0 }, nameof(MamsOptions.MaximumLeapfrogs));
        Refused(new MamsOptions { InitialTrajectoryLength = double.NaN }, nameof(MamsOptions.InitialTrajectoryLength));
        Assert.Equal(0.9, new MamsOptions().TargetAcceptance);
    }

    [Theory]
    [InlineData(nameof(PlantedMams.Defect.None))]
    [InlineData(nameof(PlantedMams.Defect.NoMetropolisTest))]
    [InlineData(nameof(PlantedMams.Defect.WrongSignOfTheTurn))]
    [InlineData(nameof(PlantedMams.Defect.WholeKicks))]
    [InlineData(nameof(PlantedMams.Defect.NoWork))]
    [InlineData(nameof(PlantedMams.Defect.WorkOfOneDimensionTooMany))]
    [InlineData(nameof(PlantedMams.Defect.HalfOfTheDirections))]
    public void APlantedErrorIsFound(string name)
    {
        var defect = Enum.Parse<PlantedMams.Defect>(name);
        const int Chains = 64, Draws = 1000;
        double[,] covariance = { { 1, 0.6, 0 }, { 0.6, 2, 0 }, { 0, 0, 0.7 } };
        var target = new TestTarget(device => new NormalDensity([1, -2, 0], covariance, device),
        [
            .. Expectation.Moments("x1", (x, _) => x[0], 1, 1),
            .. Expectation.Moments("x2", (x, _) => x[1], -2, 2),
            new("covariance", (x, _) => (x[0] - 1) * (x[1] + 2), 0.6),
        ]);
        using var density = target.Density(CPU);
        var draws = new PlantedMams((PointDensity)density, step: 1.3, leapfrogs: 3, defect).Sample(Chains, Draws, seed: 61);
        void Check() => target.Check(Chains, Draws, (chain, draw) => (draws[chain][draw], 0));
        if (defect == PlantedMams.Defect.None)
            Check();
        else
            Assert.ThrowsAny<XunitException>(Check);
    }

    // A density of float32 seen through float64.
    private sealed class WideDensity(HepBayes.Networks.ILogDensity density) : HepBayes.Networks.ILogDensity
    {
        public int Parameters => density.Parameters;

        public Device Device => CPU;

        public ScalarType NumberType => ScalarType.Float64;

        public Tensor? InitialVariance() => null;

        public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
        {
            using var scope = NewDisposeScope();
            var (value, gradient) = density.Evaluate(position.to(float32));
            return (value.MoveToOuterDisposeScope(), gradient.to(float64).MoveToOuterDisposeScope());
        }

        public void Dispose()
        {
        }
    }
}
