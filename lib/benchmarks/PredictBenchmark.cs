using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>
/// Time of a posterior of 135 networks (19, 50x5, 1) for each of many rows that stream by, mean and standard deviation kept:
/// one JSON line for each activation. Usage: predict [--rows N] [--threads N] [--networks N].
/// </summary>
internal static class PredictBenchmark
{
    private const int Inputs = 19;
    private const int ChunkRows = 10_000;

    public static void Run(BenchmarkOptions options)
    {
        var rows = options.Integer("rows", 200_000);
        var networks = options.Integer("networks", 135);
        var chunk = new float[ChunkRows * Inputs];
        new CounterRandom(1).FillNormal(chunk);
        foreach (var activation in new[] { Activation.Relu, Activation.Tanh })
        {
            var network = new BayesianNetwork(Mlp.Of(Inputs, [50, 50, 50, 50, 50], 1, activation), Prior.Gaussian(), Likelihood.Gaussian(1));
            var predictor = new BatchPredictor(network.PriorNetworks(networks, seed: 1));
            predictor.Predict(Chunks(chunk, 2 * predictor.BlockRows), new Discard());
            var statistics = Statistics(new NetworkStack(network.PriorNetworks(networks, seed: 1), 1));
            var total = Best(3, () => predictor.Predict(Chunks(chunk, rows), new Discard())) * 1e6 / rows;
            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
            Console.WriteLine(FormattableString.Invariant(
                $"{{\"benchmark\": \"predict\", \"network\": \"{network.Architecture}\", \"networks\": {networks}, \"rows\": {rows}, \"threads\": {Compute.Threads}, \"microseconds_a_point\": {total:F2}, \"statistics_microseconds_of_a_core\": {statistics:F3}, \"stated_mebibytes\": {predictor.MemoryBytes / 1048576.0:F1}, \"peak_process_mebibytes\": {peak:F0}}}"));
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
        return Best(20, () =>
        {
            for (var first = 0; first < Rows; first += TileStatistics.Rows)
                space.Compute(outputs, Rows, first, block);
        }) * 1e6 / Rows;
    }

    // The best of several: others may use the machine too.
    private static double Best(int repetitions, Action action)
    {
        var best = double.PositiveInfinity;
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var watch = Stopwatch.StartNew();
            action();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
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
