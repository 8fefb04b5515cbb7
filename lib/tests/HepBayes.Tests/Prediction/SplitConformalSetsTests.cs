using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using Xunit.Sdk;

namespace HepBayes.Tests.Prediction;

public class SplitConformalSetsTests
{
    // Logits of three classes: weights, then biases.
    private static readonly FixedNetworks Model = new(FixedNetworks.Line(Likelihood.Categorical(), outputs: 3), 1, [2, -1, 0, 0.3f, 0, 0.5f]);

    [Fact]
    public void Scores_are_the_probability_of_what_is_more_probable()
    {
        Assert.Equal([0.5 + (0.4 * 0.3), 0.4 * 0.5, 0.8 + (0.4 * 0.2)], SplitConformalSets.Scores(0, [0.3, 0.5, 0.2], 0.4), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.25, 0.75], SplitConformalSets.Scores(0, [0.5, 0.5], 0.5));
    }

    // The mean over calibration sets of 99 rows is 90 / 100 exactly, also for a model that is far from right.
    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.5)]
    public void Coverage_on_new_rows_is_the_level_whatever_the_model(double truth)
    {
        var random = new CounterRandom(11);
        var covered = new List<double>();
        for (var set = 0; set < 400; set++)
        {
            var (x, labels) = Rows(random, 99, truth);
            var (fresh, expected) = Rows(random, 50, truth);
            var sets = SplitConformalSets.Fit(Model.Predict(x), labels, 0.9, seed: set).Sets(Model.Predict(fresh), seed: set);
            covered.Add(sets.Zip(expected, (own, label) => own.Contains(label) ? 1.0 : 0).Average());
        }

        StatAssert.MeanEquals(covered, 0.9, "coverage of 90 % sets");
    }

    // Why there is u: with u = 1, the score of the whole class, sets of a calibrated model cover more than they promise.
    [Fact]
    public void Without_the_random_part_coverage_is_too_large()
    {
        var random = new CounterRandom(12);
        var (x, labels) = Rows(random, 40_000, 1);
        var probabilities = Model.Predict(x).ClassProbabilities(null);
        double[] Covered(Func<double> u) => [.. labels.Select((label, row) => SplitConformalSets.Scores(row, probabilities[row], u())[label] <= 0.9 ? 1.0 : 0)];
        StatAssert.MeanEquals(Covered(random.NextDouble), 0.9, "coverage");
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(Covered(() => 1), 0.9, "coverage with u = 1"));
    }

    // With right probabilities scores are uniform, so the threshold is an order statistic at the level.
    [Fact]
    public void Right_probabilities_have_uniform_scores()
    {
        var random = new CounterRandom(13);
        var (x, labels) = Rows(random, 20_000, 1);
        var predictive = Model.Predict(x);
        var probabilities = predictive.ClassProbabilities(null);
        StatAssert.DistributionEquals(labels.Select((label, row) => SplitConformalSets.Scores(row, probabilities[row], random.NextDouble())[label]), u => u, "scores");
        var sets = SplitConformalSets.Fit(predictive, labels, 0.8, seed: 1);
        // Five standard deviations of the order statistic.
        Assert.Equal(0.8, sets.Threshold, 5 * Math.Sqrt(0.8 * 0.2 / 20_000));
        Assert.Equal("80.0 % sets of 3 classes", sets.ToString()[..24]);
    }

    [Fact]
    public void Sets_are_in_the_order_of_probability_and_depend_on_the_seed()
    {
        var (x, labels) = Rows(new CounterRandom(14), 500, 1);
        var predictive = Model.Predict(x);
        var conformal = SplitConformalSets.Fit(predictive, labels, 0.95, seed: 2);
        var probabilities = predictive.ClassProbabilities(null);
        var sets = conformal.Sets(predictive, seed: 3);
        Assert.Equal(500, sets.Length);
        for (var row = 0; row < 500; row++)
            Assert.Equal(sets[row].OrderByDescending(label => probabilities[row][label]), sets[row]);
        Assert.Equal(sets, conformal.Sets(predictive, seed: 3));
        Assert.NotEqual(sets, conformal.Sets(predictive, seed: 4));
        Assert.True(sets.Max(s => s.Length) > 1);
    }

    [Fact]
    public void Two_classes_of_one_output_are_two_classes()
    {
        var predictive = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 1, [1, 0]).Predict([-9, -8, 0, 8, 9]);
        var sets = SplitConformalSets.Fit(predictive, [0, 0, 1, 1, 1], 0.8, seed: 1);
        Assert.Equal(2, sets.Classes);
        Assert.All(predictive.ClassProbabilities(null), p => Assert.Equal(1, p[0] + p[1], 1e-12));
        Assert.All(sets.Sets(predictive, seed: 1), set => Assert.InRange(set.Length, 0, 2));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var predictive = Model.Predict(new float[5]);
        string Refused(PredictiveDraws draws, int[] labels, double level) =>
            Assert.ThrowsAny<ArgumentException>(() => SplitConformalSets.Fit(draws, labels, level, seed: 1)).Message;
        Assert.Contains("at least 19", Refused(predictive, new int[5], 0.95), StringComparison.Ordinal);
        Assert.Contains("4 true classes for 5", Refused(predictive, new int[4], 0.5), StringComparison.Ordinal);
        Assert.Contains("row 1 is 3; expected 0 to 2", Refused(predictive, [0, 3, 0, 0, 0], 0.5), StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Refused(predictive, new int[5], 1), StringComparison.Ordinal);
        var line = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [0, 0]).Predict(new float[5]);
        Assert.Throws<InvalidOperationException>(() => SplitConformalSets.Fit(line, new int[5], 0.5, seed: 1));
        var two = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 1, [0, 0]).Predict(new float[5]);
        Assert.Contains("2 classes; the calibration had 3", Assert.Throws<ArgumentException>(() => SplitConformalSets.Fit(predictive, new int[5], 0.5, seed: 1).Sets(two, seed: 1)).Message, StringComparison.Ordinal);
    }

    // Labels drawn from the model's own logits times a factor: 1 for a model that is right.
    private static (float[] X, int[] Labels) Rows(CounterRandom random, int rows, double factor)
    {
        var x = new float[rows];
        random.FillNormal(x);
        var weights = Model.Position(0, 0).ToArray();
        return (x, [.. x.Select(value =>
        {
            double[] exponentials = [.. Enumerable.Range(0, 3).Select(k => Math.Exp(factor * ((weights[k] * value) + weights[3 + k])))];
            var u = random.NextDouble() * exponentials.Sum();
            return u < exponentials[0] ? 0 : u < exponentials[0] + exponentials[1] ? 1 : 2;
        })]);
    }
}
