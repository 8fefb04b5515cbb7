namespace HepBayes.Sampling;

/// <summary>
/// Keeps a run in a folder: its draws go to disk as they come, and its state is saved again and again. A folder is one run.
/// Sampling with a folder that holds a run continues it; the draws are then, bit for bit on the processor, those of a run
/// that was never interrupted. Asking for more draws than the folder holds extends a finished run in the same way.
/// </summary>
/// <remarks>
/// What must not change between the parts of a run: model and data (<see cref="Networks.ILogDensity.Fingerprint"/>), the
/// number of chains, and every setting of the sampler except <see cref="SamplerOptions.Draws"/>. A run with other ones is
/// refused and the folder stays as it is. The start of the chains is not compared: a continued run begins where it stopped.
/// The layout of the folder is described in docs/runs-on-disk.md.
/// </remarks>
public sealed record CheckpointOptions
{
    /// <summary>The folder of the run; created if needed. Delete it to start again.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Time between two saves, zero or more; zero saves after every transition. A process that is killed loses at most this,
    /// and the transition under way. The end of the warm-up, a cancellation and the end of the run are always saved.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the folder holds a run, which sampling would continue.</summary>
    public bool HasRun => CheckpointFile.Exists(Folder);

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Folder))
            throw new ArgumentException("The checkpoint needs a folder, for example runs/first.", nameof(Folder));
        if (Interval < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(Interval), Interval, "The time between two checkpoints must be zero or more.");
    }
}
