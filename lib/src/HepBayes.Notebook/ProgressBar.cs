using System.Globalization;
using System.Net;
using HepBayes.Notebooks.Hosts;
using HepBayes.Runtime;

namespace HepBayes.Notebooks;

/// <summary>
/// Shows how far a long cell has come, with the elapsed and the remaining time. Pass it to anything that takes an
/// <see cref="IProgress{T}"/>; it redraws at most five times a second and may be called from any thread. When it is
/// disposed one short line stays in the notebook.
/// </summary>
/// <example><code>
/// using var bar = new ProgressBar("Sampling");
/// var run = Hmc.Sample(posterior, options: options, progress: bar, cancellation: Notebook.CancellationToken);
/// </code></example>
public sealed class ProgressBar : IProgress<double>, IProgress<ProgressReport>, IDisposable
{
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromSeconds(0.2);
    private readonly Lock gate = new();
    private readonly string label;
    private readonly TimeProvider clock;
    private readonly IDisplayed displayed;
    private readonly long started;
    private long drawn;
    private double fraction;
    private string message = "";
    private TimeSpan? remaining;
    private bool disposed;

    /// <summary>Shows an empty bar.</summary>
    /// <param name="label">What is going on, for example <c>Sampling</c>.</param>
    public ProgressBar(string label)
        : this(label, NotebookHost.Current, TimeProvider.System)
    {
    }

    internal ProgressBar(string label, NotebookHost host, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        this.label = label;
        this.clock = clock;
        started = clock.GetTimestamp();
        drawn = started;
        var (html, text) = Drawing();
        displayed = host.Display(html, text);
    }

    /// <summary>Reports the share that is done.</summary>
    /// <param name="value">From 0 to 1; values outside are clipped, NaN is ignored.</param>
    public void Report(double value) => Report(new ProgressReport(value, ""));

    /// <summary>Reports the share that is done, with a few words.</summary>
    /// <param name="value">The report.</param>
    public void Report(ProgressReport value)
    {
        lock (gate)
        {
            if (disposed || double.IsNaN(value.Fraction))
                return;
            fraction = Math.Clamp(value.Fraction, 0, 1);
            message = value.Message ?? "";
            remaining = value.Remaining;
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(drawn, now) < BetweenUpdates)
                return;
            drawn = now;
            var (html, text) = Drawing();
            displayed.Update(html, text, final: false);
        }
    }

    /// <summary>Leaves one line: what was done and how long it took, or where it stopped.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            var done = message.Length > 0 ? message : fraction >= 1 ? "done" : Percent();
            var text = $"{label}: {(fraction >= 1 ? "" : "stopped at ")}{done}, {Duration(clock.GetElapsedTime(started))}";
            displayed.Update($"<div>{WebUtility.HtmlEncode(text)}</div>", text, final: true);
        }
    }

    /// <summary>A duration for people: <c>4.2 s</c>, <c>184 s</c>, <c>12 min 30 s</c>, <c>2 h 05 min</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s"),
        < 600 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    private string Percent() => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F0} %");

    private (string Html, string Text) Drawing()
    {
        var elapsed = clock.GetElapsedTime(started);
        var times = Duration(elapsed);
        if (fraction is > 0 and < 1)
            times += $", about {Duration(remaining ?? (elapsed * ((1 - fraction) / fraction)))} left";
        var state = message.Length > 0 ? message : Percent();
        var html = string.Create(
            CultureInfo.InvariantCulture,
            $"""<div>{WebUtility.HtmlEncode(label)} <progress value="{fraction:F3}" max="1" style="width:16em;vertical-align:middle"></progress> {WebUtility.HtmlEncode(state)} <span style="opacity:.7">({times})</span></div>""");
        return (html, $"{label}: {state} ({times})");
    }
}
