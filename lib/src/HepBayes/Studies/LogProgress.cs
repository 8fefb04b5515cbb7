using System.Diagnostics;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Writes how far a unit is into a log, a line every half minute.</summary>
/// <param name="log">The log.</param>
/// <param name="unit">The unit, for the lines.</param>
internal sealed class LogProgress(TextWriter log, int unit) : IProgress<ProgressReport>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <inheritdoc/>
    public void Report(ProgressReport value)
    {
        if (watch.Elapsed < Pause)
            return;
        watch.Restart();
        log.WriteLine($"Unit {unit}: {value.Message}");
    }
}
