using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>
/// Time of a posterior of 135 networks (19, 50x5, 1) for each of many rows that stream by, mean and standard deviation kept:
/// one JSON line for each activation. The activations take turns, and the least time of each counts, by the clock and as
/// processor time of all threads. Options: --rows, --networks, --repetitions.
/// </summary>
internal static class PredictBenchmark
{
    private const int Inputs = 19;
    private const int ChunkRows = 10_000;

    public static void Run(BenchmarkOptions options)
    {
        var rows = options.Integer("rows", 100_000);
        var networks = options.Integer("networks", 135);
        var chunk = new float[ChunkRows * Inputs];
        new CounterRandom(1).FillNormal(chunk);
        var architectures = new[] { Activation.Relu, Activation.Tanh }.Select(activation => Mlp.Of(Inputs, [50, 50, 50, 50, 50], 1, activation)).ToArray();
        var posteriors = architectures.Select(a => new BayesianNetwork(a, Prior.Gaussian(), Likelihood.Gaussian(1)).PriorNetworks(networks, seed: 1)).ToArray();
        var predictors = posteriors.Select(p => new BatchPredictor(p)).ToArray();
        var times = Measurement.Times(options.Integer("repetitions", 5), 0, [.. predictors.Select(p => (Action)(() => p.Predict(Chunks(chunk, rows), new Discard())))]);
        for (var i = 0; i < predictors.Length; i++)
        {
            Measurement.WriteLine(new
            {
                benchmark = "predict",
                network = architectures[i].ToString(),
                networks,
                rows,
                threads = Compute.Threads,
                rounds = times[i].Rounds,
                microseconds_a_point = Measurement.Rounded(times[i].Least * 1e6 / rows, 2),
                microseconds_median = Measurement.Rounded(times[i].Median * 1e6 / rows, 2),
                processor_microseconds = Measurement.Rounded(times[i].LeastProcessor * 1e6 / rows, 2),
                statistics_microseconds_of_a_core = Measurement.Rounded(Statistics(new NetworkStack(posteriors[i], 1)), 3),
                stated_mebibytes = Measurement.Rounded(predictors[i].MemoryBytes / 1048576.0, 1),
                peak_process_mebibytes = Measurement.Rounded(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0, 0),
            });
        }
    }

    // Mean and standard deviation alone, on outputs that are there already.
    private static double Statistics(NetworkStack stack)
    {
        const int Rows = 8192;
        var outputs = new float[stack.Count * Rows];
        new CounterRandom(2).FillNormal(outputs);
        var space = new TileStatistics(stack, new BatchStatistics(), [.. Enumerable.Repeat(1.0 / stack.Count, stack.Count)]);
        var block = new PredictionBlock(["mean", "sd"], Rows);
        return Measurement.Times(20, 0, () =>
        {
            for (var first = 0; first < Rows; first += TileStatistics.Rows)
                space.Compute(outputs, Rows, first, block);
        })[0].Least * 1e6 / Rows;
    }

    private static IEnumerable<float[]> Chunks(float[] chunk, int rows)
    {
        for (; rows >= ChunkRows; rows -= ChunkRows)
            yield return chunk;
        if (rows > 0)
            yield return chunk[..(rows * Inputs)];
    }

    private sealed class Discard : IPredictionSink
    {
        public void Write(PredictionBlock block)
        {
        }
    }
}
