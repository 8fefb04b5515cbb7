using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Prediction;

/// <summary>Chains that always say one number, with normal noise of sd 1; the truth is a mixture of what they say.</summary>
public class ChainStackingTests
{
    [Fact]
    public void The_shares_of_a_true_mixture_are_found()
    {
        // Two chains at -1.5 and 1.5, truth 30 % and 70 %. Fisher information of the share per row, E[(p1 - p2)^2 / p^2], by quadrature.
        const int Rows = 20_000;
        var targets = Mixture(Rows, 0.3, 1.5, seed: 3);
        var stacking = ChainStacking.Fit(Lines(-1.5f, 1.5f).Predict(new float[Rows]), targets);
        var information = Integral(y => Math.Pow(Density(y, -1.5) - Density(y, 1.5), 2) / ((0.3 * Density(y, -1.5)) + (0.7 * Density(y, 1.5))));
        // Two-sided false alarm 1e-6: 4.9 standard errors.
        Assert.InRange(stacking.Chains[0], 0.3 - (4.9 / Math.Sqrt(Rows * information)), 0.3 + (4.9 / Math.Sqrt(Rows * information)));
        Assert.True(stacking.Score.Sum > stacking.EqualScore.Sum);
        Assert.Equal(1, stacking.Chains.Sum(), 12);
    }

    [Fact]
    public void No_other_weights_score_better()
    {
        const int Rows = 500;
        var random = new CounterRandom(9);
        var targets = Enumerable.Range(0, Rows).Select(_ => (float)((4 * random.NextDouble()) - 2)).ToArray();
        var predictive = Lines(-2, -0.5f, 0.3f, 1.7f).Predict(new float[Rows]);
        var best = ChainStacking.Fit(predictive, targets).Score.Mean;
        for (var trial = 0; trial < 300; trial++)
        {
            double[] weights = [.. Enumerable.Range(0, 4).Select(_ => -Math.Log(1 - random.NextDouble()))];
            Assert.True(predictive.LogPredictiveDensity(targets, ImportanceWeights.Known(weights)).Mean <= best + 1e-6);
        }
    }

    [Fact]
    public void A_chain_that_is_wrong_everywhere_loses_its_weight()
    {
        var predictive = Lines(0, 0.1f, 12).Predict(new float[400]);
        var stacking = ChainStacking.Fit(predictive, Mixture(400, 0.5, 0.2, seed: 5));
        Assert.True(stacking.Chains[2] < 1e-6, stacking.ToString());
        // The weighted mean is that of the two good chains.
        Assert.InRange(predictive.Mean(0, stacking.Weights)[0], 0, 0.1);
    }

    [Fact]
    public void Each_target_has_weights_of_its_own()
    {
        // Chain 0 is right about target 0, chain 1 about target 1; scales differ between targets.
        var model = FixedNetworks.Line(Likelihood.StudentTWithSampledNoise(4, [0.1, 0.1]), outputs: 2);
        float[] First() => [0, 0, 0, 5, MathF.Log(1), MathF.Log(2)];
        float[] Second() => [0, 0, 5, 0, MathF.Log(1), MathF.Log(2)];
        var predictive = new FixedNetworks(model, 2, First(), Second()).Predict(new float[300]);
        var zeros = new float[300];
        Assert.True(ChainStacking.Fit(predictive, zeros, 0).Chains[0] > 0.999);
        Assert.True(ChainStacking.Fit(predictive, zeros, 1).Chains[1] > 0.999);
        // The parts add up to the whole, for one network.
        var target = new float[] { 0.4f, -1.1f };
        Assert.Equal(predictive.LogLikelihoods(7, [.. Enumerable.Repeat(target, 300).SelectMany(t => t)])[0],
            predictive.LogLikelihoods(7, target[0], 0)[0] + predictive.LogLikelihoods(7, target[1], 1)[0], 12);
    }

    [Fact]
    public void Heteroscedastic_targets_are_scored_one_by_one_too()
    {
        var model = FixedNetworks.Line(Likelihood.GaussianHeteroscedastic(), outputs: 2);
        var predictive = new FixedNetworks(model, 2, [0, 0, 1, 0.5f], [0, 0, 2, -0.5f]).Predict([0f, 0f]);
        for (var n = 0; n < 2; n++)
            Assert.Equal(predictive.LogLikelihoods(1, [0.7f, 0.7f])[n], predictive.LogLikelihoods(1, 0.7f, 0)[n], 12);
    }

    [Fact]
    public void Weighted_statistics_are_those_of_the_weighted_draws_at_any_size()
    {
        var predictive = Lines(-40, 10, 1_000).Predict([0f, 0f]);
        var weights = ImportanceWeights.Known([1, 2, 1]);
        Assert.Equal(245, predictive.Mean(0, weights)[1], 9);
        Assert.Equal(0.25, predictive.ProbabilityBelow([-39, -39], 0, weights)[1], 12);
        Assert.Equal(Math.Sqrt(((285.0 * 285 / 4) + (235.0 * 235 / 2) + (755.0 * 755 / 4)) / (1 - 0.375)), predictive.StandardDeviation(0, weights)[0], 9);
    }

    [Fact]
    public void A_value_above_all_weighted_draws_has_probability_one_at_most()
    {
        float[][] networks = [.. Enumerable.Range(0, 330).Select(i => new[] { 0, i / 1000f })];
        var predictive = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 3, networks).Predict([0f]);
        var random = new CounterRandom(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var weights = ImportanceWeights.Known([.. networks.Select(_ => random.NextDouble())]);
            Assert.InRange(predictive.ProbabilityBelow([9], 0, weights)[0], 1 - 1e-12, 1);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var predictive = Lines(-1, 1).Predict(new float[3]);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => ChainStacking.Fit(predictive, [0, float.NaN, 0], 0)).Message);
        Assert.Contains("2 targets for 3", Assert.Throws<ArgumentException>(() => ChainStacking.Fit(predictive, [0, 0], 0)).Message);
        Assert.Contains("one chain", Assert.Throws<ArgumentException>(() => ChainStacking.Fit(Lines(0).Predict([0f]), [0])).Message);
        var classes = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 2, [0, 0], [0, 1]).Predict([0f]);
        Assert.Contains("one by one", Assert.Throws<ArgumentException>(() => ChainStacking.Fit(classes, [1], 0)).Message);
        Assert.Equal(2, ChainStacking.Fit(classes, [1]).Chains.Count);
    }

    private static FixedNetworks Lines(params float[] values) =>
        new(FixedNetworks.Line(Likelihood.Gaussian(1)), values.Length, [.. values.Select(v => new[] { 0, v })]);

    private static float[] Mixture(int rows, double share, double place, int seed)
    {
        var random = new CounterRandom((ulong)seed);
        return [.. Enumerable.Range(0, rows).Select(_ => (float)((random.NextDouble() < share ? -place : place) + random.NextNormal()))];
    }

    private static double Density(double y, double mean) => Normal.PDF(mean, 1, y);

    private static double Integral(Func<double, double> f) => Enumerable.Range(0, 4_000).Sum(i => f(-10 + ((i + 0.5) * 0.005)) * 0.005);
}
