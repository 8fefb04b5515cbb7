namespace HepBayes.Sampling;

/// <summary>A run was cancelled between two transitions. What it had is kept.</summary>
public sealed class SamplingCancelledException : OperationCanceledException
{
    internal SamplingCancelledException(SamplingRun? run, string message, CancellationToken cancellation)
        : base(message, cancellation) => Run = run;

    /// <summary>
    /// The draws so far; null if the run was cancelled before the first. The diagnostics need at least 4 draws. With a
    /// checkpoint folder, sampling again with the same folder continues the run.
    /// </summary>
    public SamplingRun? Run { get; }
}
