using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// Drives a process through warm-up and draws, saves and continues it; knows nothing of the algorithm. The random numbers,
/// the adaptation and the counts are all in what it saves, so that the draws do not depend on interruptions.
/// </summary>
internal sealed class SamplingLoop
{
    private readonly ChainProcess process;
    private readonly SamplerOptions options;
    private readonly RunIdentity identity;
    private readonly RunFolder? folder;
    private readonly DrawRecorder recorder;
    private readonly ProgressReporter reporter;
    private readonly CancellationToken cancellation;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly double earlierSeconds;
    private TimeSpan lastSave;
    private double warmupSeconds;
    private double stepSize;
    private int warmed;

    private SamplingLoop(ChainProcess process, SamplerOptions options, RunIdentity identity, RunFolder? folder, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        (this.process, this.options, this.identity, this.folder, this.cancellation) = (process, options, identity, folder, cancellation);
        reporter = new ProgressReporter(progress, options);
        recorder = new DrawRecorder(identity.Chains, identity.Parameters, folder);
        if (folder?.Found is { } found)
        {
            (warmed, warmupSeconds, earlierSeconds, stepSize) = (found.Warmup, found.WarmupSeconds, found.Seconds, found.StepSize);
            Restore(folder, found);
        }

        folder?.CutTail();
    }

    /// <summary>Runs a process to its end.</summary>
    /// <param name="process">The chains at their start; belongs to the caller.</param>
    /// <param name="density">What is sampled.</param>
    /// <param name="options">Settings, already checked.</param>
    /// <param name="progress">Told how far the run has come.</param>
    /// <param name="cancellation">Stops between transitions.</param>
    /// <returns>The run.</returns>
    /// <exception cref="SamplingCancelledException">The run was cancelled.</exception>
    /// <exception cref="UserErrorException">The folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Run(ChainProcess process, ILogDensity density, SamplerOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        var identity = RunIdentity.Of(options, density, process.Chains);
        using var folder = options.Checkpoint is { } checkpoint ? new RunFolder(checkpoint.Folder, identity, options.Draws) : null;
        return new SamplingLoop(process, options, identity, folder, progress, cancellation).Run();
    }

    private bool IsDone => warmed == options.Warmup && recorder.Draws == options.Draws;

    private SamplingRun Run()
    {
        if (folder is { Found: null })
            Save();
        while (!IsDone)
        {
            if (cancellation.IsCancellationRequested)
                throw Cancelled();
            if (warmed < options.Warmup)
                Warm();
            else
                Draw();
            SaveIfDue();
        }

        return Result();
    }

    private void Warm()
    {
        var info = process.Warm(warmed++);
        stepSize = process.StepSize;
        reporter.Warmed(warmed, info, stepSize);
        if (warmed < options.Warmup)
            return;
        warmupSeconds = Seconds;
        reporter.EndWarmup();
    }

    private void Draw()
    {
        var info = process.Draw();
        stepSize = process.StepSize;
        if (recorder.Between + 1 < options.Thin)
            recorder.AddBetween(info);
        else
            recorder.Add(process.Position, info);
        reporter.Drew(recorder, info, stepSize);
    }

    private double Seconds => earlierSeconds + watch.Elapsed.TotalSeconds;

    private void SaveIfDue()
    {
        var endsWarmup = warmed == options.Warmup && recorder is { Draws: 0, Between: 0 };
        if (folder is not null && (IsDone || endsWarmup || watch.Elapsed - lastSave >= options.Checkpoint!.Interval))
            Save();
    }

    private void Save()
    {
        using var snapshot = new Snapshot();
        process.Save(snapshot);
        recorder.Save(snapshot);
        snapshot.Add(SamplingRun.InverseMassName, process.InverseMass);
        folder!.Save(Checkpoint, snapshot);
        lastSave = watch.Elapsed;
    }

    private Checkpoint Checkpoint(long number, string lastDraw) => new()
    {
        Library = typeof(SamplingLoop).Assembly.GetName().Version!.ToString(3),
        Run = identity,
        Number = number,
        Warmup = warmed,
        Draws = recorder.Draws,
        WarmupSeconds = warmupSeconds,
        Seconds = Seconds,
        StepSize = stepSize,
        Statistics = DrawStatistics.Columns,
        LastDraw = lastDraw,
    };

    private void Restore(RunFolder from, Checkpoint found)
    {
        using var snapshot = from.ReadState();
        try
        {
            process.Restore(snapshot);
            recorder.Restore(snapshot);
        }
        catch (KeyNotFoundException e)
        {
            throw new UserErrorException($"{e.Message} It was written by version {found.Library} of the library; continue the run with that version.", e);
        }
    }

    private SamplingCancelledException Cancelled()
    {
        if (folder is not null)
            Save();
        var (kept, how) = (recorder.Draws, folder is null ? "" : $" Sample again with the folder '{options.Checkpoint!.Folder}' to continue.");
        var message = warmed < options.Warmup
            ? $"The run was cancelled after {warmed} of {options.Warmup} warm-up transitions.{how}"
            : $"The run was cancelled after {kept} of {options.Draws} draws.{how}";
        return new SamplingCancelledException(kept > 0 ? Result() : null, message, cancellation);
    }

    private SamplingRun Result() => new(options, identity.Chains, identity.Parameters, recorder.Source(), recorder.Statistics)
    {
        StepSize = stepSize,
        InverseMass = SamplingRun.ToArray(process.InverseMass),
        WarmupSeconds = warmupSeconds,
        Seconds = Seconds,
        ProgressError = reporter.Error,
    };
}
