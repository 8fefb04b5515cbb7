using System.Runtime.InteropServices;
using System.Text.Json;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Benchmarks;

/// <summary>The same posterior sampled by PyTorch, eager and with automatic differentiation: same start, mass, step and trajectories.</summary>
internal static class TorchRival
{
    public const string Name = "pytorch-eager";

    // The first of these that has PyTorch.
    private static readonly string? Python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => RivalProcess.Works(python, "-c", "import torch"));

    /// <summary>Samples after our warm-up; null where PyTorch is missing.</summary>
    /// <param name="model">The network and its data.</param>
    /// <param name="run">Our run, whose adaptation and last draws are used.</param>
    public static EssFigures? Sample(NetworkModel model, SamplingRun run)
    {
        if (Python is null)
        {
            RivalProcess.WriteMissing(model.Name, Name, "apt install python3-torch libopenblas0");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("hepbayes-ess-").FullName;
        try
        {
            var leapfrogs = run.Leapfrogs()[0].Take(model.RivalDraws).ToArray();
            Write(folder, model, run, leapfrogs);
            var figures = RivalProcess.Run(Python, RivalProcess.Script("torch_hmc.py"), folder);
            Measurement.WriteLine(new { benchmark = "ess", model = model.Name, rival = Name, acceptance = Measurement.Rounded(run.Acceptance, 3), details = figures });
            var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "predictions.bin"))).ToArray();
            double[][] Chains(int point) => [.. Enumerable.Range(0, run.Chains).Select(chain =>
                Enumerable.Range(0, leapfrogs.Length).Select(draw => (double)values[(((chain * leapfrogs.Length) + draw) * model.Points) + point]).ToArray())];
            var result = EssFigures.Of([.. Enumerable.Range(0, model.Points).Select(Chains)], figures.GetProperty("seconds").GetDouble(), (long)run.Chains * leapfrogs.Sum());
            result.Write(model.Name, Name, 0, Compute.Threads);
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, NetworkModel model, SamplingRun run, int[] leapfrogs)
    {
        void Array(string name, ReadOnlySpan<float> values) => File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes(values));
        var architecture = model.Network.Architecture;
        Array("x", model.X);
        Array("y", model.Y);
        Array("held_out", model.HeldOut);
        using var prior = model.Network.NewPrior();
        Array("prior_sd", Narrow(prior.Describe().Spread[..architecture.Layout.Count]));
        // One row for each chain, or one for all.
        Array("inverse_mass", Narrow([.. Enumerable.Range(0, run.Chains * run.Parameters).Select(i => run.InverseMass[i % run.InverseMass.Length])]));
        Array("start", [.. Enumerable.Range(0, run.Chains).SelectMany(chain => run.Position(chain, run.Draws - 1).ToArray())]);
        File.WriteAllText(Path.Combine(folder, "model.json"), JsonSerializer.Serialize(new
        {
            widths = Enumerable.Range(0, architecture.Layers + 1).Select(architecture.Width),
            activation = architecture.Activation.Name,
            likelihood = model.Network.Likelihood.HyperParameters == 1 ? "gaussian" : "bernoulli",
            log_median = Math.Log(NetworkModel.NoiseMedian),
            spread = 1.0,
            rows = model.Y.Length,
            points = model.Points,
            chains = run.Chains,
            step_size = run.StepSize,
            leapfrogs,
            threads = Compute.Threads,
        }));
    }

    private static float[] Narrow(double[] values) => [.. values.Select(v => (float)v)];
}
