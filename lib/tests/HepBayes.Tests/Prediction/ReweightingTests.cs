using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using Xunit.Sdk;

namespace HepBayes.Tests.Prediction;

/// <summary>Straight lines with known noise and normal priors: both posteriors are normal with known mean and covariance.</summary>
public sealed class ReweightingTests : IDisposable
{
    private static readonly float[] X = [-1.5f, -0.5f, 0, 0.75f, 1, 2];
    private static readonly float[] Y = [-1, 0.5f, 0.25f, 1, 0.5f, 2];
    private readonly DensePosterior wide = Posterior(weight: 1, noise: 1);
    private readonly DensePosterior narrow = Posterior(weight: 0.6, noise: 1);
    private readonly DensePosterior noisier = Posterior(weight: 0.6, noise: 1.2);

    public void Dispose()
    {
        wide.Dispose();
        narrow.Dispose();
        noisier.Dispose();
    }

    [Fact]
    public void LogWeightsAreTheDifferenceOfTheDensities()
    {
        // Too few draws to smooth.
        var draws = Draws(Solve(1, 1), 20, seed: 1);
        var weights = Reweighting.To(draws, wide, noisier);
        double[] expected = [.. Enumerable.Range(0, 20).Select(n => LogDensity(draws.Position(0, n), 0.6, 1.2) - LogDensity(draws.Position(0, n), 1, 1))];
        for (var n = 1; n < 20; n++)
            Assert.Equal(expected[n] - expected[0], weights.LogWeights[n] - weights.LogWeights[0], 1e-5);
    }

    [Fact]
    public void ANewPriorNeedsNoLikelihood()
    {
        var draws = Draws(Solve(1, 1), 500, seed: 2);
        var whole = Reweighting.To(draws, wide, narrow, every: 2);
        var prior = Reweighting.ToPrior(draws, wide, narrow, every: 2);
        Assert.Equal(250, prior.Normalised.Count);
        for (var n = 0; n < 250; n++)
            Assert.Equal(whole.LogWeights[n], prior.LogWeights[n], 1e-4);
        Assert.Contains("Use Reweighting.To", Assert.Throws<ArgumentException>(() => Reweighting.ToPrior(draws, wide, noisier)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightedDrawsFollowTheNewPosterior()
    {
        const int Repetitions = 40;
        var target = Solve(0.6, 1.2);
        var (means, reversed) = (new double[Repetitions], new double[Repetitions]);
        for (var r = 0; r < Repetitions; r++)
        {
            var draws = Draws(Solve(1, 1), 1500, seed: 100 + r);
            var weights = Reweighting.To(draws, wide, noisier);
            Assert.True(weights.Reliable);
            var predictive = draws.Predict([1.5f]);
            means[r] = predictive.Mean(0, weights)[0];
            reversed[r] = predictive.Mean(0, Reweighting.To(draws, noisier, wide))[0];
        }

        var expected = (1.5 * target.Mean[0]) + target.Mean[1];
        StatAssert.MeanEquals(means, expected, "prediction under the new posterior");
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(reversed, expected, "prediction with the ratios upside down"));
    }

    [Fact]
    public void AFarPosteriorIsToldByItsShape()
    {
        using var far = Posterior(weight: 0.02, noise: 1);
        var weights = Reweighting.ToPrior(Draws(Solve(1, 1), 1000, seed: 5), wide, far);
        Assert.False(weights.Reliable);
        Assert.Contains("do not trust", weights.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherParametersAreRefused()
    {
        using var sampled = FixedNetworks.Line(Likelihood.GaussianWithSampledNoise(1)).Posterior(X, Y);
        Assert.Contains("same parameters", Assert.Throws<ArgumentException>(() => Reweighting.To(Draws(Solve(1, 1), 4, 1), wide, sampled)).Message, StringComparison.Ordinal);
    }

    private static DensePosterior Posterior(double weight, double noise) =>
        FixedNetworks.Line(Likelihood.Gaussian(noise), Prior.Gaussian(weight, biasScale: 1, fanIn: false)).Posterior(X, Y);

    private static double LogDensity(ReadOnlySpan<float> p, double weight, double noise)
    {
        var sum = (-0.5 * p[0] * p[0] / (weight * weight)) - Math.Log(weight) - (0.5 * p[1] * p[1]);
        for (var i = 0; i < X.Length; i++)
        {
            var z = (Y[i] - (p[0] * X[i]) - p[1]) / noise;
            sum += (-0.5 * z * z) - Math.Log(noise);
        }

        return sum;
    }

    // Normal posterior of slope and offset: precision = X'X / noise^2 + prior precision.
    private static (double[] Mean, double A, double B, double C) Solve(double weight, double noise)
    {
        var tau = 1 / (noise * noise);
        var (a, b, c) = ((X.Sum(x => (double)x * x) * tau) + (1 / (weight * weight)), X.Sum(x => (double)x) * tau, (X.Length * tau) + 1);
        var (u, v) = (X.Select((x, i) => (double)x * Y[i]).Sum() * tau, Y.Sum(y => (double)y) * tau);
        var determinant = (a * c) - (b * b);
        return ([((c * u) - (b * v)) / determinant, ((a * v) - (b * u)) / determinant], c / determinant, -b / determinant, a / determinant);
    }

    private static FixedNetworks Draws((double[] Mean, double A, double B, double C) normal, int count, int seed)
    {
        var random = new CounterRandom((ulong)seed);
        var first = Math.Sqrt(normal.A);
        var second = Math.Sqrt(normal.C - (normal.B * normal.B / normal.A));
        return new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (z0, z1) = (random.NextNormal(), random.NextNormal());
            return new[] { (float)(normal.Mean[0] + (first * z0)), (float)(normal.Mean[1] + (normal.B / first * z0) + (second * z1)) };
        })]);
    }
}
