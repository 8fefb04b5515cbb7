using System.Runtime.InteropServices;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>
/// Seconds of an unbinned J/psi fit, Crystal Ball and exponential with six free parameters, to generated events, beside the same
/// likelihood in SciPy (without and with its gradient): one JSON line each. Usage: fit [--events N] [--threads N].
/// </summary>
internal static class FitBenchmark
{
    private const string Name = "jpsi";
    private static readonly FitRange Range = (2.9, 3.3);

    public static void Run(BenchmarkOptions options)
    {
        var events = options.Integer("events", 100_000);
        var truth = Model(3.0925, 0.033, 1.4, -1.9, 0.8 * events, 0.2 * events);
        var values = truth.Generate(Range, seed: 1);
        var start = Model(3.1, 0.04, 2, -0.3, 0.8 * values.Length, 0.2 * values.Length);
        var fit = start.Fit(values, Range);
        var seconds = Measurement.Times(5, 2, () => start.Fit(values, Range))[0];
        Write("hepbayes", seconds.Least, fit.NegativeLogLikelihood, fit["mean"].Value, fit["mean"].Error, fit.Evaluations, values.Length);
        Measurement.WriteLine(new { benchmark = "fit", model = Name, quantity = "asymmetric errors of all parameters", seconds = Measurement.Rounded(Measurement.Times(1, 0, () => fit.WithAsymmetricErrors())[0].Least, 4) });
        Rival(values, start);
    }

    private static FitModel Model(double mean, double sigma, double alpha, double slope, double signal, double background) => FitModel.Sum(
        new FitComponent("J/psi", new FitParameter("N_sig", signal, 0, 10 * signal), Shape.CrystalBall(
            new FitParameter("mean", mean, 2.9, 3.3), new FitParameter("sigma", sigma, 0.001, 0.2), new FitParameter("alpha", alpha, 0.1, 10), new FitParameter("power", 3).Fix())),
        new FitComponent("background", new FitParameter("N_bkg", background, 0, 10 * signal), Shape.Exponential(new FitParameter("slope", slope, -20, 20))));

    private static void Write(string program, double seconds, double height, double mean, double error, int evaluations, int events) =>
        Measurement.WriteLine(new { benchmark = "fit", model = Name, program, events, threads = program == "hepbayes" ? Compute.Threads : 1, seconds = Measurement.Rounded(seconds, 4), evaluations, nll = height, mean, error });

    private static void Rival(double[] values, FitModel start)
    {
        if (new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => RivalProcess.Works(p, "-c", "import scipy")) is not { } python)
        {
            Measurement.WriteLine(new { benchmark = "fit", model = Name, rival = "scipy", missing = "SciPy is not installed (apt install python3-scipy); no comparison" });
            return;
        }

        var folder = Directory.CreateTempSubdirectory("hepbayes-fit-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "values.bin"), MemoryMarshal.AsBytes<double>(values));
            var starts = start.Parameters.Where(p => !p.IsFixed).Select(p => p.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            var figures = RivalProcess.Run(python, [RivalProcess.Script("scipy_fit.py"), folder, .. starts]);
            foreach (var program in figures.EnumerateObject())
            {
                double Of(string name) => program.Value.GetProperty(name).GetDouble();
                Write(program.Name, Of("seconds"), Of("nll"), Of("mean"), Of("error"), (int)Of("evaluations"), values.Length);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
