using HepBayes.Evaluation;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Prediction;

/// <summary>One network that always says 0 with normal noise of sd 1; what differs is the truth.</summary>
public class SplitConformalTests
{
    private static readonly FixedNetworks Zero = new(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [0, 0]);

    [Fact]
    public void The_factor_is_the_ratio_of_true_and_stated_width()
    {
        // True sd 2 instead of 1: every interval has to be twice as wide. Relative error of an order statistic at 90 % of 20,000: 0.9 %.
        var truth = Draws(20_000, 2, seed: 1);
        var conformal = SplitConformal.Fit(Noisy(20_000), truth, 0.9);
        Assert.InRange(conformal.Factor, 2 * (1 - (5 * 0.009)), 2 * (1 + (5 * 0.009)));
    }

    [Fact]
    public void Coverage_on_new_rows_is_the_level_whatever_the_noise()
    {
        // The mean coverage over calibration sets of n = 199 lies between 0.9 and 0.9 + 1/200: with ties impossible it is 180/200 exactly.
        var random = new CounterRandom(11);
        var covered = new List<double>();
        for (var set = 0; set < 60; set++)
        {
            var conformal = SplitConformal.Fit(Noisy(199), Heavy(random, 199), 0.9);
            var (low, high) = conformal.Interval(Noisy(400));
            covered.Add(Coverage.Of(low, high, Heavy(random, 400)).Value);
        }

        StatAssert.MeanEquals(covered, 0.9, "coverage of 90 % intervals for Cauchy noise");
    }

    [Fact]
    public void A_calibrated_predictive_keeps_its_intervals()
    {
        var conformal = SplitConformal.Fit(Noisy(20_000), Draws(20_000, 1, seed: 5), 0.683);
        Assert.InRange(conformal.Factor, 0.96, 1.04);
    }

    [Fact]
    public void The_transform_is_uniform_and_mapping_moves_draws()
    {
        var predictive = Noisy(5_000);
        var transform = predictive.ProbabilityBelow(Draws(5_000, 1, seed: 8));
        // Draws are shared between statistics, so u is a rank among 2,000 draws: uniform to 1/2000.
        StatAssert.DistributionEquals(transform, u => u, "transform");
        var mapped = predictive.Map(y => (3 * y) + 100);
        Assert.Equal(predictive.Quantile(0.9).Select(q => (3 * q) + 100), mapped.Quantile(0.9), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(predictive.Draws, mapped.Draws);
        Assert.Equal([0.75], new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [0, 0], [0, 1]).Predict([0]).ProbabilityBelow([1]));
    }

    [Fact]
    public void Several_levels_in_one_pass_are_those_of_separate_ones()
    {
        double[] levels = [0.683, 0.954, 0.9];
        var (predictive, truth) = (Noisy(500), Draws(500, 2, seed: 9));
        var together = SplitConformal.Fit(predictive, truth, levels);
        var intervals = SplitConformal.Intervals(together, predictive);
        for (var i = 0; i < levels.Length; i++)
        {
            var alone = SplitConformal.Fit(predictive, truth, levels[i]);
            Assert.Equal(alone.Factor, together[i].Factor);
            Assert.Equal(alone.Interval(predictive).Low, intervals[i].Low);
            Assert.Equal(alone.Interval(predictive).High, intervals[i].High);
        }

        Assert.Throws<ArgumentException>(() => SplitConformal.Fit(predictive, truth, []));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var predictive = Noisy(5);
        Assert.Contains("at least 19", Assert.Throws<ArgumentException>(() => SplitConformal.Fit(predictive, new float[5], 0.95)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SplitConformal.Fit(predictive, new float[4], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitConformal.Fit(predictive, new float[5], 1));
        Assert.Contains("row 2", Assert.Throws<ArgumentException>(() => SplitConformal.Fit(predictive, [0, 0, float.NaN, 0, 0], 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("no width", Assert.Throws<ArgumentException>(() => SplitConformal.Fit(Zero.Predict(new float[5]), [1, 1, 1, 1, 1], 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => predictive.ProbabilityBelow([1, 2, 3, 4, float.NaN]));
    }

    private static NoisyPredictive Noisy(int rows) => Zero.Predict(new float[rows]).Noisy(seed: 3, samples: 2_000);

    private static float[] Draws(int rows, double sd, ulong seed)
    {
        var random = new CounterRandom(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => (float)(sd * random.NextNormal()))];
    }

    private static float[] Heavy(CounterRandom random, int rows) => [.. Enumerable.Range(0, rows).Select(_ => (float)Cauchy.InvCDF(0, 1, random.NextDouble()))];
}
