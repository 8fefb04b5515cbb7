using HepBayes.Generative;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>
/// Events per second that the Drell-Yan flow generates (eight spline blocks, rotations, networks of 2 x 32), and that one epoch of its
/// training passes, beside the same flow in PyTorch: one JSON line each. The time does not depend on the weights.
/// Usage: flow [--events N] [--training N] [--bins N] [--threads N].
/// </summary>
internal static class FlowBenchmark
{
    private const int Blocks = 8;
    private const int BatchEvents = 1024;

    public static void Run(BenchmarkOptions options)
    {
        var (events, training, bins) = (options.Integer("events", 1_000_000), options.Integer("training", 100_000), options.Integer("bins", 12));
        var density = new DrellYan();
        var sample = density.Sample(training, seed: 1);
        var design = new FlowDesign { Dimensions = 3, Blocks = Blocks, Coupling = Coupling.Spline(bins), Mixing = Mixing.Rotation };
        var start = new Flow(design, EventMap.Fit(sample, density.Maps));
        var epoch = new FlowTrainingOptions { Epochs = 1, BatchEvents = BatchEvents };
        var flow = FlowTrainer.Fit(start, sample, options: epoch).Flow;
        var times = Measurement.Times(5, 3, () => flow.Sample(events, seed: 1), () => FlowTrainer.Fit(start, sample, options: epoch));
        Write("hepbayes", "generation", events / times[0].Least, events / times[0].LeastProcessor);
        Write("hepbayes", "training", training / times[1].Least, training / times[1].LeastProcessor);
        Rival(events, training, bins);
    }

    private static void Rival(int events, int training, int bins)
    {
        if (new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => RivalProcess.Works(p, "-c", "import torch")) is not { } python)
        {
            Measurement.WriteLine(new { benchmark = "flow", rival = TorchRival.Name, missing = "PyTorch is not installed (apt install python3-torch libopenblas0); no comparison" });
            return;
        }

        var arguments = new[] { events, training, Blocks, bins, BatchEvents, Compute.Threads }.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var figures = RivalProcess.Run(python, [RivalProcess.Script("torch_flow.py"), .. arguments]);
        foreach (var quantity in figures.EnumerateObject())
            Write(TorchRival.Name, quantity.Name, quantity.Value.GetProperty("per_second").GetDouble(), quantity.Value.GetProperty("per_processor_second").GetDouble());
    }

    private static void Write(string program, string quantity, double perSecond, double perProcessorSecond) => Measurement.WriteLine(new
    {
        benchmark = "flow",
        program,
        quantity,
        threads = Compute.Threads,
        events_per_second = Math.Round(perSecond),
        events_per_processor_second = Math.Round(perProcessorSecond),
    });
}
