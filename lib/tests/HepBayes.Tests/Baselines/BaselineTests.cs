using HepBayes.Baselines;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Tests.Baselines;

/// <summary>Every baseline under the predictor's interface.</summary>
public class BaselineTests
{
    private const int Rows = 400;

    public static TheoryData<string> Names => ["ensemble", "swag", "laplace", "last layer", "tangent", "variational"];

    [Theory]
    [MemberData(nameof(Names))]
    public void SplitConformalIntervalsCoverWhatTheyPromise(string name)
    {
        // The model's noise is three times too small, so its own intervals do not cover.
        var network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.1));
        using var posterior = network.Posterior(Inputs(1), Targets(1));
        var predict = Predictions(name, posterior);
        double Coverage(double[] low, double[] high) => Targets(3).Where((t, row) => t >= low[row] && t <= high[row]).Count() / (double)Rows;
        var predictive = predict(Inputs(3)).Noisy(seed: 1);
        var (low, high) = predictive.Interval(0.9);
        var before = Coverage(low, high);
        var conformal = SplitConformal.Fit(predict(Inputs(2)).Noisy(seed: 2), Targets(2), 0.9);
        (low, high) = conformal.Interval(predictive);

        // Coverage given one calibration set is beta distributed; 4.9 standard deviations are exceeded once in a million.
        var limit = (4.9 * Math.Sqrt(0.9 * 0.1 * 2 / Rows)) + (1.0 / (Rows + 1));
        Assert.True(Math.Abs(Coverage(low, high) - 0.9) < limit, $"{name}: {Coverage(low, high)}");

        // Networks with weights drawn far from the maximum are wide for another reason.
        Assert.True(name == "laplace" || (before < 0.75 && conformal.Factor > 1.5), $"{name}: {before}, factor {conformal.Factor}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ClassifiersGiveProbabilitiesAndScores(string name)
    {
        var network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
        float[] labels = [.. Targets(1).Select(t => t > 0 ? 1f : 0f)];
        using var posterior = network.Posterior(Inputs(1), labels);
        var predictive = Predictions(name, posterior)(Inputs(1));
        Assert.All(predictive.Mean(), p => Assert.InRange(p, 0, 1));
        Assert.True(predictive.LogPredictiveDensity(labels).Mean > -0.55, $"{name}: {predictive.LogPredictiveDensity(labels).Mean}");
        Assert.Equal(Rows, predictive.ExpectedEntropy().Length);
    }

    [Theory]
    [InlineData("ensemble")]
    [InlineData("swag")]
    [InlineData("laplace")]
    [InlineData("variational")]
    public void BatchesAndFilesTakeTheNetworks(string name)
    {
        var network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(Inputs(1), Targets(1));
        var networks = Networks(name, posterior);
        var saved = SavedPosterior.Of(networks, new PosteriorDescription { Inputs = ["x"], Targets = ["y"] });
        Assert.Equal(networks.Predict(Inputs(2)).Mean(), saved.Predict(Inputs(2)).Mean());
    }

    [Fact]
    public void TheBestMemberHasTheLargestPosteriorDensity()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [3], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(Inputs(1), Targets(1));
        var ensemble = DeepEnsemble.Train(posterior, members: 4, seed: 3, new AdamOptions { Epochs = 20 }, cancellation: TestContext.Current.CancellationToken);
        using var positions = ensemble.Positions();
        var (value, gradient) = posterior.Evaluate(positions);
        var expected = value.data<double>().ToArray();
        value.Dispose();
        gradient.Dispose();
        Assert.Equal(Array.IndexOf(expected, expected.Max()), DeepEnsemble.Best(posterior, ensemble));
        Assert.NotEqual(ensemble.Parameters(0).ToArray(), ensemble.Parameters(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepEnsemble.Train(posterior, members: 0, seed: 1, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void NetworksInMemoryAreChecked()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        Assert.Contains("do not make", Assert.Throws<ArgumentException>(() => new NetworkSamples(network, 2, new float[6])).Message, StringComparison.Ordinal);
        Assert.Contains("layer1.bias[0]", Assert.Throws<ArgumentException>(() => new NetworkSamples(network, 1, [1, 2, 3, float.NaN])).Message, StringComparison.Ordinal);
        var samples = new NetworkSamples(network, 2, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([7f, 8f], samples.Position(1, 1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => samples.Position(0, 2));
    }

    private static float[] Inputs(int seed)
    {
        var random = new CounterRandom((ulong)seed, 1);
        return [.. Enumerable.Range(0, Rows).Select(_ => (float)((4 * random.NextDouble()) - 2))];
    }

    private static float[] Targets(int seed)
    {
        var random = new CounterRandom((ulong)seed, 2);
        return [.. Inputs(seed).Select(x => (float)(Math.Sin(2 * x) + (0.3 * random.NextNormal())))];
    }

    private static Func<float[], PosteriorPredictive> Predictions(string name, DensePosterior posterior)
    {
        if (name == "tangent")
        {
            var laplace = Laplace.Fit(posterior, Trained(posterior, 1).Parameters(0));
            return x => laplace.PredictLinearised(x, draws: 50, seed: 1);
        }

        var networks = Networks(name, posterior);
        return x => networks.Predict(x);
    }

    private static INetworkEnsemble Networks(string name, DensePosterior posterior)
    {
        var trained = Trained(posterior, name == "ensemble" ? 5 : 1);
        switch (name)
        {
            case "swag":
                using (var start = trained.Positions())
                    return Swag.Fit(posterior, start, new SwagOptions { Epochs = 30, LearningRate = 1e-3 }, cancellation: TestContext.Current.CancellationToken).Sample(50, seed: 1);
            case "laplace":
                return Laplace.Fit(posterior, trained.Parameters(0)).Sample(50, seed: 1);
            case "last layer":
                return Laplace.Fit(posterior, trained.Parameters(0), new LaplaceOptions { LastLayer = true, Structure = LaplaceStructure.Full }).Sample(50, seed: 1);
            case "variational":
                return MeanFieldVariational.Fit(posterior, trained.Parameters(0), new VariationalOptions { Epochs = 100 }, cancellation: TestContext.Current.CancellationToken).Sample(50, seed: 1);
            default:
                return trained;
        }
    }

    private static TrainedNetworks Trained(DensePosterior posterior, int members) =>
        DeepEnsemble.Train(posterior, members, seed: 2, new AdamOptions { Epochs = 150, BatchRows = 128, LearningRate = 0.02 }, cancellation: TestContext.Current.CancellationToken);
}
