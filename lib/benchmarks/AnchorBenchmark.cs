using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>
/// The published example of Hamiltonian Monte Carlo with TensorFlow Probability (NVIDIA/mcmc-bnn-example): a network of
/// 22 inputs, 40 hidden units and one output over 58,368 rows, 800 samples of 200 leapfrog steps each, 42 minutes on one
/// A100. Our total is projected from gradients that are really computed: from the mean of all, and from the best round of a
/// hundred of them, because others may use the machine too. Options: --gradients (2000), --activation.
/// </summary>
internal static class AnchorBenchmark
{
    private const int Inputs = 22;
    private const int Rows = 58_368;
    private const int Round = 100;
    private const int TotalGradients = 800 * 200;
    private const double PublishedMinutes = 42;

    public static void Run(BenchmarkOptions options)
    {
        var gradients = options.Integer("gradients", 2000);
        var x = new float[Rows * Inputs];
        new CounterRandom(1).FillNormal(x);
        var y = Enumerable.Range(0, Rows).Select(i => x[i * Inputs] + x[(i * Inputs) + 1] > 0 ? 1f : 0f).ToArray();
        var network = new BayesianNetwork(Mlp.Of(Inputs, [40], 1, Activation.Parse(options.Text("activation", "relu"))), Prior.Gaussian(), Likelihood.Bernoulli());
        using var posterior = network.Posterior(x, y);
        using var position = network.PriorDraws(1, seed: 1);
        var watch = new Stopwatch();
        // The first round warms up.
        var times = Measurement.Times((gradients + Round - 1) / Round, 0, () =>
        {
            watch.Start();
            Evaluate(posterior, position, Round);
            watch.Stop();
        })[0];
        var seconds = watch.Elapsed.TotalSeconds / ((times.Rounds + 1) * Round);
        var minutes = seconds * TotalGradients / 60;
        Measurement.WriteLine(new
        {
            benchmark = "anchor-a100",
            network = network.Architecture.ToString(),
            rows = Rows,
            threads = Compute.Threads,
            gradients = times.Rounds * Round,
            seconds_per_gradient = Measurement.Rounded(seconds, 7),
            least_seconds_per_gradient = Measurement.Rounded(times.Least / Round, 7),
            processor_seconds_per_gradient = Measurement.Rounded(times.LeastProcessor / Round, 7),
            projected_minutes = Measurement.Rounded(minutes, 2),
            least_projected_minutes = Measurement.Rounded(times.Least / Round * TotalGradients / 60, 2),
            published_minutes = PublishedMinutes,
            ratio = Measurement.Rounded(PublishedMinutes / minutes, 1),
        });
    }

    // Density and gradient of the posterior, prior included, as a leapfrog step needs them; the position moves a little.
    private static void Evaluate(DensePosterior posterior, Tensor position, int count)
    {
        using TorchSharp.Scalar step = 1e-9;
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            position.add_(posterior.Evaluate(position).Gradient, step);
        }
    }
}
