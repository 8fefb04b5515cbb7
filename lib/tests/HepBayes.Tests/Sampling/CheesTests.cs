using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class CheesTests
{
    // On a normal density with covariance 1 the exact motion is x cos t + v sin t: the criterion's derivative by t follows
    // from finite differences.
    [Fact]
    public void TheGradientOfTheCriterionAgreesWithFiniteDifferences()
    {
        const int Chains = 40_000;
        const double Time = 0.7;
        using var scope = NewDisposeScope();
        var (x, v) = (Normal(Chains, 1), Normal(Chains, 2));
        Tensor At(double t) => x.mul(Math.Cos(t)).add(v.mul(Math.Sin(t)));
        Tensor Centred(Tensor t) => t.sub(t.mean([0], keepdim: true));
        double Criterion(double t) => Centred(At(t)).square().sum(1).sub(Centred(x).square().sum(1)).square().mean().item<double>() / 4;
        var velocity = v.mul(Math.Cos(Time)).sub(x.mul(Math.Sin(Time)));
        var gradient = CheesTrajectory.Gradient(x, At(Time), velocity, [.. Enumerable.Repeat(1.0, Chains)]);
        const double H = 1e-4;
        var expected = (Criterion(Time + H) - Criterion(Time - H)) / (2 * H);
        // The derivative of the means is left out of the gradient: an effect of order 1 / sqrt(chains) of 3 dimensions.
        Assert.Equal(expected, gradient, 1e-3 * Math.Abs(expected));
        Assert.True(gradient > 0);
    }

    [Fact]
    public void DivergentChainsAreLeftOut()
    {
        using var scope = NewDisposeScope();
        var (x, end, v) = (Normal(5, 1), Normal(5, 2), Normal(5, 3));
        var four = CheesTrajectory.Gradient(x[..4], end[..4], v[..4], [0.5, 1, 0.2, 1]);
        end[4] = double.NaN;
        v[4] = double.PositiveInfinity;
        Assert.Equal(four, CheesTrajectory.Gradient(x, end, v, [0.5, 1, 0.2, 1, 0]), 1e-12);
        Assert.True(double.IsNaN(CheesTrajectory.Gradient(x, end, v, new double[5])));
    }

    [Fact]
    public void HaltonNumbersAreTheRadicalInverses() =>
        Assert.Equal([0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875, 0.0625], Enumerable.Range(1, 8).Select(i => CheesTrajectory.Halton(i)));

    // One direction is ten times as wide as the mass matrix can say: trajectories grow towards a quarter of its period.
    [Fact]
    public void TrajectoriesGrowWithTheWidestDirection()
    {
        double Length(double correlation)
        {
            var covariance = new double[10, 10];
            for (var i = 0; i < 10; i++)
            {
                for (var j = 0; j < 10; j++)
                    covariance[i, j] = i == j ? 1 : correlation;
            }

            using var density = new NormalDensity(new double[10], covariance);
            using var start = zeros(16, 10, dtype: float64);
            var run = Chees.Sample(density, start, new CheesOptions { Warmup = 300, Draws = 100, Seed = 1, MaximumLeapfrogs = 200 }, cancellation: TestContext.Current.CancellationToken);
            return run.StepSize * run.Leapfrogs().Average(c => c.Average());
        }

        Assert.True(Length(0.98) > 3 * Length(0.1));
    }

    [Fact]
    public void OneChainIsRefused()
    {
        using var density = new NormalDensity([0], new[,] { { 1.0 } });
        using var start = zeros(1, 1, dtype: float64);
        Assert.Contains("one chain", Assert.Throws<ArgumentException>(() => Chees.Sample(density, start, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static Tensor Normal(int chains, ulong stream)
    {
        var values = new float[chains * 3];
        new CounterRandom(3, stream).FillNormal(values);
        return tensor(values).to(float64).reshape(chains, 3);
    }
}
