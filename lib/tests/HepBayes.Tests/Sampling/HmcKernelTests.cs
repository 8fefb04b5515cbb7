using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class HmcKernelTests
{
    private static readonly double[] Mean = [1, -2, 0.5];
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };

    // Chains that start as exact draws must still be exact draws after any number of transitions. The step is coarse, so
    // that about a quarter of the proposals are rejected: without the right test the distribution would move.
    [Fact]
    public void TransitionsLeaveTheDensityInvariant()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        const int Chains = 20_000;
        var root = linalg.cholesky(tensor(Covariance));
        var noise = new float[Chains * 3];
        new CounterRandom(31).FillNormal(noise);
        var start = tensor(noise).to(float64).reshape(Chains, 3).matmul(root.t()) + tensor(Mean);
        var random = Enumerable.Range(0, Chains).Select(c => new CounterRandom(7, (ulong)c)).ToArray();
        var kernel = new HmcKernel(density);
        using var metric = Metric.Diagonal(tensor(new[,] { { 0.5, 2.5, 0.3 } }));
        var state = kernel.Init(start);
        var acceptance = 0.0;
        for (var i = 0; i < 5; i++)
        {
            (state, var info) = kernel.Step(state, new HmcParameters(0.75, 4, metric), random);
            acceptance += info.AcceptProbability.Average() / 5;
        }

        Assert.InRange(acceptance, 0.5, 0.9);
        var end = state.Position;
        for (var p = 0; p < 3; p++)
        {
            var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p]));
            StatAssert.DistributionEquals(end[.., p].data<double>().ToArray(), x => Normal.CDF(mean, sd, x), $"parameter {p}");
        }

        var product = (end[.., 0] - Mean[0]) * (end[.., 1] - Mean[1]);
        StatAssert.MeanEquals(product.data<double>().ToArray(), Covariance[0, 1], "covariance of parameters 0 and 1");
        // A wrong Metropolis test also shows in the correlation of start and end with the energy.
        StatAssert.DistributionEquals(state.LogDensity.data<double>().ToArray().Select(l => -2 * l), x => ChiSquared.CDF(3, Math.Max(x, 0)), "squared radius");
    }

    // The leapfrog integrator is of second order: half the step, a quarter of the energy error.
    [Fact]
    public void TheEnergyErrorFallsWithTheSquareOfTheStep()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        var kernel = new HmcKernel(density);
        double Error(double step)
        {
            var state = kernel.Init(full([400, 3], 0.7, dtype: float64));
            var random = Enumerable.Range(0, 400).Select(c => new CounterRandom(5, (ulong)c)).ToArray();
            using var metric = Metric.Diagonal(ones(1, 3, dtype: float64));
            var (_, info) = kernel.Step(state, new HmcParameters(step, (int)Math.Round(1 / step), metric), random);
            return info.AcceptProbability.Max(p => -Math.Log(p));
        }

        Assert.InRange(Error(0.04) / Error(0.02), 3.6, 4.4);
    }

    [Fact]
    public void AnInfiniteEnergyIsADivergenceAndKeepsTheState()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity([0], new[,] { { 1e-8 } });
        var kernel = new HmcKernel(density);
        var state = kernel.Init(zeros(2, 1, dtype: float64));
        using var metric = Metric.Diagonal(ones(1, 1, dtype: float64));
        var (next, info) = kernel.Step(state, new HmcParameters(1e9, 50, metric), [new CounterRandom(1), new CounterRandom(2)]);
        Assert.Equal([true, true], info.IsDivergent);
        Assert.Equal([0.0, 0.0], info.AcceptProbability);
        Assert.Equal([0.0, 0.0], next.Position.data<double>().ToArray());
        Assert.True(next.LogDensity.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void AStepSizeThatIsNotPositiveIsRefused(double step)
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity([0], new[,] { { 1.0 } });
        var kernel = new HmcKernel(density);
        var state = kernel.Init(zeros(1, 1, dtype: float64));
        using var metric = Metric.Diagonal(ones(1, 1, dtype: float64));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Step(state, new HmcParameters(step, 1, metric), [new CounterRandom(1)]));
    }
}
