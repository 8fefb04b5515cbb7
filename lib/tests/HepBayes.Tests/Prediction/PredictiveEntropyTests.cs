using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Prediction;

public class PredictiveEntropyTests
{
    [Fact]
    public void Two_classes_have_the_entropies_of_their_probability()
    {
        // Log-odds 0 and -2 at x = 0: two networks that disagree.
        var predictive = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 1, [0, 0], [0, -2]).Predict([0]);
        double[] p = [0.5, 1 / (1 + Math.Exp(2))];
        Assert.Equal(Entropy([p.Average(), 1 - p.Average()]), predictive.PredictiveEntropy()[0], 1e-7);
        Assert.Equal(p.Average(q => Entropy([q, 1 - q])), predictive.ExpectedEntropy()[0], 1e-7);
        Assert.Equal(predictive.PredictiveEntropy()[0] - predictive.ExpectedEntropy()[0], predictive.MutualInformation()[0], 1e-12);

        var second = ImportanceWeights.Of([double.NegativeInfinity, 0]);
        Assert.Equal(Entropy([p[1], 1 - p[1]]), predictive.PredictiveEntropy(second)[0], 1e-7);
        Assert.Equal(0, predictive.MutualInformation(second)[0], 1e-12);
    }

    [Fact]
    public void Certain_networks_that_contradict_each_other_give_one_bit()
    {
        var predictive = new FixedNetworks(FixedNetworks.Line(Likelihood.Bernoulli()), 1, [0, 900], [0, -900]).Predict([0]);
        Assert.Equal(Math.Log(2), predictive.PredictiveEntropy()[0], 1e-12);
        Assert.Equal(0, predictive.ExpectedEntropy()[0], 1e-12);
        Assert.Equal(Math.Log(2), predictive.MutualInformation()[0], 1e-12);
    }

    [Fact]
    public void Several_classes_add_up()
    {
        // Weights of three classes at x = 0 do not matter; biases are the logits.
        var predictive = new FixedNetworks(FixedNetworks.Line(Likelihood.Categorical(), outputs: 3), 1, [0, 0, 0, 0, 1, 2], [0, 0, 0, 1, 1, 1]).Predict([0]);
        double[] first = [.. new[] { 0.0, 1, 2 }.Select(f => Math.Exp(f) / (1 + Math.E + Math.Exp(2)))];
        double[] third = [1 / 3.0, 1 / 3.0, 1 / 3.0];
        Assert.Equal(Entropy([.. first.Zip(third, (a, b) => (a + b) / 2)]), predictive.PredictiveEntropy()[0], 1e-6);
        Assert.Equal((Entropy(first) + Entropy(third)) / 2, predictive.ExpectedEntropy()[0], 1e-6);
    }

    [Fact]
    public void Predictions_that_are_no_probabilities_have_no_entropy()
    {
        var line = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [0, 0]).Predict([0]);
        Assert.Contains("not class probabilities", Assert.Throws<InvalidOperationException>(() => line.MutualInformation()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => line.Noisy(1).ExpectedEntropy());
    }

    private static double Entropy(IEnumerable<double> p) => -p.Sum(q => q > 0 ? q * Math.Log(q) : 0);
}
