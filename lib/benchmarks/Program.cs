using System.Diagnostics;
using System.Globalization;
using HepBayes.Benchmarks;
using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

if (args is ["predict", ..])
{
    PredictBenchmark.Run(args[1..]);
    return;
}

// Time of one gradient of a classifier's log-likelihood, per chain, against rivals in the same run: automatic
// differentiation of libtorch on the same device, and the rate of its matrix product. One JSON line for each network.
// Usage: HepBayes.Benchmarks [rows] [threads]
if (args is ["memory", ..])
{
    MemoryBenchmark.Run(args[1..]);
    return;
}

var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
Compute.Threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
const int Inputs = 19;
const int Chains = 4;

var random = new CounterRandom(1);
var x = new float[rows * Inputs];
random.FillNormal(x);
var y = Enumerable.Range(0, rows).Select(i => x[i * Inputs] + x[(i * Inputs) + 1] > 0 ? 1f : 0f).ToArray();
var peak = MatrixProductRate();
foreach (var hidden in new int[][] { [32, 32], [50, 50, 50], [50, 50, 50, 50, 50] })
{
    foreach (var activation in new[] { Activation.Relu, Activation.Tanh })
    {
        var network = new BayesianNetwork(Mlp.Of(Inputs, hidden, 1, activation), Prior.Gaussian(), Likelihood.Bernoulli());
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(Chains, seed: 1);
        var tiles = Seconds(() => posterior.Evaluate(start)) / Chains;
        var autograd = Seconds(() => Autograd(network, start)) / Chains;
        var operations = 6.0 * network.Architecture.Layout.Count * rows;
        Console.WriteLine(FormattableString.Invariant(
            $"{{\"benchmark\": \"gradient\", \"network\": \"{network.Architecture}\", \"rows\": {rows}, \"threads\": {Compute.Threads}, \"milliseconds\": {tiles * 1e3:F2}, \"autograd_milliseconds\": {autograd * 1e3:F2}, \"speedup_over_autograd\": {autograd / tiles:F2}, \"share_of_matrix_product_rate\": {operations / tiles / peak:F2}}}"));
    }
}

double Seconds(Action action)
{
    void Once()
    {
        using var scope = NewDisposeScope();
        action();
    }

    Once();
    var times = new List<double>();
    var total = Stopwatch.StartNew();
    while (times.Count < 5 || total.Elapsed.TotalSeconds < 2)
    {
        var watch = Stopwatch.StartNew();
        Once();
        times.Add(watch.Elapsed.TotalSeconds);
    }

    return times.Order().ElementAt(times.Count / 2);
}

double MatrixProductRate()
{
    const int N = 2048;
    using var a = randn(N, N);
    using var b = randn(N, N);
    return 2.0 * N * N * N / Seconds(() => a.mm(b));
}

// The chains one after the other, which is faster here than one batched product.
void Autograd(BayesianNetwork network, Tensor positions)
{
    using var inputs = tensor(x).reshape(rows, Inputs);
    using var targets = tensor(y).reshape(rows, 1);
    for (var chain = 0; chain < Chains; chain++)
    {
        using var scope = NewDisposeScope();
        var p = positions[chain].detach().clone().requires_grad_(true);
        var h = inputs;
        for (var layer = 0; layer < network.Architecture.Layers; layer++)
        {
            var (w, b) = (network.Architecture.Layout.Weight(layer), network.Architecture.Layout.Bias(layer));
            h = h.mm(p.narrow(0, w.Offset, w.Count).view(w.Rows, w.Columns)).add(p.narrow(0, b.Offset, b.Count), Scalars.One);
            if (layer < network.Architecture.Layers - 1)
                h = network.Architecture.Activation == Activation.Relu ? h.relu() : h.tanh();
        }

        nn.functional.binary_cross_entropy_with_logits(h, targets, reduction: nn.Reduction.Sum).backward();
    }
}
