using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>Drives a process through warm-up and draws; knows nothing of the algorithm.</summary>
internal static class SamplingLoop
{
    public static SamplingRun Run(ChainProcess process, int parameters, SamplerOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var step = 0; step < options.Warmup; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var info = process.Warm(step);
            Report(progress, options, step + 1, info, process.StepSize);
        }

        var warmupSeconds = watch.Elapsed.TotalSeconds;
        var record = new DrawRecorder(process.Chains, options.Draws, parameters);
        for (var draw = 0; draw < options.Draws; draw++)
        {
            for (var between = 1; between < options.Thin; between++)
            {
                cancellation.ThrowIfCancellationRequested();
                record.AddBetween(process.Draw());
            }

            cancellation.ThrowIfCancellationRequested();
            var info = process.Draw();
            record.Add(process.Position, info);
            Report(progress, options, options.Warmup + draw + 1, info, process.StepSize);
        }

        return record.Finish(options, process.StepSize, process.InverseMass, warmupSeconds, watch.Elapsed.TotalSeconds);
    }

    private static void Report(IProgress<ProgressReport>? progress, SamplerOptions options, int done, TransitionInfo info, double stepSize)
    {
        var (phase, count, of) = done <= options.Warmup ? ("warm-up", done, options.Warmup) : ("draw", done - options.Warmup, options.Draws);
        progress?.Report(new ProgressReport((double)done / (options.Warmup + options.Draws),
            $"{phase} {count} of {of}, acceptance {info.AcceptProbability.Average():F2}, step {stepSize:G3}, {info.Leapfrogs.Average():F0} leapfrogs"));
    }
}
