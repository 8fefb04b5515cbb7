using System.Diagnostics;
using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// Tells a listener how far a run has come: at most 20 times a second, and less often if the listener is slow, so that it
/// takes at most about 2 % of the time. R-hat takes at most about 1 %.
/// </summary>
internal sealed class ProgressReporter(IProgress<ProgressReport>? listener, SamplerOptions options)
{
    private const double Pause = 0.05;
    private const double ListenerShare = 0.02;
    private const double RhatShare = 0.01;
    private const double FirstRhat = 1;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Tally recent = new();
    private double nextReport;
    private double phaseBegan;
    private double rhatSeconds;
    private double rhat = double.NaN;
    private int phaseDone;
    private int divergences;

    /// <summary>What the listener threw; it is not called after that.</summary>
    public Exception? Error { get; private set; }

    /// <summary>After a transition of the warm-up.</summary>
    public void Warmed(int done, TransitionInfo info, double stepSize)
    {
        divergences += info.IsDivergent.Count(d => d);
        After(info, done == options.Warmup, () => (done, $"warm-up {done} of {options.Warmup}, {Recent(stepSize)}, {Divergences(divergences)}"));
    }

    /// <summary>After a transition behind the warm-up.</summary>
    public void Drew(DrawRecorder recorder, TransitionInfo info, double stepSize)
    {
        var isLast = recorder.Draws == options.Draws;
        After(info, isLast, () => (options.Warmup + (recorder.Draws * options.Thin) + recorder.Between,
            $"draw {recorder.Draws} of {options.Draws}, {Recent(stepSize)}, {Divergences(recorder.Statistics.Divergences)}{Rhat(recorder.Statistics, isLast)}"));
    }

    /// <summary>The warm-up is over: draws have a speed of their own.</summary>
    public void EndWarmup() => (phaseBegan, phaseDone) = (watch.Elapsed.TotalSeconds, 0);

    private void After(TransitionInfo info, bool endsPhase, Func<(int Done, string Text)> describe)
    {
        if (listener is null || Error is not null)
            return;
        phaseDone++;
        recent.Add(info);
        var now = watch.Elapsed.TotalSeconds;
        if (now < nextReport && !endsPhase)
            return;
        var total = options.Warmup + ((long)options.Draws * options.Thin);
        var (done, text) = describe();
        try
        {
            listener.Report(new ProgressReport((double)done / total, text, Remaining(now, total - done)));
        }
        catch (Exception e)
        {
            // A broken display must not cost the run.
            Error = e;
        }

        recent.Clear();
        var end = watch.Elapsed.TotalSeconds;
        nextReport = end + Math.Max(Pause, (end - now) / ListenerShare);
    }

    private string Recent(double stepSize) =>
        Text($"acceptance {recent.Acceptance:F2}, step {stepSize:G3}, {recent.Leapfrogs:F0} leapfrogs");

    private static string Divergences(int count) => count == 1 ? "1 divergence" : $"{count} divergences";

    private string Rhat(DrawStatistics statistics, bool isLast)
    {
        var now = watch.Elapsed.TotalSeconds;
        if (statistics.Draws >= 4 && (isLast || (now > FirstRhat && now * RhatShare > rhatSeconds)))
        {
            rhat = Diagnostics.Rhat(statistics.Of(DrawStatistics.Column.LogDensity, v => v));
            rhatSeconds += watch.Elapsed.TotalSeconds - now;
        }

        return double.IsNaN(rhat) ? "" : Text($", R-hat {rhat:F2}");
    }

    private TimeSpan Remaining(double now, long transitions) => TimeSpan.FromSeconds(Math.Min(transitions * (now - phaseBegan) / phaseDone, 1e9));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Means over the transitions since the last report.
    private sealed class Tally
    {
        private double acceptance;
        private double leapfrogs;
        private int count;

        public double Acceptance => acceptance / count;

        public double Leapfrogs => leapfrogs / count;

        public void Add(TransitionInfo info)
        {
            acceptance += info.AcceptProbability.Average();
            leapfrogs += info.Leapfrogs.Average();
            count++;
        }

        public void Clear() => (acceptance, leapfrogs, count) = (0, 0, 0);
    }
}
