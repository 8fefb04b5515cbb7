using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using TorchSharp;

namespace HepBayes.Studies;

/// <summary>Chains: a unit is a run of one chain, or of a few that are computed together; merged they are one run.</summary>
internal sealed class SampleWork : IUnitWork
{
    /// <summary>Name of the processor as a device.</summary>
    public const string Processor = "cpu";

    /// <summary>Name of a GPU as a device.</summary>
    public const string Gpu = "gpu";

    private readonly Lazy<StudyModel> model;
    private readonly StudyFile study;
    private readonly int chains;
    private readonly string device;
    private DensePosterior? posterior;

    /// <summary>The work of a run; data are read when they are needed.</summary>
    public SampleWork(StudyFolder run)
    {
        study = StudyFile.Load(run.Study);
        model = new(() => StudyModel.Load(study, run.Plan));
        chains = run.Plan.Arguments["chainsPerUnit"]!.GetValue<int>();
        device = run.Plan.Arguments["device"]!.GetValue<string>();
    }

    /// <inheritdoc/>
    public void Load() => posterior ??= model.Value.Training(Device());

    /// <inheritdoc/>
    public IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation)
    {
        var options = study.Sampler.ToOptions(study.Seed, chains, folder.Unit * chains) with { Checkpoint = new CheckpointOptions { Folder = folder.Path } };
        var progress = new LogProgress(log, folder.Unit);
        var run = options switch
        {
            NutsOptions nuts => Nuts.Sample(posterior!, null, nuts, progress, cancellation),
            CheesOptions chees => Chees.Sample(posterior!, null, chees, progress, cancellation),
            MamsOptions mams => Mams.Sample(posterior!, null, mams, progress, cancellation),
            MclmcOptions mclmc => Mclmc.Sample(posterior!, null, mclmc, progress, cancellation),
            MalaOptions mala => Mala.Sample(posterior!, null, mala, progress, cancellation),
            _ => Hmc.Sample(posterior!, null, (HmcOptions)options, progress, cancellation),
        };
        return ChainFiles.Complete(run, folder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation)
    {
        var options = study.Sampler.ToOptions(study.Seed, units.Count * chains, firstChain: 0);
        ChainFiles.Merge(units, options, model.Value.Network.Parameters, chains, Path.Combine(target, ChainFiles.Run), cancellation);
        var run = SamplingRun.Open(Path.Combine(target, ChainFiles.Run));
        var every = ChainFiles.SavePosterior(run, model.Value, Path.Combine(target, ChainFiles.Posterior));
        // Merged runs state no time: it lies in the units' timing.json.
        foreach (var (name, value, remark) in run.Summary().Lines().Where(line => line.Name != "time"))
            log.WriteLine($"{name,-28} {value,-34} {remark}");
        if (every > 1)
            log.WriteLine($"{ChainFiles.Posterior} holds every {every}. draw; the folder {ChainFiles.Run} holds all.");
        return [.. Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(target, path).Replace('\\', '/'))];
    }

    /// <inheritdoc/>
    public void Dispose() => posterior?.Dispose();

    private torch.Device Device()
    {
        if (device == Processor)
            return torch.CPU;
        return Compute.BestDevice is { type: DeviceType.CUDA } gpu
            ? gpu
            : throw new UserErrorException("This run was planned for a GPU, and this build or computer has none ('hepbook doctor' tells which). Ask for a computer with one, or plan another run without --device.");
    }
}
