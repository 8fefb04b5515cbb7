using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

// Gradient of a Bernoulli log-posterior: hand-written tiles against libtorch autograd and the matrix-multiply rate.
var rows = args.Length > 0 ? int.Parse(args[0]) : 20_000;
Compute.Threads = args.Length > 1 ? int.Parse(args[1]) : 1;
const int Chains = 4;
var random = new CounterRandom(1);
var x = new float[rows * 19];
random.FillNormal(x);
var y = Enumerable.Range(0, rows).Select(i => x[i * 19] + x[(i * 19) + 1] > 0 ? 1f : 0f).ToArray();
foreach (var hidden in new[] { new[] { 50, 50, 50, 50, 50 }, new[] { 32, 32 }, new[] { 50 }, new[] { 100 } })
    foreach (var act in new[] { Activation.Relu, Activation.Tanh })
    {
        var network = new BayesianNetwork(Mlp.Of(19, hidden, 1, act), Prior.Gaussian(), Likelihood.Bernoulli());
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(Chains, seed: 1);
        double Time(Action a) { a(); var n = 0; var w = System.Diagnostics.Stopwatch.StartNew(); while (w.Elapsed.TotalSeconds < 1.0) { a(); n++; } return w.Elapsed.TotalSeconds / n; }
        var t = Time(() => { using var s = NewDisposeScope(); posterior.Evaluate(start); });
        var gflop = 6.0 * network.Architecture.Layout.Count * rows * Chains / 1e9;
        Console.WriteLine($"{network.Architecture}: tiles {t * 1e3:F1} ms = {gflop / t:F0} GFLOP/s");
    }
