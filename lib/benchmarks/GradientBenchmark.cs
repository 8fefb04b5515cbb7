using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>
/// Time of one gradient of a log-likelihood against rivals in the same run and on the same threads: automatic
/// differentiation of libtorch over the full batch, and the rate of libtorch's product of matrices of 2048 x 2048. The three
/// take turns, and the least time of each counts; the ratios are given by the clock and by processor time. Options: --rows, --inputs, --hidden (for example 50,50), --activation, --likelihood, --repetitions.
/// </summary>
internal static class GradientBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        var rows = options.Integer("rows", 160_000);
        var inputs = options.Integer("inputs", 19);
        var hidden = options.Integers("hidden", "50,50,50,50,50");
        var activation = Activation.Parse(options.Text("activation", "relu"));
        var x = new float[rows * inputs];
        new CounterRandom(1).FillNormal(x);
        foreach (var name in options.Text("likelihood", "bernoulli,gaussian").Split(','))
        {
            var likelihood = name == "bernoulli" ? Likelihood.Bernoulli() : Likelihood.Gaussian(0.5);
            var y = Enumerable.Range(0, rows).Select(i => Target(x.AsSpan(i * inputs, 2), name)).ToArray();
            var network = new BayesianNetwork(Mlp.Of(inputs, hidden, 1, activation), Prior.Gaussian(), likelihood);
            Measure(network, x, y, rows, options.Integer("repetitions", 15));
        }
    }

    private static float Target(ReadOnlySpan<float> x, string likelihood)
    {
        var sum = x[0] + x[1];
        return likelihood == "bernoulli" ? sum > 0 ? 1f : 0f : sum;
    }

    private static void Measure(BayesianNetwork network, float[] x, float[] y, int rows, int repetitions)
    {
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(1, seed: 1);
        using var inputs = tensor(x).reshape(rows, network.Architecture.Inputs);
        using var targets = tensor(y).reshape(rows, 1);
        using var product = Measurement.Product2048();
        var times = Measurement.Times(
            repetitions,
            5,
            () => LogLikelihood(posterior, start),
            () => AutomaticDifferentiation.Gradient(network, start, inputs, targets),
            product.Run);
        var (own, autograd, matrix) = (times[0], times[1], times[2]);
        using var scope = NewDisposeScope();
        var expected = AutomaticDifferentiation.Gradient(network, start, inputs, targets);
        var error = (LogLikelihood(posterior, start) - expected).abs().max().item<float>() / expected.abs().max().item<float>();
        var work = Operations(network.Architecture) * rows;
        var rate = work / own.Least;
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
            rounds = own.Rounds,
            processor_ms = Measurement.Rounded(own.LeastProcessor * 1e3, 2),
            processor_autograd_ratio = Measurement.Rounded(autograd.LeastProcessor / own.LeastProcessor, 2),
            processor_gemm_ratio = Measurement.Rounded(work / own.LeastProcessor / (product.Operations / matrix.LeastProcessor), 2),
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
