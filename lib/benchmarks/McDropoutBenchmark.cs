using System.Globalization;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>
/// Seconds of Monte Carlo dropout for a whole table, mean, standard deviation and entropies included, beside as many passes of
/// TorchSharp modules in training mode with mean and standard deviation, in the same run. Prints one line.
/// Usage: mc-dropout [--rows N] [--passes N] [--inputs N] [--hidden 84,49] [--dropout 0.05,0] [--threads N].
/// </summary>
internal static class McDropoutBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        var (rows, passes, inputs) = (options.Integer("rows", 100_000), options.Integer("passes", 100), options.Integer("inputs", 69));
        var hidden = options.Integers("hidden", "84,49");
        double[] dropout = [.. options.Text("dropout", "0.05,0").Split(',').Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
        if (dropout.Length != hidden.Length)
            throw new BenchmarkUsageException($"--dropout: {dropout.Length} probabilities for {hidden.Length} hidden layers.");
        var network = Mlp.Of(inputs, hidden, 1, Activation.Relu);
        var (x, weights) = (new float[rows * inputs], new float[network.Layout.Count]);
        new CounterRandom(1).FillNormal(x);
        new CounterRandom(2).FillNormal(weights);
        for (var i = 0; i < weights.Length; i++)
            weights[i] *= 0.1f;

        using var modules = Modules(network, weights, dropout);
        using var table = tensor(x).reshape(rows, inputs);
        var times = Measurement.Times(
            2, 0,
            () => _ = new DropoutPredictive(network, weights, dropout, x, passes, seed: 1, keep: false),
            () => Rival(modules, table, passes));
        Measurement.WriteLine(new
        {
            benchmark = "mc-dropout",
            network = network.ToString(),
            dropout,
            rows,
            passes,
            threads = Compute.Threads,
            seconds = Measurement.Rounded(times[0].Least, 3),
            rival_seconds = Measurement.Rounded(times[1].Least, 3),
            ratio = Measurement.Rounded(times[1].Least / times[0].Least, 2),
            ratio_of_medians = Measurement.Rounded(times[1].Median / times[0].Median, 2),
        });
    }

    private static nn.Module<Tensor, Tensor> Modules(Mlp network, float[] weights, double[] dropout)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var linear = nn.Linear(inputs, outputs);
            using (no_grad())
            {
                linear.weight!.copy_(tensor(weights.AsSpan(network.Layout.Weight(layer).Offset, inputs * outputs).ToArray()).reshape(inputs, outputs).t());
                linear.bias!.copy_(tensor(weights.AsSpan(network.Layout.Bias(layer).Offset, outputs).ToArray()));
            }

            layers.Add(linear);
            if (layer == network.Layers - 1)
                break;
            layers.Add(nn.ReLU());
            if (dropout[layer] > 0)
                layers.Add(nn.Dropout(dropout[layer]));
        }

        var modules = nn.Sequential(layers);
        modules.train();
        return modules;
    }

    private static void Rival(nn.Module<Tensor, Tensor> modules, Tensor table, int passes)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var scores = new Tensor[passes];
        for (var pass = 0; pass < passes; pass++)
        {
            using var inner = NewDisposeScope();
            scores[pass] = modules.forward(table).sigmoid().squeeze(1).MoveToOuterDisposeScope();
        }

        var all = stack(scores);
        all.mean([0L]);
        all.std(0);
    }
}
