using HepBayes.Networks;
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
    [MemberData(nameof(Models))]
    public unsafe void TheBackwardPassAgreesWithFiniteDifferencesInFloat64(string activation, string likelihood)
    {
        var network = Network(activation, likelihood);
        var (x, y) = Data(network);
        using var engine = new CpuDenseEngine<double>(network.Architecture, network.Likelihood, new RowTiles<double>(x, y, Rows, 4, 2));
        var position = Position(network);
        var gradient = new double[position.Length];
        var value = new double[Chains];
        fixed (double* p = position, g = gradient)
            engine.Evaluate(p, Chains, value, g);

        double At(int index, double shift)
        {
            var moved = (double[])position.Clone();
            moved[index] += shift;
            var (values, unused) = (new double[Chains], new double[position.Length]);
            fixed (double* p = moved, g = unused)
                engine.Evaluate(p, Chains, values, g);
            return values[index / network.Parameters];
        }

        const double H = 1e-5;
        for (var i = 0; i < position.Length; i++)
        {
            // Fourth-order central difference.
            var expected = ((8 * (At(i, H) - At(i, -H))) - (At(i, 2 * H) - At(i, -2 * H))) / (12 * H);
            // A kink of a piecewise linear activation inside the step would spoil the difference, not the gradient.
            Assert.True(Math.Abs(expected - gradient[i]) <= 2e-7 * (Math.Abs(expected) + Math.Abs(value[0])), $"parameter {i}: {gradient[i]}, expected {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TensorEngineAndAutomaticDifferentiationAgree(string activation, string likelihood)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y) = Data(network);
        using var engine = new TensorDenseEngine(network.Architecture, network.Likelihood, x, y, Rows, CPU, float64);
        var position = tensor(Position(network)).reshape(Chains, network.Parameters);
        var (value, gradient) = engine.Evaluate(position);

        var (expected, slope) = Autograd(network, x, y, position);
        Assert.True(value.allclose(expected, 1e-10));
        Assert.True(gradient.allclose(slope, 1e-9, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public unsafe void TilesInFloat32AgreeWithAutomaticDifferentiation(string activation, string likelihood)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y) = Data(network);
        using var engine = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, new RowTiles<float>(x, y, Rows, 4, 2));
        var position = Position(network).Select(p => (float)p).ToArray();
        var (gradient, value) = (new float[position.Length], new double[Chains]);
        fixed (float* p = position, g = gradient)
            engine.Evaluate(p, Chains, value, g);
        var (expected, slope) = Autograd(network, x, y, tensor(position).to(float64).reshape(Chains, network.Parameters));
        var size = slope.abs().max().item<double>();
        Assert.True((tensor(gradient).reshape(Chains, -1) - slope).abs().max().item<double>() < 1e-5 * size);
        Assert.True((tensor(value) - expected).abs().max().item<double>() < 1e-5 * expected.abs().max().item<double>());
    }

    [Fact]
    public void PriorsHaveTheirDensityAndGradient()
    {
        using var scope = NewDisposeScope();
        var network = new BayesianNetwork(Mlp.Of(4, [7], 2, Activation.Tanh), Prior.Gaussian(1.3, 0.7, outputScale: 2.1), Likelihood.GaussianWithSampledNoise(0.5, 0.8));
        var (x, y) = Data(network);
        using var posterior = network.Posterior(x, y);
        var position = tensor(Position(network)).reshape(Chains, network.Parameters);
        var gradient = zeros_like(position);
        var value = posterior.AddPrior(position, gradient).data<double>().ToArray();

        double Expected(double[] p) => Enumerable.Range(0, p.Length).Sum(i => i < p.Length - 1
            ? MathNet.Numerics.Distributions.Normal.PDFLn(0, i < 28 ? 1.3 / 2 : i < 35 ? 0.7 : i < 49 ? 2.1 / Math.Sqrt(7) : 0.7, p[i])
            : MathNet.Numerics.Distributions.Normal.PDFLn(Math.Log(0.5), 0.8, p[i]));
        var first = position[0].data<double>().ToArray();
        Assert.Equal(Expected(first), value[0], 1e-9);
        for (var i = 0; i < first.Length; i++)
        {
            var (up, down) = ((double[])first.Clone(), (double[])first.Clone());
            up[i] += 1e-6;
            down[i] -= 1e-6;
            Assert.Equal((Expected(up) - Expected(down)) / 2e-6, gradient[0, i].item<double>(), 1e-5);
        }
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        var network = Network("relu", "bernoulli");
        var (x, y) = Data(network);
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

    private static (float[] X, float[] Y) Data(BayesianNetwork network)
    {
        var random = new CounterRandom(17);
        var x = new float[Rows * 4];
        var y = new float[Rows * 2];
        random.FillNormal(x);
        random.FillNormal(y);
        return (x, network.Likelihood.Name == "bernoulli" ? [.. y.Select(v => v > 0 ? 1f : 0f)] : y);
    }

    private static double[] Position(BayesianNetwork network)
    {
        var random = new CounterRandom(23);
        return [.. Enumerable.Range(0, Chains * network.Parameters).Select(_ => 0.6 * random.NextNormal())];
    }

    // The log-likelihood written with TorchSharp's own operations and differentiated by it.
    private static (Tensor Value, Tensor Gradient) Autograd(BayesianNetwork network, float[] x, float[] y, Tensor position)
    {
        var layout = network.Architecture.Layout;
        var p = position.detach().clone().requires_grad_(true);
        var inputs = tensor(x).to(float64).reshape(Rows, 4);
        var targets = tensor(y).to(float64).reshape(Rows, 2);
        var values = new List<Tensor>();
        for (var chain = 0; chain < Chains; chain++)
        {
            var h = inputs;
            for (var layer = 0; layer < network.Architecture.Layers; layer++)
            {
                var (w, b) = (layout.Weight(layer), layout.Bias(layer));
                h = h.mm(p[chain].narrow(0, w.Offset, w.Count).view(w.Rows, w.Columns)) + p[chain].narrow(0, b.Offset, b.Count);
                if (layer < network.Architecture.Layers - 1)
                    h = Reference(network.Architecture.Activation.Name, h);
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

    private static Tensor Reference(string activation, Tensor z) => activation switch
    {
        "relu" => nn.functional.relu(z),
        "leaky relu" => nn.functional.leaky_relu(z, 0.01),
        "elu" => nn.functional.elu(z, 1.0),
        "tanh" => nn.functional.tanh(z),
        "sigmoid" => nn.functional.sigmoid(z),
        _ => z,
    };
}
