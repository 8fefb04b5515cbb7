using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using Xunit.Sdk;

namespace HepBayes.Tests.Prediction;

/// <summary>Three straight lines with noise of their own: every statistic has a closed form.</summary>
public class PosteriorPredictiveTests
{
    private static readonly double[] Sd = [0.5, 1.0, 2.0];
    private static readonly double[] Slopes = [1, -0.5, 0.25];
    private static readonly double[] Offsets = [0, 2, -1];
    private static readonly FixedNetworks Lines = new(
        FixedNetworks.Line(Likelihood.GaussianWithSampledNoise(1)), 1,
        [.. Enumerable.Range(0, 3).Select(n => new[] { (float)Slopes[n], (float)Offsets[n], (float)Math.Log(Sd[n]) })]);

    private static readonly float[] X = [-1, 0.5f, 3];

    [Fact]
    public void TotalVarianceIsTheSumOfNoiseAndNetworks()
    {
        var predictive = Lines.Predict(X);
        for (var row = 0; row < X.Length; row++)
        {
            var f = At(row);
            var mean = f.Average();
            var between = f.Sum(v => (v - mean) * (v - mean)) / 2;
            var noise = Sd.Average(s => s * s);
            Assert.Equal(mean, predictive.Mean()[row], 1e-6);
            Assert.Equal(Math.Sqrt(noise), predictive.NoiseStandardDeviation()[row], 1e-6);
            Assert.Equal(Math.Sqrt(noise + between), predictive.TotalStandardDeviation()[row], 1e-6);
        }
    }

    [Fact]
    public void ABernoulliNoiseIsThatOfItsProbability()
    {
        var lines = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 1, [0, 1], [0, -2]);
        double[] p = [1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(2))];
        var predictive = lines.Predict([0]);
        Assert.Equal(p.Average(), predictive.Mean()[0], 1e-7);
        Assert.Equal(Math.Sqrt(p.Average(q => q * (1 - q))), predictive.NoiseStandardDeviation()[0], 1e-7);
        Assert.Equal(Math.Log(p.Average()), predictive.LogPredictiveDensity([1]).Rows[0], 1e-6);
    }

    [Fact]
    public void TheLogDensityIsThatOfTheMixture()
    {
        float[] y = [0.3f, -1, 40];
        var score = Lines.Predict(X).LogPredictiveDensity(y);
        for (var row = 0; row < X.Length - 1; row++)
            Assert.Equal(Math.Log(At(row).Select((f, n) => Normal.PDF(f, Sd[n], y[row])).Average()), score.Rows[row], 1e-6);
        Assert.Equal(Math.Log(Normal.PDF(At(2)[2], Sd[2], 40) / 3), score.Rows[2], 1e-4);
        var mean = score.Rows.Average();
        Assert.Equal(mean, score.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(score.Rows.Sum(r => (r - mean) * (r - mean)) / 6), score.StandardError, 1e-12);
        Assert.Equal((0, 0), score.Minus(score));
    }

    [Fact]
    public void NoisyDrawsScatterAroundTheirNetworkWithItsNoise()
    {
        const int Samples = 4000;
        var draws = Lines.Predict(X).Noisy(seed: 3, Samples).ChainsOf(2)[0];
        var standardised = draws.Select((y, i) => (y - At(2)[i / Samples]) / Sd[i / Samples]).ToArray();
        StatAssert.DistributionEquals(standardised, z => Normal.CDF(0, 1, z), "noise");
        Assert.ThrowsAny<XunitException>(() => StatAssert.DistributionEquals(draws.Select((y, i) => y - At(2)[i / Samples]), z => Normal.CDF(0, 1, z), "noise of sd 1 for all"));
    }

    [Fact]
    public void NoisyIntervalsHoldTheirShareOfTheMixture()
    {
        const int Samples = 4000;
        var noisy = Lines.Predict(X).Noisy(seed: 4, Samples);
        var (low, high) = noisy.Interval(0.9);
        var (narrowLow, narrowHigh) = noisy.HighestDensityInterval(0.9);
        // The empirical distribution of n draws is nowhere farther from the true one than this, but once in a million.
        var limit = Math.Sqrt(Math.Log(2 / StatAssert.FalseAlarmRate) / (2 * 3 * Samples));
        for (var row = 0; row < X.Length; row++)
        {
            double Below(double y) => At(row).Select((f, n) => Normal.CDF(f, Sd[n], y)).Average();
            Assert.Equal(0.05, Below(low[row]), limit);
            Assert.Equal(0.95, Below(high[row]), limit);
            Assert.Equal(0.9, Below(narrowHigh[row]) - Below(narrowLow[row]), 2 * limit);
            Assert.True(narrowHigh[row] - narrowLow[row] <= high[row] - low[row]);
        }
    }

    [Fact]
    public void NoiseDependsOnSeedAndRowAlone()
    {
        var one = Lines.Predict(X).Noisy(seed: 5, 10);
        Assert.Equal(one.ChainsOf(1), Lines.Predict(X[..2]).Noisy(seed: 5, 10).ChainsOf(1));
        Assert.NotEqual(one.ChainsOf(1), Lines.Predict(X).Noisy(seed: 6, 10).ChainsOf(1));
        var threads = Compute.Threads;
        var quantiles = one.Quantile(0.3);
        Compute.Threads = 1;
        Assert.Equal(quantiles, one.Quantile(0.3));
        Compute.Threads = threads;
    }

    [Fact]
    public void OutputsAreKeptApart()
    {
        // Weights [inputs, outputs], then biases: y0 = x, y1 = 2 x + 1.
        var lines = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(0.1), outputs: 2), 1, [1, 2, 0, 1], [1, 2, 0, 3]);
        var predictive = lines.Predict([3, -1]);
        Assert.Equal(2, predictive.Outputs);
        Assert.Equal([3, -1], predictive.Mean(0));
        Assert.Equal([8, 0], predictive.Mean(1));
        Assert.Equal([9, 1], predictive.Network(1, output: 1));
        Assert.Equal(Math.Sqrt(0.01 + 2), predictive.TotalStandardDeviation(1)[0], 1e-6);
        Assert.Equal(4, Lines.Predict([1, 2, 3, 4]).LogPredictiveDensity([1, 2, 3, 4]).Rows.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => predictive.Mean(2));
        Assert.Contains("4 targets for 3 predicted rows", Assert.Throws<ArgumentException>(() => Lines.Predict(X).LogPredictiveDensity([1, 2, 3, 4])).Message, StringComparison.Ordinal);
        Assert.Contains("target of row 1 is NaN", Assert.Throws<ArgumentException>(() => Lines.Predict(X).LogPredictiveDensity([1, float.NaN, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsReachEveryStatistic()
    {
        var predictive = Lines.Predict(X);
        // Too few draws to smooth: the weights are exactly 0.5, 0.5 and 0.
        var weights = ImportanceWeights.Of([1, 1, double.NegativeInfinity]);
        var two = new FixedNetworks(Lines.Network, 1, Lines.Position(0, 0).ToArray(), Lines.Position(0, 1).ToArray()).Predict(X);
        Close(two.Mean(), predictive.Mean(0, weights));
        Close(two.StandardDeviation(), predictive.StandardDeviation(0, weights));
        Close(two.TotalStandardDeviation(), predictive.TotalStandardDeviation(0, weights));
        Close(two.Quantile(0.3), predictive.Quantile(0.3, 0, weights));
        Close(two.HighestDensityInterval(0.4).High, predictive.HighestDensityInterval(0.4, 0, weights).High);
        Close([.. two.LogPredictiveDensity(X).Rows], [.. predictive.LogPredictiveDensity(X, weights).Rows]);
        Assert.True(predictive.Noisy(1, 100).Quantile(0.01, 0, weights)[1] > predictive.Noisy(1, 100).Quantile(0.01)[1]);
        Assert.Contains("same 'every'", Assert.Throws<ArgumentException>(() => two.Mean(0, weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightedQuantilesReduceToPlainOnesAndFollowTheWeights()
    {
        double[] draws = [4, 1, 3, 2, 8];
        double[] equal = [.. Enumerable.Repeat(0.2, 5)];
        foreach (var p in new[] { 0, 0.1, 0.37, 0.5, 0.99, 1 })
            Assert.Equal(Quantile(draws, null, p), Quantile(draws, equal, p), 1e-12);
        // Steps of the cumulative weight have their middles at 0.1, 0.3, 0.7 of 1: stretched to 0, 1/3, 1.
        double[] weights = [0.2, 0.2, 0.6];
        Assert.Equal(2, Quantile([1, 2, 3], weights, 1.0 / 3), 1e-12);
        Assert.Equal(2.5, Quantile([1, 2, 3], weights, 2.0 / 3), 1e-12);
        Assert.Equal(7, RowStatistics.Quantile([7], null, 0.4));
        Assert.Equal((2, 3), RowStatistics.HighestDensity([1, 2, 3, 9], [0.1, 0.4, 0.4, 0.1], 0.8));
        Assert.Equal((1, 3), RowStatistics.HighestDensity([1, 2, 3, 9], null, 0.75));
    }

    private static double Quantile(double[] draws, double[]? weights, double probability)
    {
        var (sorted, own) = RowStatistics.Sort((double[])draws.Clone(), weights);
        return RowStatistics.Quantile(sorted, own, probability);
    }

    private static double[] At(int row) => [.. Slopes.Select((w, n) => (w * X[row]) + Offsets[n])];

    private static void Close(double[] expected, double[] found)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-9);
    }

    [Fact]
    public void Noise_of_two_targets_of_a_row_is_independent()
    {
        var line = FixedNetworks.Line(Likelihood.GaussianWithSampledNoise([1, 1]), outputs: 2);
        var noisy = new FixedNetworks(line, 1, [0, 0, 0, 0, 0, 0]).Predict([0, 0]).Noisy(seed: 4, samples: 20_000);
        StatAssert.MeanEquals([.. noisy.ChainsOf(0, 0)[0].Zip(noisy.ChainsOf(0, 1)[0], (a, b) => a * b)], 0, "product of the noise of two targets");
        StatAssert.MeanEquals([.. noisy.ChainsOf(0, 1)[0].Zip(noisy.ChainsOf(1, 0)[0], (a, b) => a * b)], 0, "product of the noise of two rows");
        StatAssert.MeanEquals([.. noisy.ChainsOf(0, 1)[0].Select(a => a * a)], 1, "variance");
    }

}
