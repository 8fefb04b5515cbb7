using HepBayes.Baselines;
using HepBayes.Evaluation;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.TensorBnn;
using HepBayes.Tests.Data;
using HepBayes.Training;

namespace HepBayes.Tests.TensorBnn;

/// <summary>The calls of lib/docs/tensorbnn.md, with fewer draws: if one changes here, change it there.</summary>
public class GuideTests
{
    [Fact]
    public void TheCallsOfTheGuideWork()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var (x, y) = Rows(1);
        var (validationX, validationY) = Rows(2);
        var network = new BayesianNetwork(Mlp.Of(1, [4, 4], 1, Activation.Tanh), Prior.TensorBnnGaussian(), Likelihood.GaussianWithSampledNoise(0.1));
        using var posterior = network.Posterior(x, y);
        using var validation = network.Posterior(validationX, validationY);

        var trained = DeepEnsemble.Train(posterior, members: 2, seed: 1, new AdamOptions { Epochs = 20, LearningRate = 0.01 }, validation, cancellation: cancellation);
        for (var cycle = 1; cycle < 3; cycle++)
        {
            using var from = trained.Positions();
            trained = AdamTrainer.Fit(posterior, from, new AdamOptions { Epochs = 20, LearningRate = 0.01 * Math.Pow(10, -cycle) }, validation, cancellation: cancellation);
        }

        using var start = trained.Positions();
        var few = new HmcOptions { MaximumLeapfrogs = 5 };
        var grid = new BanditOptions { MinimumStepSize = 1e-4, MaximumStepSize = 1e-1, MinimumLeapfrogs = 5, MaximumLeapfrogs = 6, TransitionsPerPoint = 10 };
        var gibbs = HmcGibbs.Sample(posterior, split: network.Architecture.Layout.Count, start, new HmcGibbsOptions { Warmup = 10, Draws = 4, Thin = 2, Seed = 50, FirstBandit = grid, Second = few }, cancellation: cancellation);
        var bandit = BanditHmc.Sample(posterior, start, grid with { Warmup = 10, Draws = 4, Thin = 2, Seed = 50 }, cancellation: cancellation);
        Assert.Equal((2, 4, 4), (gibbs.Chains, gibbs.Draws, bandit.Draws));
        var run = Hmc.Sample(posterior, start, few with { Warmup = 10, Draws = 6, Seed = 50 }, cancellation: cancellation);

        TensorBnnFolder.Write(run.Networks(network), folder.File("ForTensorBnn"));
        var networks = TensorBnnFolder.Read(folder.File("ForTensorBnn"), Likelihood.GaussianWithSampledNoise(0.1));
        Assert.Equal(12, networks.Draws);
        var predictive = networks.Predict(x, every: 5);
        var (low, high) = predictive.Noisy(seed: 1).Interval(0.95);
        Assert.True(low[0] < high[0]);
        Assert.Equal(run.Position(0, 5)[3], networks.Position(0, 5)[3], 1e-6f);
        Assert.Equal(network.Parameters, network.ParameterNames.Count);
        Assert.NotEmpty(PosteriorSummary.Of(network.ParameterNames[0], run.Parameter(0)).ToString());
        Assert.NotEmpty(PredictionAutocorrelation.Of(run.Predict(network, x)).Correlation);

        var wider = network with { Prior = Prior.TensorBnnCauchy() };
        using var other = wider.Posterior(x, y);
        Assert.True(Reweighting.ToPrior(networks, posterior, other).Ess > 0);
        Assert.True(Reweighting.To(run, posterior, other).Ess > 0);
        Assert.True(PredictionError.Absolute(predictive.Mean(), y, "").RootMeanSquare.Value > 0);
        Assert.True(PredictionError.Percent(predictive.Mean(), y).Mean.Value > 0);
    }

    private static (float[] X, float[] Y) Rows(int seed)
    {
        var random = new CounterRandom((ulong)seed);
        var x = Enumerable.Range(0, 64).Select(_ => (float)((4 * random.NextDouble()) - 2)).ToArray();
        return (x, [.. x.Select(v => (float)((v * Math.Sin(2 * Math.PI * v)) - Math.Cos(Math.PI * v) + (0.1 * random.NextNormal())))]);
    }
}
