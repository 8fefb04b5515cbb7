using HepBayes.Baselines;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Baselines;

public class MeanFieldVariationalTests
{
    [Fact]
    public void OfALinearModelTheOptimumIsTheKnownOne()
    {
        // For a normal posterior with precision L the best independent normal distributions have its mean and the variances
        // 1 / L_ii, and fall short of the evidence by (sum of log L_ii - log det L) / 2.
        var model = new LinearModel(64, inputs: 3, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        var options = new VariationalOptions { Epochs = 3000, LearningRate = 0.02 };
        var fits = Enumerable.Range(0, 12).Select(seed => MeanFieldVariational.Fit(posterior, new float[4], options with { Seed = seed }, cancellation: TestContext.Current.CancellationToken)).ToArray();
        for (var p = 0; p < 4; p++)
        {
            // Pairs of opposite noise cancel in the slope of a quadratic function, so the mean has no stochastic error.
            var deviation = 1 / Math.Sqrt(model.Precision[p, p]);
            Assert.All(fits, fit => Assert.Equal(model.Mean[p, 0], fit.Mean[p], 0.02 * deviation));

            // The scale has one; Adam's own bias is below 1 %, which stands as an error of the expected value.
            StatAssert.MeanEquals([.. fits.Select(f => Math.Log(f.StandardDeviation[p]))], Math.Log(deviation), $"log scale {p}", expectedError: 0.01);
        }

        var gap = 0.5 * (Enumerable.Range(0, 4).Sum(p => Math.Log(model.Precision[p, p])) - Math.Log(model.Precision.Determinant()));
        Assert.True(gap > 0.05);
        StatAssert.MeanEquals([.. fits.Select(f => f.LowerBound.TakeLast(1000).Average())], model.LogEvidence - gap, "lower bound", expectedError: 0.01);
    }

    [Theory]
    [InlineData("normal", true)]
    [InlineData("cauchy", false)]
    [InlineData("hierarchical", false)]
    public void TheGradientIsThatOfTheBoundWithTheSameNoise(string name, bool closed)
    {
        var prior = name switch
        {
            "normal" => Prior.Gaussian(),
            "cauchy" => Prior.Fixed(LocationScaleFamily.Cauchy),
            _ => Prior.Hierarchical(),
        };
        var random = new CounterRandom(3);
        var (x, y) = (new float[64], new float[64]);
        random.FillNormal(x);
        random.FillNormal(y);
        var network = new BayesianNetwork(Mlp.Of(1, [3], 1, Activation.Tanh), prior, Likelihood.GaussianWithSampledNoise(0.5));
        using var posterior = network.Posterior(x, y);
        var objective = new VariationalObjective(posterior, samples: 4, batchRows: 64, seed: 1);
        Assert.Equal(closed, objective.IsClosed);
        objective.NewEpoch();
        var count = objective.Parameters;
        var (state, noise, gradient, unused) = (new float[2 * count], new float[2 * count], new float[2 * count], new float[2 * count]);
        random.FillNormal(state);
        random.FillNormal(noise);
        for (var i = 0; i < count; i++)
            (state[i], state[count + i]) = (0.5f * state[i], -1.5f + (0.2f * state[count + i]));
        objective.Evaluate(0, state, noise, gradient);
        for (var i = 0; i < 2 * count; i++)
        {
            double At(float shift)
            {
                var moved = (float[])state.Clone();
                moved[i] += shift;
                return objective.Evaluate(0, moved, noise, unused);
            }

            // Values are sums of float32 terms: a fourth-order difference with a wide step keeps both errors below 1 %.
            const float Step = 0.02f;
            var slope = ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * (double)Step);
            Assert.True(Math.Abs(slope - gradient[i]) < 0.01 * (1 + Math.Abs(slope)), $"{name}, component {i}: gradient {gradient[i]}, finite difference {slope}");
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameDistributions()
    {
        var model = new LinearModel(200, inputs: 2, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        MeanFieldPosterior Fit(int seed) => MeanFieldVariational.Fit(posterior, new float[3], new VariationalOptions { Epochs = 5, BatchRows = 64, Seed = seed }, cancellation: TestContext.Current.CancellationToken);
        var (a, b, c) = (Fit(1), Fit(1), Fit(2));
        Assert.Equal(a.Mean.ToArray(), b.Mean.ToArray());
        Assert.Equal(a.Sample(3, seed: 4).Position(0, 2).ToArray(), b.Sample(3, seed: 4).Position(0, 2).ToArray());
        Assert.NotEqual(a.Mean.ToArray(), c.Mean.ToArray());
    }

    [Fact]
    public void DrawsHaveTheFittedDistribution()
    {
        var model = new LinearModel(64, inputs: 1, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        var fit = MeanFieldVariational.Fit(posterior, new float[2], new VariationalOptions { Epochs = 3 }, cancellation: TestContext.Current.CancellationToken);
        var samples = fit.Sample(20_000, seed: 1);
        for (var p = 0; p < 2; p++)
        {
            var (mean, deviation) = (fit.Mean[p], fit.StandardDeviation[p]);
            StatAssert.DistributionEquals(Enumerable.Range(0, 20_000).Select(d => (double)samples.Position(0, d)[p]), v => MathNet.Numerics.Distributions.Normal.CDF(mean, deviation, v), "draws");
        }
    }

    [Fact]
    public void BadSettingsAreRefused()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var model = new LinearModel(64, inputs: 2, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanFieldVariational.Fit(posterior, new float[3], new VariationalOptions { Samples = 3 }, cancellation: cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanFieldVariational.Fit(posterior, new float[3], new VariationalOptions { LearningRate = 0 }, cancellation: cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanFieldVariational.Fit(posterior, new float[3], new VariationalOptions { InitialScale = double.NaN }, cancellation: cancellation));
        Assert.Contains("4 numbers", Assert.Throws<ArgumentException>(() => MeanFieldVariational.Fit(posterior, new float[4], cancellation: cancellation)).Message, StringComparison.Ordinal);
    }
}
