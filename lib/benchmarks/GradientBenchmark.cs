using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>
/// Time of one gradient of a log-likelihood against rivals in the same run and on the same threads: automatic
/// differentiation of libtorch over the full batch, and the rate of libtorch's product of matrices of 2048 x 2048.
/// Options: --rows, --hidden (for example 50,50), --activation, --likelihood, --repetitions.
/// </summary>
internal static class GradientBenchmark
{
    private const int Inputs = 19;

    public static void Run(BenchmarkOptions options)
    {
        var rows = options.Integer("rows", 160_000);
        var hidden = options.Text("hidden", "50,50,50,50,50").Split(',').Select(w => int.Parse(w, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var activation = Activation.Parse(options.Text("activation", "relu"));
        var x = new float[rows * Inputs];
        new CounterRandom(1).FillNormal(x);
        foreach (var name in options.Text("likelihood", "bernoulli,gaussian").Split(','))
        {
            var likelihood = name == "bernoulli" ? Likelihood.Bernoulli() : Likelihood.Gaussian(0.5);
            var y = Enumerable.Range(0, rows).Select(i => Target(x, i, name)).ToArray();
            var network = new BayesianNetwork(Mlp.Of(Inputs, hidden, 1, activation), Prior.Gaussian(), likelihood);
            Measure(network, x, y, rows, options.Integer("repetitions", 7));
        }
    }

    private static float Target(float[] x, int row, string likelihood)
    {
        var sum = x[row * Inputs] + x[(row * Inputs) + 1];
        return likelihood == "bernoulli" ? sum > 0 ? 1f : 0f : sum;
    }

    private static void Measure(BayesianNetwork network, float[] x, float[] y, int rows, int repetitions)
    {
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(1, seed: 1);
        using var inputs = tensor(x).reshape(rows, Inputs);
        using var targets = tensor(y).reshape(rows, 1);
        using var product = Measurement.Product2048();
        var times = Measurement.Seconds(
            repetitions,
            2,
            () => LogLikelihood(posterior, start),
            () => AutomaticDifferentiation.Gradient(network, start, inputs, targets),
            product.Run);
        var (own, autograd, matrix) = (times[0], times[1], times[2]);
        using var scope = NewDisposeScope();
        var expected = AutomaticDifferentiation.Gradient(network, start, inputs, targets);
        var error = (LogLikelihood(posterior, start) - expected).abs().max().item<float>() / expected.abs().max().item<float>();
        var rate = Operations(network.Architecture) * rows / own.Least;
        Measurement.WriteLine(new
        {
            benchmark = "gradient",
            network = network.Architecture.ToString(),
            likelihood = network.Likelihood.Name,
            rows,
            threads = Compute.Threads,
            ms = Measurement.Rounded(own.Least * 1e3, 2),
            ms_median = Measurement.Rounded(own.Median * 1e3, 2),
            autograd_ms = Measurement.Rounded(autograd.Least * 1e3, 2),
            autograd_ratio = Measurement.Rounded(autograd.Least / own.Least, 2),
            gigaflops = Measurement.Rounded(rate / 1e9, 1),
            gemm_gigaflops = Measurement.Rounded(product.Operations / matrix.Least / 1e9, 1),
            gemm_ratio = Measurement.Rounded(rate / (product.Operations / matrix.Least), 2),
            relative_error = Measurement.Rounded(error, 9),
        });
    }

    /// <summary>
    /// Floating-point operations of the matrix products for one row, a multiplication and an addition for each weight:
    /// forward, gradient of the weights, and gradient of the activations (not needed for the inputs).
    /// </summary>
    private static double Operations(Mlp network) => Enumerable.Range(0, network.Layers)
        .Sum(layer => (layer == 0 ? 4.0 : 6.0) * network.Layout.Weight(layer).Count);

    private static unsafe Tensor LogLikelihood(DensePosterior posterior, Tensor position)
    {
        var gradient = empty_like(position);
        Span<double> value = stackalloc double[1];
        fixed (float* p = TensorMemory.Span<float>(position), g = TensorMemory.Span<float>(gradient))
            posterior.Cpu!.Evaluate(p, 1, value, g);
        return gradient;
    }
}
