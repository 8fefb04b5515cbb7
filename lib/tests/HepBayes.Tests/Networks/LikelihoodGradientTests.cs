using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class LikelihoodGradientTests
{
    // Odd sizes reach every remainder of the kernels: widths that are no multiple of a block, a last tile that is not full.
    private const int Rows = 203;
    private const int Chains = 2;

    public static TheoryData<string, string, bool> Models()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var likelihood in TestLikelihoods.All.Keys)
        {
            data.Add("tanh", likelihood, false);
            data.Add("sigmoid", likelihood, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public unsafe void TheBackwardPassAgreesWithFiniteDifferencesInFloat64(string activation, string likelihood, bool weighted)
    {
        var network = Network(activation, likelihood);
        var (x, y, w) = Data(network, likelihood, weighted);
        using var engine = new CpuDenseEngine<double>(network.Architecture, network.Likelihood, new RowTiles<double>(x, y, Rows, 4, y.Length / Rows, w));
        var position = Position(network);
        var gradient = new double[position.Length];
        var value = new double[Chains];
        fixed (double* p = position, g = gradient)
            engine.Evaluate(p, Chains, value, g);

        // The same parameter is shifted in every chain: chains know nothing of each other.
        double[] At(int index, double shift)
        {
            var moved = (double[])position.Clone();
            for (var chain = 0; chain < Chains; chain++)
                moved[(chain * network.Parameters) + index] += shift;
            var (values, unused) = (new double[Chains], new double[position.Length]);
            fixed (double* p = moved, g = unused)
                engine.Evaluate(p, Chains, values, g);
            return values;
        }

        const double H = 1e-5;
        for (var i = 0; i < network.Parameters; i++)
        {
            var (up, down, up2, down2) = (At(i, H), At(i, -H), At(i, 2 * H), At(i, -2 * H));
            for (var chain = 0; chain < Chains; chain++)
            {
                // Fourth-order central difference.
                var expected = ((8 * (up[chain] - down[chain])) - (up2[chain] - down2[chain])) / (12 * H);
                var actual = gradient[(chain * network.Parameters) + i];
                // A kink of a piecewise linear activation inside the step would spoil the difference, not the gradient.
                Assert.True(Math.Abs(expected - actual) <= 2e-7 * (Math.Abs(expected) + Math.Abs(value[0])), $"chain {chain}, parameter {i}: {actual}, expected {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TensorEngineAndAutomaticDifferentiationAgree(string activation, string likelihood, bool weighted)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y, w) = Data(network, likelihood, weighted);
        using var engine = new TensorDenseEngine(network.Architecture, network.Likelihood, x, y, Rows, CPU, float64, w);
        var position = tensor(Position(network)).reshape(Chains, network.Parameters);
        var (value, gradient) = engine.Evaluate(position);

        var (expected, slope) = Autograd(network, likelihood, x, y, w, position);
        Assert.True(value.allclose(expected, 1e-10));
        Assert.True(gradient.allclose(slope, 1e-9, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public unsafe void TilesInFloat32AgreeWithAutomaticDifferentiation(string activation, string likelihood, bool weighted)
    {
        using var scope = NewDisposeScope();
        var network = Network(activation, likelihood);
        var (x, y, w) = Data(network, likelihood, weighted);
        using var engine = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, new RowTiles<float>(x, y, Rows, 4, y.Length / Rows, w));
        var position = Position(network).Select(p => (float)p).ToArray();
        var (gradient, value) = (new float[position.Length], new double[Chains]);
        fixed (float* p = position, g = gradient)
            engine.Evaluate(p, Chains, value, g);
        var (expected, slope) = Autograd(network, likelihood, x, y, w, tensor(position).to(float64).reshape(Chains, network.Parameters));
        var size = slope.abs().max().item<double>();
        Assert.True((tensor(gradient).reshape(Chains, -1) - slope).abs().max().item<double>() < 1e-5 * size);
        Assert.True((tensor(value) - expected).abs().max().item<double>() < 1e-5 * expected.abs().max().item<double>());
    }

    private static BayesianNetwork Network(string activation, string likelihood) =>
        new(Mlp.Of(4, [13, 6], TestLikelihoods.Outputs, Activation.Parse(activation)), Prior.Gaussian(), TestLikelihoods.All[likelihood].Likelihood);

    private static (float[] X, float[] Y, float[]? W) Data(BayesianNetwork network, string likelihood, bool weighted)
    {
        var random = new CounterRandom(17);
        var x = new float[Rows * 4];
        random.FillNormal(x);
        var y = TestLikelihoods.Targets(likelihood, Rows, random);
        Assert.Equal(Rows * network.Likelihood.TargetColumns(TestLikelihoods.Outputs), y.Length);
        return (x, y, weighted ? [.. Enumerable.Range(0, Rows).Select(_ => (float)(2 * random.NextDouble()))] : null);
    }

    private static double[] Position(BayesianNetwork network)
    {
        var random = new CounterRandom(23);
        return [.. Enumerable.Range(0, Chains * network.Parameters).Select(_ => 0.6 * random.NextNormal())];
    }

    // The log-likelihood written with TorchSharp's own operations and differentiated by it.
    private static (Tensor Value, Tensor Gradient) Autograd(BayesianNetwork network, string likelihood, float[] x, float[] y, float[]? eventWeights, Tensor position)
    {
        var layout = network.Architecture.Layout;
        var p = position.detach().clone().requires_grad_(true);
        var inputs = tensor(x).to(float64).reshape(Rows, 4);
        var targets = tensor(y).to(float64).reshape(Rows, -1);
        var weights = eventWeights is null ? ones(Rows, 1, dtype: float64) : tensor(eventWeights).to(float64).reshape(Rows, 1);
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

            var hyper = p[chain].narrow(0, layout.Count, network.Likelihood.HyperParameters);
            values.Add((TestLikelihoods.All[likelihood].Reference(h, targets, hyper) * weights).sum());
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
