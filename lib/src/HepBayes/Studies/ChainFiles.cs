using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Studies;

/// <summary>The files of chains: those of a unit, and those of all units together, which is a run folder as any other.</summary>
internal static class ChainFiles
{
    /// <summary>Folder of the merged run.</summary>
    public const string Run = "run";

    /// <summary>The merged networks with all that is needed to predict.</summary>
    public const string Posterior = "posterior.json";

    private const string Adaptation = "adaptation.safetensors";
    private const string InverseMass = "inverse_mass";
    private const string StepSize = "step_size";

    // 128 MiB of float32, several times that while it is written.
    private const long MostNumbers = 1 << 25;

    /// <summary>Writes what the chains of a unit adapted, and names the files of the result.</summary>
    public static IReadOnlyList<string> Complete(SamplingRun run, UnitFolder folder)
    {
        using var scope = torch.NewDisposeScope();
        SafeTensors.Write(folder.File(Adaptation), new Dictionary<string, torch.Tensor>
        {
            [InverseMass] = torch.tensor(run.InverseMass).reshape(run.Chains, run.Parameters),
            [StepSize] = torch.tensor(new[] { run.StepSize }),
        });
        return [RunFolder.DrawsName, RunFolder.StatisticsName, Adaptation];
    }

    /// <summary>Writes the run of all chains; memory does not grow with the number of draws.</summary>
    /// <param name="units">The units, in order.</param>
    /// <param name="options">Settings of the merged run.</param>
    /// <param name="parameters">Length of the parameter vector.</param>
    /// <param name="chains">Chains of a unit.</param>
    /// <param name="folder">Folder of the merged run; replaced.</param>
    /// <param name="cancellation">Stops.</param>
    public static void Merge(IReadOnlyList<UnitFolder> units, SamplerOptions options, int parameters, int chains, string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Interleave(units, RunFolder.DrawsName, chains * parameters * sizeof(float), options.Draws, folder, cancellation);
        Interleave(units, RunFolder.StatisticsName, chains * DrawStatistics.Columns.Count * sizeof(double), options.Draws, folder, cancellation);
        WriteCheckpoint(units, options, parameters, folder);
    }

    /// <summary>Saves the networks of a run, thinned if they are many.</summary>
    /// <returns>Which draws: every n-th.</returns>
    public static int SavePosterior(SamplingRun run, StudyModel model, string path)
    {
        var every = (int)Math.Max(1, Math.Ceiling((double)run.Chains * run.Draws * run.Parameters / MostNumbers));
        foreach (var old in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + ".*"))
            File.Delete(old);
        var description = new PosteriorDescription { Inputs = model.Study.InputColumns, Targets = [.. model.Study.Targets.Select(t => t.Column)], Scaler = model.Scaler, Data = $"study {model.Study.Sha256}" };
        SavedPosterior.Of(run, model.Network, description, every).Save(path);
        return every;
    }

    // A row of the merged file holds the rows of the units one after another.
    private static void Interleave(IReadOnlyList<UnitFolder> units, string name, int rowBytes, int draws, string folder, CancellationToken cancellation)
    {
        var row = new byte[rowBytes];
        AtomicFile.Write(Path.Combine(folder, name), stream =>
        {
            stream.SetLength((long)rowBytes * units.Count * draws);
            for (var u = 0; u < units.Count; u++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var source = new FileStream(units[u].File(name), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
                if (source.Length != (long)rowBytes * draws)
                    throw new UserErrorException($"'{units[u].File(name)}' has {source.Length} bytes, not {draws} draws of {rowBytes}: it belongs to another study. Delete the folder of the unit and run it again.");
                for (var draw = 0; draw < draws; draw++)
                {
                    source.ReadExactly(row);
                    stream.Position = (((long)draw * units.Count) + u) * rowBytes;
                    stream.Write(row);
                }
            }
        });
    }

    private static void WriteCheckpoint(IReadOnlyList<UnitFolder> units, SamplerOptions options, int parameters, string folder)
    {
        using var scope = torch.NewDisposeScope();
        using var state = new Snapshot();
        var adapted = units.Select(unit => SafeTensors.Read(unit.File(Adaptation)).Tensors).ToArray();
        state.Add(SamplingRun.InverseMassName, torch.cat([.. adapted.Select(a => a[InverseMass])]));
        // Only what it takes to read the run: nobody continues the merged chains, which the fingerprint makes sure of.
        var fingerprint = $"merged from {units.Count} units";
        CheckpointFile.Write(folder, new Checkpoint
        {
            Library = typeof(ChainFiles).Assembly.GetName().Version!.ToString(3),
            Run = RunIdentity.Of(options, fingerprint, options.Chains!.Value, parameters, torch.ScalarType.Float32),
            Number = 1,
            Warmup = options.Warmup,
            Draws = options.Draws,
            WarmupSeconds = 0,
            Seconds = 0,
            StepSize = adapted.Average(a => a[StepSize].data<double>()[0]),
            Statistics = DrawStatistics.Columns,
            LastDraw = LastDraw(Path.Combine(folder, RunFolder.DrawsName), options.Chains.Value * parameters * sizeof(float)),
        }, state);
    }

    private static string LastDraw(string path, int rowBytes)
    {
        using var stream = File.OpenRead(path);
        stream.Position = stream.Length - rowBytes;
        var row = new byte[rowBytes];
        stream.ReadExactly(row);
        return CheckpointFile.Sha256(row);
    }
}
