using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class DensePosteriorTests
{
    private static readonly Dictionary<string, Prior> Priors = new()
    {
        ["gaussian"] = Prior.Gaussian(),
        ["hierarchical"] = Prior.Hierarchical(),
        ["horseshoe"] = Prior.Horseshoe(),
    };

    public static TheoryData<string> Names() => [.. Priors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheProcessorAgreesWithTensorOperations(string name)
    {
        using var scope = NewDisposeScope();
        var (network, x, y) = Model(name);
        using var posterior = network.Posterior(x, y);
        var position = network.SamplePrior(3, 1);
        var (value, gradient) = posterior.Evaluate(position);
        Assert.Equal(network.Parameters, posterior.Parameters);

        // The path of other devices, in float64 on the processor.
        var rows = TrainingRows.Of(network, x, y, null, "the data");
        using var engine = new TensorDenseEngine(network.Architecture, network.Likelihood, rows.Inputs, rows.Targets, rows.Rows, CPU, float64);
        using var prior = network.NewPrior();
        var exact = position.to(float64);
        var (logLikelihood, engineGradient) = engine.Evaluate(prior.ToEngine(exact));
        var slopes = empty_like(exact);
        var expected = logLikelihood + prior.FromEngine(exact, engineGradient, slopes);
        Assert.True(value.allclose(expected, 1e-5, 1e-3));
        Assert.True((gradient - slopes).abs().max().item<double>() < 1e-4 * slopes.abs().max().item<double>());
        Assert.True(posterior.LogPrior(exact).allclose(prior.Evaluate(exact, zeros_like(exact)), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheCallersTensorsReceiveTheSameBits(string name)
    {
        using var scope = NewDisposeScope();
        var (network, x, y) = Model(name);
        using var posterior = network.Posterior(x, y);
        var position = network.PriorDraws(2, 3);
        var (value, gradient) = posterior.Evaluate(position);
        var (logDensity, slopes) = (full(2, double.NaN, dtype: float64), full([2, posterior.Parameters], float.NaN));
        posterior.Evaluate(position, logDensity, slopes);
        Assert.Equal(value.bytes.ToArray(), logDensity.bytes.ToArray());
        Assert.Equal(gradient.bytes.ToArray(), slopes.bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsAreWhatTheEngineSees(string name)
    {
        using var scope = NewDisposeScope();
        var (network, _, _) = Model(name);
        var position = network.SamplePrior(1, 1);
        var (numbers, weights, engine) = (position.data<float>().ToArray(), new float[network.Architecture.Layout.Count], new float[network.Architecture.Layout.Count + 1]);
        network.Weights(numbers, weights);
        using var prior = network.NewPrior();
        prior.ToEngine<float>(numbers, engine);
        Assert.Equal(engine[..^1], weights);
        Assert.Equal(numbers[^1], network.LikelihoodParameters(numbers)[0]);
        Assert.Equal(engine[^1], numbers[^1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnEvaluationAllocatesNothingThatGrowsWithTheModel(string name)
    {
        using var scope = NewDisposeScope();
        var network = new BayesianNetwork(Mlp.Of(4, [100, 100], 2, Activation.Tanh), Priors[name], Likelihood.GaussianWithSampledNoise(0.5));
        var (_, x, y) = Model(name);
        using var posterior = network.Posterior(x, y);
        var position = network.PriorDraws(2, 3);
        var (logDensity, gradient) = (empty(2, dtype: float64), empty_like(position));
        for (var i = 0; i < 3; i++)
            posterior.Evaluate(position, logDensity, gradient);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            posterior.Evaluate(position, logDensity, gradient);
        // A vector of parameters has more than 10,000 numbers; the parallel loops of the engine take a few hundred bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * 8_000);
    }

    [Fact]
    public void EveryParameterHasAName()
    {
        var (network, _, _) = Model("hierarchical");
        var names = network.ParameterNames;
        Assert.Equal(network.Parameters, names.Count);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal("layer1.weight[0,1]", names[1]);
        Assert.Equal("layer1.bias[2]", names[12 + 2]);
        Assert.Equal("layer1.weight.location", names[network.Architecture.Layout.Count]);
        Assert.Equal("noise.log_scale", names[^1]);
    }

    [Fact]
    public void ACopyWithAnotherPriorHasItsParameters()
    {
        var (network, _, _) = Model("gaussian");
        var before = network.Parameters;
        var other = network with { Prior = Prior.Hierarchical() };
        Assert.Equal(before + 8, other.Parameters);
        Assert.NotEqual(network, other);
        Assert.Equal(network, other with { Prior = network.Prior });
    }

    [Fact]
    public void StartsLieAroundThePriorsCentre()
    {
        using var scope = NewDisposeScope();
        var (network, _, _) = Model("hierarchical");
        var start = network.PriorDraws(2000, 1, shrink: 0.5);
        var weights = network.Architecture.Layout.Count;
        Assert.Equal(0.5 * 1.5 / Math.Sqrt(4), start.narrow(1, 0, 12).std().item<float>(), 0.01);
        Assert.Equal(0, start[0, weights].item<float>());
        Assert.Equal(Math.Log(1.5), start[0, weights + 1].item<float>(), 1e-6);
        Assert.Equal(Math.Log(0.5), start[0, -1].item<float>(), 1e-6);
    }

    [Fact]
    public void TheFingerprintTellsModelsAndDataApart()
    {
        var (network, x, y) = Model("gaussian");
        string Of(BayesianNetwork model, float[] inputs, float[]? weights = null)
        {
            using var posterior = model.Posterior(inputs, y, weights: weights);
            return posterior.Fingerprint;
        }

        var first = Of(network, x);
        Assert.Equal(first, Of(Model("gaussian").Network, (float[])x.Clone()));
        var others = new[]
        {
            Of(network with { Prior = Prior.Gaussian(1.4) }, x),
            Of(network with { Likelihood = Likelihood.GaussianWithSampledNoise(0.6) }, x),
            Of(network with { Architecture = Mlp.Of(4, [3], 2, Activation.Relu) }, x),
            Of(network, [float.BitIncrement(x[0]), .. x[1..]]),
            Of(network, x, [.. Enumerable.Repeat(1f, y.Length / 2)]),
        };
        Assert.Equal(others.Length + 1, others.Append(first).Distinct().Count());
    }

    [Fact]
    public void PositionsThatDoNotFitAreRefused()
    {
        using var scope = NewDisposeScope();
        var (network, x, y) = Model("gaussian");
        using var posterior = network.Posterior(x, y);
        Assert.Contains("expected [chains, 24]", Assert.Throws<ArgumentException>(() => posterior.Evaluate(zeros(2, 25))).Message, StringComparison.Ordinal);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => posterior.Evaluate(zeros(2, 24, dtype: float64))).Message, StringComparison.Ordinal);
    }

    private static (BayesianNetwork Network, float[] X, float[] Y) Model(string prior)
    {
        var random = new CounterRandom(2);
        var (x, y) = (new float[150 * 4], new float[150 * 2]);
        random.FillNormal(x);
        random.FillNormal(y);
        return (new BayesianNetwork(Mlp.Of(4, [3], 2, Activation.Tanh), Priors[prior], Likelihood.GaussianWithSampledNoise(0.5)), x, y);
    }
}
