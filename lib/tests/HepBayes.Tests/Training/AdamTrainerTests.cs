using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Training;
using TorchSharp;

namespace HepBayes.Tests.Training;

public class AdamTrainerTests
{
    private const int Rows = 1000;

    [Fact]
    public void ALinearModelReachesItsPosteriorMaximum()
    {
        var (x, y) = Data(Rows, 1);
        var network = new BayesianNetwork(Mlp.Of(2, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(3, seed: 1);
        var trained = AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 500, LearningRate = 0.05 }, cancellation: TestContext.Current.CancellationToken);

        // At the maximum the gradient of the log posterior vanishes; one standard deviation away it would be about 1/sd = 100.
        using var scope = torch.NewDisposeScope();
        var gradient = posterior.Evaluate(trained.Positions()).Gradient;
        Assert.True(gradient.abs().max().item<float>() < 10, gradient.abs().max().item<float>().ToString());
        for (var member = 0; member < 3; member++)
        {
            Assert.Equal(1.0, trained.Parameters(member)[0], 0.05);
            Assert.Equal(-2.0, trained.Parameters(member)[1], 0.05);
        }
    }

    [Theory]
    [InlineData("hierarchical")]
    [InlineData("horseshoe")]
    public void PriorsWithHyperParametersTrainWithThoseHeldFixed(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (x, y) = Data(Rows, 1);
        var prior = name == "horseshoe" ? Prior.Horseshoe() : Prior.Hierarchical();
        var network = new BayesianNetwork(Mlp.Of(2, [], 1, Activation.Identity), prior, Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(x, y);
        var start = network.PriorDraws(2, seed: 1);
        var trained = AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 500, LearningRate = 0.1, BatchRows = 256 }, cancellation: TestContext.Current.CancellationToken);
        var weights = new float[3];
        for (var member = 0; member < 2; member++)
        {
            network.Weights(trained.Parameters(member), weights);
            Assert.Equal(1.0, weights[0], 0.05);
            Assert.Equal(-2.0, weights[1], 0.05);
            Assert.Equal(start[member].data<float>().ToArray()[3..], trained.Parameters(member)[3..].ToArray());
        }
    }

    [Fact]
    public void TheWeightsOfTheBestValidationEpochAreKept()
    {
        var (x, y) = Data(128, 1);
        var (vx, vy) = Data(128, 2);
        var network = new BayesianNetwork(Mlp.Of(2, [40], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(x, y);
        using var validation = network.Posterior(vx, vy);
        using var start = network.PriorDraws(1, seed: 1);
        var trained = AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 300, PriorWeight = 0, LearningRate = 0.03 }, validation, cancellation: TestContext.Current.CancellationToken);
        var losses = trained.History.Validation[0];
        Assert.Equal(300, losses.Length);
        Assert.Equal(losses.Min(), losses[trained.History.BestEpoch[0]]);
        var mean = trained.Predict(vx).Mean();
        var loss = mean.Zip(vy, (f, t) => (0.5 * Math.Pow((t - f) / 0.3, 2)) + Math.Log(0.3) + (0.5 * Math.Log(2 * Math.PI))).Average();
        Assert.Equal(losses.Min(), loss, 1e-4);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsOnAnyNumberOfThreads()
    {
        var (x, y) = Data(Rows, 1);
        var network = new BayesianNetwork(Mlp.Of(2, [10], 1, Activation.Relu), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(2, seed: 1);
        float[] Train(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var trained = AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 3, BatchRows = 128, Seed = seed }, cancellation: TestContext.Current.CancellationToken);
            Compute.Threads = before;
            return trained.Parameters(1).ToArray();
        }

        var first = Train(1, 1);
        Assert.Equal(first, Train(1, 2));
        Assert.NotEqual(first, Train(2, 1));
    }

    [Fact]
    public void BadSettingsAreRefused()
    {
        var (x, y) = Data(128, 1);
        var network = new BayesianNetwork(Mlp.Of(2, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.Gaussian(0.3));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(1, seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 0 }, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamTrainer.Fit(posterior, start, new AdamOptions { LearningRate = -1 }, cancellation: TestContext.Current.CancellationToken));
        using var wrong = torch.zeros(1, 7);
        Assert.Throws<ArgumentException>(() => AdamTrainer.Fit(posterior, wrong, new AdamOptions(), cancellation: TestContext.Current.CancellationToken));
    }

    private static (float[] X, float[] Y) Data(int rows, ulong stream)
    {
        var random = new CounterRandom(5, stream);
        var x = new float[rows * 2];
        random.FillNormal(x);
        return (x, [.. Enumerable.Range(0, rows).Select(r => (float)(x[2 * r] - (2 * x[(2 * r) + 1]) + (0.3 * random.NextNormal())))]);
    }
}
