using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class CheesTests
{
    // On a normal density with covariance 1 the exact motion is x cos t + v sin t: the derivative of the criterion for a
    // unit of time follows from finite differences.
    [Theory]
    [InlineData(0.7)]
    [InlineData(1.5)]
    public void TheSlopeOfTheCriterionAgreesWithFiniteDifferences(double time)
    {
        const int Chains = 1000;
        using var scope = NewDisposeScope();
        var (x, v) = (Normal(Chains, 1), Normal(Chains, 2));
        Tensor At(double t) => x.mul(Math.Cos(t)).add(v.mul(Math.Sin(t)));
        double Rate(double t) => At(t).square().sum(1).sub(x.square().sum(1)).square().mean().item<double>() / 4 / t;
        var velocity = v.mul(Math.Cos(time)).sub(x.mul(Math.Sin(time)));
        var slope = CheesTrajectory.Slope(x, At(time), velocity, time, [.. Enumerable.Repeat(1.0, Chains)]);
        const double H = 1e-4;
        var derivative = (Rate(time + H) - Rate(time - H)) / (2 * H);
        // d/dt (C / t) = (t dC/dt - C) / t^2.
        Assert.Equal(derivative * time * time, slope, 1e-6 * Math.Abs(slope));
    }

    [Fact]
    public void DivergentChainsAreLeftOut()
    {
        using var scope = NewDisposeScope();
        var (x, end, v) = (Normal(5, 1), Normal(5, 2), Normal(5, 3));
        var four = CheesTrajectory.Slope(x[..4], end[..4], v[..4], 2, [0.5, 1, 0.2, 1]);
        end[4] = double.NaN;
        v[4] = double.PositiveInfinity;
        Assert.Equal(four, CheesTrajectory.Slope(x, end, v, 2, [0.5, 1, 0.2, 1, 0]), 1e-12);
        Assert.True(double.IsNaN(CheesTrajectory.Slope(x, end, v, 2, new double[5])));
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

    private static Tensor Normal(int chains, ulong stream)
    {
        var values = new float[chains * 3];
        new CounterRandom(3, stream).FillNormal(values);
        return tensor(values).to(float64).reshape(chains, 3);
    }
}
