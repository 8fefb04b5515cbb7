using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Benchmarks;

/// <summary>
/// Resident memory and live tensors over 10,000 transitions of a network whose draws go to disk. Both must be flat: the
/// run keeps 40 bytes a draw and chain, and no tensor.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Transitions = 10_000;
    private const int Rows = 200;
    private const int Inputs = 19;
    private const int Chains = 4;
    private const double MiB = 1 << 20;

    /// <summary>Prints one line of JSON.</summary>
    /// <param name="options">Threads.</param>
    public static void Run(BenchmarkOptions options)
    {
        var random = new CounterRandom(1);
        var x = new float[Rows * Inputs];
        random.FillNormal(x);
        var y = Enumerable.Range(0, Rows).Select(i => x[i * Inputs] > 0 ? 1f : 0f).ToArray();
        var network = new BayesianNetwork(Mlp.Of(Inputs, [50, 50], 1, Activation.Relu), Prior.Gaussian(), Likelihood.Bernoulli());
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(Chains, seed: 1, shrink: 3);
        var folder = Directory.CreateTempSubdirectory("hepbayes-memory-").FullName;
        try
        {
            var settings = new HmcOptions { Warmup = 100, Draws = Transitions, MaximumLeapfrogs = 2, Checkpoint = new CheckpointOptions { Folder = folder } };
            var gauge = new Gauge();
            Hmc.Sample(posterior, start, settings, gauge);
            Print(gauge, new FileInfo(Path.Combine(folder, "draws.f32")).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(Gauge gauge, long drawBytes)
    {
        var (early, late) = (gauge.At(0.1), gauge.At(1));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{{\"benchmark\": \"memory\", \"transitions\": {Transitions}, \"chains\": {Chains}, \"threads\": {Compute.Threads}, \"draws_on_disk_mib\": {drawBytes / MiB:F1}, \"resident_mib_at_tenth\": {early.Resident / MiB:F1}, \"resident_mib_at_end\": {late.Resident / MiB:F1}, \"peak_resident_mib\": {process.PeakWorkingSet64 / MiB:F1}, \"live_tensors_at_tenth\": {early.Tensors}, \"live_tensors_at_end\": {late.Tensors}, \"seconds\": {late.Seconds:F1}}}"));
    }

    // Looks at the process whenever the run reports; the run reports from the thread that samples.
    private sealed class Gauge : IProgress<ProgressReport>
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private readonly List<(double Fraction, long Resident, long Tensors, double Seconds)> readings = [];

        public (double Fraction, long Resident, long Tensors, double Seconds) At(double fraction) => readings.First(r => r.Fraction >= fraction);

        public void Report(ProgressReport value)
        {
            using var process = Process.GetCurrentProcess();
            readings.Add((value.Fraction, process.WorkingSet64, DisposeScopeManager.Statistics.ThreadTotalLiveCount, watch.Elapsed.TotalSeconds));
        }
    }
}
