using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class GradientTests
{
    // Odd sizes reach every remainder of the kernels: widths that are no multiple of a block, a last tile that is not full.
    private const int Rows = 203;
    private const int Chains = 2;

    public static TheoryData<string, string> Models()
    {
        var data = new TheoryData<string, string>();
        foreach (var activation in Activation.All)
        {
            foreach (var likelihood in Likelihoods().Keys)
                data.Add(activation.Name, likelihood);
        }

        return data;
    }

    [Theory]
    [InlineData("gelu")]
    [InlineData("silu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("exp")]
    [InlineData("identity")]
    public void TheBackwardPassAgreesWithFiniteDifferencesInFloat64(string activation)
    {
        // Smooth activations only: a kink inside the step would spoil the difference, not the gradient.
        foreach (var likelihood in Likelihoods().Keys)
        {
            var network = Network(activation, likelihood);
            var (x, y) = Data(network, Rows);
            using var engine = new CpuDenseEngine<double>(network.Architecture, network.Likelihood, new RowTiles<double>(x, y, Rows, 4, 2));
            var position = Position(network);
            var (value, gradient) = Evaluate(engine, position);

            double At(int index, double shift)
            {
                var moved = (double[])position.Clone();
                moved[index] += shift;
                return Evaluate(engine, moved).Value[index / network.Parameters];
            }

            const double H = 1e-4;
            for (var i = 0; i < position.Length; i++)
            {
                // Fourth-order central difference.
                var expected = ((8 * (At(i, H) - At(i, -H))) - (At(i, 2 * H) - At(i, -2 * H))) / (12 * H);
                Assert.True(Math.Abs(expected - gradient[i]) <= 2e-8 * (Math.Abs(expected) + Math.Abs(value[0])), $"{likelihood}, parameter {i}: {gradient[i]}, expected {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryVectorWidthAgreesWithAutomaticDifferentiation(string activation, string likelihood)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y) = Data(network, Rows);
        var position = Position(network);
        var (expected, slope) = Autograd(network, x, y, tensor(position).reshape(Chains, network.Parameters));
        var size = slope.abs().max().item<double>();
        foreach (var path in VectorPaths.Available)
        {
            using var exact = new CpuDenseEngine<double>(network.Architecture, network.Likelihood, new RowTiles<double>(x, y, Rows, 4, 2), path);
            var (value, gradient) = Evaluate(exact, position);
            Assert.True((tensor(value) - expected).abs().max().item<double>() < 1e-11 * expected.abs().max().item<double>(), $"{path} float64");
            Assert.True((tensor(gradient).reshape(Chains, -1) - slope).abs().max().item<double>() < 1e-11 * size, $"{path} float64");

            using var fast = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, new RowTiles<float>(x, y, Rows, 4, 2), path);
            var (value32, gradient32) = Evaluate(fast, [.. position.Select(p => (float)p)]);
            Assert.True((tensor(value32) - expected).abs().max().item<double>() < 1e-5 * expected.abs().max().item<double>(), $"{path} float32");
            Assert.True((tensor(gradient32).reshape(Chains, -1) - slope).abs().max().item<double>() < 1e-5 * size, $"{path} float32");
        }
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("1", 31)]
    [InlineData("3,2", 32)]
    [InlineData("11,33,7", 33)]
    [InlineData("64", 600)]
    [InlineData("50,50", 1500)]
    [InlineData("130,21", 257)]
    public void AnyWidthAndNumberOfRowsAgreesWithAutomaticDifferentiation(string hidden, int rows)
    {
        using var scope = NewDisposeScope();
        foreach (var activation in new[] { Activation.LeakyReluOf(0.3), Activation.Silu, Activation.Prelu })
        {
            var widths = hidden.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
            var network = new BayesianNetwork(Mlp.Of(4, widths, 2, activation), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.7));
            var (x, y) = Data(network, rows);
            var position = Position(network);
            var (expected, slope) = Autograd(network, x, y, tensor(position).reshape(Chains, network.Parameters));
            var size = slope.abs().max().item<double>();
            foreach (var path in VectorPaths.Available)
            {
                using var engine = new CpuDenseEngine<double>(network.Architecture, network.Likelihood, new RowTiles<double>(x, y, rows, 4, 2), path);
                var (value, gradient) = Evaluate(engine, position);
                Assert.True((tensor(value) - expected).abs().max().item<double>() < 1e-11 * expected.abs().max().item<double>(), $"{activation} {path}");
                Assert.True((tensor(gradient).reshape(Chains, -1) - slope).abs().max().item<double>() < 1e-11 * size, $"{activation} {path}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TensorEngineAndAutomaticDifferentiationAgree(string activation, string likelihood)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y) = Data(network, Rows);
        using var engine = new TensorDenseEngine(network.Architecture, network.Likelihood, x, y, Rows, CPU, float64);
        var position = tensor(Position(network)).reshape(Chains, network.Parameters);
        var (value, gradient) = engine.Evaluate(position);

        var (expected, slope) = Autograd(network, x, y, position);
        Assert.True(value.allclose(expected, 1e-10));
        Assert.True(gradient.allclose(slope, 1e-9, 1e-9));
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        var network = Network("relu", "bernoulli");
        var (x, y) = Data(network, Rows);
        using var posterior = network.Posterior(x, y);
        using var position = network.PriorDraws(3, seed: 2);
        byte[] Evaluate(int threads)
        {
            using var scope = NewDisposeScope();
            var before = Compute.Threads;
            Compute.Threads = threads;
            var gradient = posterior.Evaluate(position).Gradient;
            Compute.Threads = before;
            return gradient.bytes.ToArray();
        }

        Assert.Equal(Evaluate(1), Evaluate(2));
    }

    private static Dictionary<string, Likelihood> Likelihoods() => new()
    {
        ["bernoulli"] = Likelihood.Bernoulli(),
        ["gaussian"] = Likelihood.Gaussian(0.7),
        ["gaussian, sampled noise"] = Likelihood.GaussianWithSampledNoise(0.7),
    };

    private static BayesianNetwork Network(string activation, string likelihood) =>
        new(Mlp.Of(4, [13, 6], 2, Activation.Parse(activation)), Prior.Gaussian(), Likelihoods()[likelihood]);

    private static (float[] X, float[] Y) Data(BayesianNetwork network, int rows)
    {
        var random = new CounterRandom(17);
        var x = new float[rows * 4];
        var y = new float[rows * 2];
        random.FillNormal(x);
        random.FillNormal(y);
        return (x, network.Likelihood.Name == "bernoulli" ? [.. y.Select(v => v > 0 ? 1f : 0f)] : y);
    }

    // Smaller weights for the exponential, which would otherwise be applied to large numbers again and again.
    private static double[] Position(BayesianNetwork network)
    {
        var random = new CounterRandom(23);
        var scale = network.Architecture.Activation == Activation.Exp ? 0.2 : 0.6;
        return [.. Enumerable.Range(0, Chains * network.Parameters).Select(_ => (double)(float)(scale * random.NextNormal()))];
    }

    private static unsafe (double[] Value, T[] Gradient) Evaluate<T>(CpuDenseEngine<T> engine, T[] position) where T : unmanaged
    {
        var (value, gradient) = (new double[Chains], new T[position.Length]);
        fixed (T* p = position, g = gradient)
            engine.Evaluate(p, Chains, value, g);
        return (value, gradient);
    }

    // The log-likelihood written with TorchSharp's own operations and differentiated by it.
    private static (Tensor Value, Tensor Gradient) Autograd(BayesianNetwork network, float[] x, float[] y, Tensor position)
    {
        var layout = network.Architecture.Layout;
        var p = position.detach().clone().requires_grad_(true);
        var inputs = tensor(x).to(float64).reshape(x.Length / 4, 4);
        var targets = tensor(y).to(float64).reshape(y.Length / 2, 2);
        var values = new List<Tensor>();
        for (var chain = 0; chain < Chains; chain++)
        {
            var h = inputs;
            for (var layer = 0; layer < network.Architecture.Layers; layer++)
            {
                var (w, b) = (layout.Weight(layer), layout.Bias(layer));
                h = h.mm(p[chain].narrow(0, w.Offset, w.Count).view(w.Rows, w.Columns)) + p[chain].narrow(0, b.Offset, b.Count);
                if (layer < network.Architecture.Layers - 1)
                    h = Reference(network.Architecture.Activation.Name, h, layout.Slope(layer) is { } t ? p[chain].narrow(0, t.Offset, t.Count) : null);
            }

            var logSd = network.Likelihood.HyperParameters > 0 ? p[chain, network.Parameters - 1] : tensor(Math.Log(0.7), dtype: float64);
            values.Add(network.Likelihood.Name == "bernoulli"
                ? -nn.functional.binary_cross_entropy_with_logits(h, targets, reduction: nn.Reduction.Sum)
                : (((targets - h) / logSd.exp()).square() * -0.5 - logSd - (0.5 * Math.Log(2 * Math.PI))).sum());
        }

        var value = stack(values);
        value.sum().backward();
        return (value.detach(), p.grad!);
    }

    private static Tensor Reference(string activation, Tensor z, Tensor? slopes) => activation switch
    {
        "relu" => nn.functional.relu(z),
        "leaky relu" => nn.functional.leaky_relu(z, 0.01),
        "leaky relu(0.3)" => nn.functional.leaky_relu(z, 0.3),
        "elu" => nn.functional.elu(z, 1.0),
        "gelu" => nn.functional.gelu(z),
        "silu" => nn.functional.silu(z),
        "tanh" => nn.functional.tanh(z),
        "sigmoid" => nn.functional.sigmoid(z),
        "exp" => z.exp(),
        "prelu" => z.relu() + (z.clamp(max: 0) * slopes!),
        "square prelu" => z.relu() + (z.clamp(max: 0) * slopes!.square()),
        _ => z,
    };
}
