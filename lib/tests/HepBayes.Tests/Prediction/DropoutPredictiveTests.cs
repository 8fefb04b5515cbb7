using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using Xunit.Sdk;

namespace HepBayes.Tests.Prediction;

public class DropoutPredictiveTests
{
    private static readonly Mlp Network = Mlp.Of(2, [3, 2], 1, Activation.Tanh);
    private static readonly double[] Dropout = [0.3, 0.2];
    private static readonly float[] Weights = Numbers(Network.Layout.Count, 1);
    private static readonly float[] Inputs = Numbers(2 * 150, 2);

    [Fact]
    public void Many_passes_have_the_mean_and_the_spread_of_all_masks()
    {
        var predictive = Of(6000);
        foreach (var row in new[] { 0, 63, 64, 149 })
        {
            var draws = predictive.ChainsOf(row)[0];
            StatAssert.MeanEquals(draws, Exact(row, p => p), $"mean of row {row}");
            StatAssert.MeanEquals([.. draws.Select(p => p * p)], Exact(row, p => p * p), $"second moment of row {row}");
            StatAssert.MeanEquals([.. draws.Select(Entropy)], Exact(row, Entropy), $"entropy of row {row}");
        }

        // Without dropout the score is another one than the mean over masks.
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(predictive.ChainsOf(0)[0], Probability(0, [1, 1, 1, 1, 1]), "one pass without dropout"));
    }

    [Fact]
    public void Statistics_are_those_of_the_passes()
    {
        var predictive = Of(50);
        var (mean, deviation, entropy, expected, information) = (predictive.Mean(), predictive.StandardDeviation(), predictive.PredictiveEntropy(), predictive.ExpectedEntropy(), predictive.MutualInformation());
        var (low, high) = predictive.Interval(0.8);
        Assert.Equal((1, 50, 150, 1), (predictive.Chains, predictive.Draws, predictive.Rows, predictive.Outputs));
        for (var row = 0; row < predictive.Rows; row++)
        {
            var draws = predictive.ChainsOf(row)[0];
            Assert.Equal(draws.Average(), mean[row], 1e-12);
            Assert.Equal(Math.Sqrt(StatAssert.Variance(draws)), deviation[row], 1e-12);
            Assert.Equal(Entropy(draws.Average()), entropy[row], 1e-12);
            Assert.Equal(draws.Average(Entropy), expected[row], 1e-12);
            Assert.Equal(Entropy(draws.Average()) - draws.Average(Entropy), information[row], 1e-12);
            Assert.Equal(Math.Sqrt(StatAssert.Variance(draws)), predictive.StandardDeviation(0, ImportanceWeights.Of(new double[50]))[row], 1e-9);
            double[] sorted = [.. draws.Order()];
            Assert.Equal(sorted[4] + (0.9 * (sorted[5] - sorted[4])), low[row], 1e-12);
            Assert.Equal(sorted[44] + (0.1 * (sorted[45] - sorted[44])), high[row], 1e-12);
        }
    }

    [Fact]
    public void Passes_depend_on_seed_row_and_pass_alone()
    {
        var one = Of(20);
        var before = Compute.Threads;
        Compute.Threads = 1;
        var alone = Of(20);
        Compute.Threads = before;
        Assert.Equal(one.Mean(), alone.Mean());
        Assert.Equal(one.StandardDeviation(), alone.StandardDeviation());
        Assert.Equal(one.ExpectedEntropy(), alone.ExpectedEntropy());
        Assert.Equal(one.Quantile(0.3), Of(20, keep: true).Quantile(0.3));
        Assert.Equal(one.ChainsOf(70)[0], Of(30).ChainsOf(70)[0][..20]);
        Assert.Equal(one.ChainsOf(70), new DropoutPredictive(Network, Weights, Dropout, Inputs[..(2 * 71)], 20, 3, false).ChainsOf(70));
        Assert.NotEqual(one.Mean(), new DropoutPredictive(Network, Weights, Dropout, Inputs, 20, 4, false).Mean());
    }

    [Fact]
    public void No_rows_and_a_single_pass_are_possible()
    {
        Assert.Empty(new DropoutPredictive(Network, Weights, Dropout, [], 20, 3, false).MutualInformation());
        Assert.All(Of(1).StandardDeviation(), sd => Assert.Equal(0, sd));
        Assert.All(Of(1).MutualInformation(), i => Assert.Equal(0, i, 1e-15));
    }

    private static DropoutPredictive Of(int passes, bool keep = false) => new(Network, Weights, Dropout, Inputs, passes, seed: 3, keep);

    private static float[] Numbers(int count, ulong stream)
    {
        var values = new float[count];
        new CounterRandom(7, stream).FillNormal(values);
        return values;
    }

    private static double Entropy(double p) => -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));

    // The mean of a function of the probability over all 32 masks.
    private static double Exact(int row, Func<double, double> function)
    {
        var sum = 0.0;
        for (var mask = 0; mask < 32; mask++)
        {
            var (chance, factors) = (1.0, new double[5]);
            for (var unit = 0; unit < 5; unit++)
            {
                var (p, kept) = (Dropout[unit < 3 ? 0 : 1], ((mask >> unit) & 1) == 1);
                chance *= kept ? 1 - p : p;
                factors[unit] = kept ? 1 / (1 - p) : 0;
            }

            sum += chance * function(Probability(row, factors));
        }

        return sum;
    }

    private static double Probability(int row, double[] factors)
    {
        double[] x = [Inputs[2 * row], Inputs[(2 * row) + 1]];
        var layout = Network.Layout;
        double[] Layer(int layer, double[] values) =>
            [.. Enumerable.Range(0, Network.Width(layer + 1)).Select(o => Weights[layout.Bias(layer).Offset + o] + values.Select((v, i) => v * Weights[layout.Weight(layer).Offset + (i * Network.Width(layer + 1)) + o]).Sum())];
        var first = Layer(0, x).Select((z, u) => Math.Tanh(z) * factors[u]).ToArray();
        var second = Layer(1, first).Select((z, u) => Math.Tanh(z) * factors[3 + u]).ToArray();
        return 1 / (1 + Math.Exp(-Layer(2, second)[0]));
    }
}
