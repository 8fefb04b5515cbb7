using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class ModulePosteriorTests
{
    private const int Rows = 37;

    [Theory]
    [InlineData("gaussian, sampled")]
    [InlineData("heteroscedastic")]
    [InlineData("categorical")]
    [InlineData("laplace, custom")]
    public void ADenseModuleHasTheDensityOfTheDensePosterior(string name)
    {
        using var scope = NewDisposeScope();
        var likelihood = TestLikelihoods.All[name].Likelihood;
        var (x, y, w) = Data(name);
        var network = new BayesianNetwork(Mlp.Of(3, [5], 4, Activation.Tanh), Prior.Hierarchical(), likelihood);
        using var dense = network.Posterior(x, y, weights: w);
        using var module = nn.Sequential(("layer1", nn.Linear(3, 5)), ("tanh", nn.Tanh()), ("layer2", nn.Linear(5, 4)));
        using var posterior = new ModulePosterior(module, network.Prior, likelihood, tensor(x).reshape(Rows, 3), tensor(y).reshape(Rows, -1), tensor(w), blockRows: 10);
        Assert.Equal(dense.Parameters, posterior.Parameters);

        var position = network.SamplePrior(2, 4);
        var (expected, slopes) = dense.Evaluate(position);
        var (value, gradient) = posterior.Evaluate(Transposed(position, network));
        Assert.True(value.allclose(expected, 1e-5, 1e-4));
        Assert.True(gradient.allclose(Transposed(slopes, network), 1e-4, 1e-3));
    }

    [Theory]
    [InlineData("bernoulli")]
    [InlineData("gaussian, each sampled")]
    [InlineData("poisson")]
    public void AConvolutionalNetworkAgreesWithFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        var (_, y, w) = Data(name);
        var random = new CounterRandom(5);
        var images = tensor(Enumerable.Range(0, Rows * 36).Select(_ => random.NextNormal()).ToArray()).reshape(Rows, 1, 6, 6);
        using var module = nn.Sequential(("conv", nn.Conv2d(1, 2, 3)), ("act", nn.Sigmoid()), ("pool", nn.MaxPool2d(2)), ("flat", nn.Flatten()), ("out", nn.Linear(8, 4)));
        using var posterior = new ModulePosterior(module, Prior.Horseshoe(), TestLikelihoods.All[name].Likelihood, images, tensor(y).reshape(Rows, -1), tensor(w), blockRows: 16);
        Assert.Equal("conv.weight[8,1]", posterior.ParameterNames[17]);
        Assert.Equal(posterior.Parameters, posterior.ParameterNames.Count);

        var position = posterior.InitialPosition(1, 2).to(float64);
        var gradient = posterior.Evaluate(position).Gradient;
        const double H = 1e-5;
        double At(long index, double shift)
        {
            var moved = position.clone();
            moved[0, index] = position[0, index] + shift;
            return posterior.Evaluate(moved).LogDensity.item<double>();
        }

        for (var i = 0; i < posterior.Parameters; i += 3)
            Assert.Equal((At(i, H) - At(i, -H)) / (2 * H), gradient[0, i].item<double>(), 1e-5 * (1 + gradient.abs().max().item<double>()));
    }

    [Fact]
    public void EvaluationsLeaveNoTensorsBehind()
    {
        using var scope = NewDisposeScope();
        var (x, y, w) = Data("gaussian, sampled");
        using var module = nn.Sequential(("layer1", nn.Linear(3, 5)), ("tanh", nn.Tanh()), ("layer2", nn.Linear(5, 4)));
        using var posterior = new ModulePosterior(module, Prior.Horseshoe(), TestLikelihoods.All["gaussian, sampled"].Likelihood, tensor(x).reshape(Rows, 3), tensor(y).reshape(Rows, -1), tensor(w), blockRows: 10);
        var position = posterior.InitialPosition(2, 1);
        var (logDensity, gradient) = (empty(2, dtype: float64), empty_like(position));
        long Live()
        {
            posterior.Evaluate(position, logDensity, gradient);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        Live();
        var first = Live();
        for (var i = 0; i < 20; i++)
            Assert.Equal(first, Live());
    }

    [Fact]
    public void ModulesThatAreRandomAreRefusedUntilTheyEvaluate()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(("norm", nn.BatchNorm1d(3)), ("drop", nn.Dropout(0.2)), ("out", nn.Linear(3, 1)));
        ModulePosterior Make() => new(module, Prior.Gaussian(), Likelihood.Gaussian(1), ones(4, 3), ones(4, 1));
        var error = Assert.Throws<ArgumentException>(Make);
        Assert.Contains("Layer 'norm' (BatchNorm1d) is in training mode", error.Message, StringComparison.Ordinal);
        module.eval();
        Make().Dispose();
    }

    [Fact]
    public void WrongDataAreRefused()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(3, 2);
        string Message(Tensor x, Tensor y, Tensor? w = null, Likelihood? likelihood = null) =>
            Assert.Throws<ArgumentException>(() => new ModulePosterior(module, Prior.Gaussian(), likelihood ?? Likelihood.Gaussian(1), x, y, w)).Message;
        Assert.Contains("do not match", Message(ones(4, 3), ones(5, 2)), StringComparison.Ordinal);
        Assert.Contains("have 1 columns", Message(ones(4, 3), ones(4, 1)), StringComparison.Ordinal);
        Assert.Contains("missing or infinite", Message(ones(4, 3) / 0, ones(4, 2)), StringComparison.Ordinal);
        Assert.Contains("event weight of row 0 is -1", Message(ones(4, 3), ones(4, 2), -ones(4)), StringComparison.Ordinal);
        Assert.Contains("class in row 0", Message(ones(4, 3), 2 * ones(4, 1), likelihood: Likelihood.Categorical()), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintTellsModelsAndDataApart()
    {
        using var scope = NewDisposeScope();
        string Of(Tensor x, int width, Prior prior)
        {
            using var module = nn.Sequential(("a", nn.Linear(3, width)), ("t", nn.Tanh()), ("b", nn.Linear(width, 1)));
            using var posterior = new ModulePosterior(module, prior, Likelihood.Gaussian(1), x, ones(4, 1));
            return posterior.Fingerprint;
        }

        var first = Of(ones(4, 3), 2, Prior.Gaussian());
        Assert.Equal(first, Of(ones(4, 3), 2, Prior.Gaussian()));
        Assert.NotEqual(first, Of(ones(4, 3), 3, Prior.Gaussian()));
        Assert.NotEqual(first, Of(ones(4, 3), 2, Prior.Gaussian(scale: 1)));
        Assert.NotEqual(first, Of(zeros(4, 3), 2, Prior.Gaussian()));
    }

    private static (float[] X, float[] Y, float[] W) Data(string name)
    {
        var random = new CounterRandom(3);
        var x = new float[Rows * 3];
        random.FillNormal(x);
        return (x, TestLikelihoods.Targets(name, Rows, random), [.. Enumerable.Range(0, Rows).Select(_ => (float)random.NextDouble())]);
    }

    // Torch keeps weights as [outputs, inputs].
    private static Tensor Transposed(Tensor vectors, BayesianNetwork network)
    {
        var result = vectors.clone();
        foreach (var block in network.Architecture.Layout.Blocks)
        {
            var weights = vectors.narrow(1, block.Offset, block.Count).reshape(-1, block.Rows, block.Columns).transpose(1, 2);
            result.narrow(1, block.Offset, block.Count).copy_(weights.reshape(-1, block.Count));
        }

        return result;
    }
}
