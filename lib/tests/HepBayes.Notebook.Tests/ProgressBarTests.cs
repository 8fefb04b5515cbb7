using HepBayes.Notebooks.Hosts;
using HepBayes.Runtime;

namespace HepBayes.Notebooks.Tests;

public class ProgressBarTests
{
    private readonly ManualClock clock = new();
    private readonly RecordingHost host = new();

    [Fact]
    public void It_redraws_at_most_five_times_a_second()
    {
        using var bar = new ProgressBar("Sampling", host, clock);
        for (var i = 1; i <= 1000; i++)
        {
            clock.Advance(0.01);
            bar.Report(i / 1000.0);
        }

        Assert.Single(host.Shown);
        Assert.InRange(host.Updates.Count, 45, 50);
    }

    [Fact]
    public void It_shows_elapsed_and_remaining_time()
    {
        using var bar = new ProgressBar("Sampling", host, clock);
        clock.Advance(30);
        bar.Report(new ProgressReport(0.25, "50 of 200"));
        Assert.Equal("Sampling: 50 of 200 (30 s, about 90 s left)", host.Updates[^1].Text);
        Assert.Contains("value=\"0.250\"", host.Updates[^1].Html, StringComparison.Ordinal);
        clock.Advance(10);
        bar.Report(new ProgressReport(0.5, "100 of 200", Remaining: TimeSpan.FromSeconds(15)));
        Assert.Equal("Sampling: 100 of 200 (40 s, about 15 s left)", host.Updates[^1].Text);
    }

    [Fact]
    public void One_short_line_stays()
    {
        var bar = new ProgressBar("Sampling", host, clock);
        clock.Advance(184);
        bar.Report(new ProgressReport(1, "200 of 200"));
        bar.Dispose();
        bar.Dispose();
        bar.Report(0.1);
        Assert.Equal(("<div>Sampling: 200 of 200, 184 s</div>", "Sampling: 200 of 200, 184 s", true), host.Updates[^1]);
        Assert.Single(host.Updates, u => u.Final);
    }

    [Fact]
    public void An_interrupted_bar_says_where_it_stopped()
    {
        var bar = new ProgressBar("Fit <1>", host, clock);
        clock.Advance(750);
        bar.Report(0.43);
        bar.Dispose();
        Assert.Equal("Fit <1>: stopped at 43 %, 12 min 30 s", host.Updates[^1].Text);
        Assert.Contains("Fit &lt;1&gt;", host.Updates[^1].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_outside_are_clipped_and_not_a_number_is_ignored()
    {
        using var bar = new ProgressBar("x", host, clock);
        clock.Advance(1);
        bar.Report(double.NaN);
        Assert.Empty(host.Updates);
        bar.Report(7);
        Assert.StartsWith("x: 100 %", host.Updates[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.24, "4.2 s")]
    [InlineData(59, "59 s")]
    [InlineData(7500, "2 h 05 min")]
    public void Durations_are_short(double seconds, string text) => Assert.Equal(text, ProgressBar.Duration(TimeSpan.FromSeconds(seconds)));

    private sealed class RecordingHost : NotebookHost, IDisplayed
    {
        public List<string> Shown { get; } = [];

        public List<(string Html, string Text, bool Final)> Updates { get; } = [];

        public override string Name => "recording";

        public override bool KeepsJson => true;

        public override CancellationToken CancellationToken => default;

        public override IDisplayed Display(string html, string text)
        {
            Shown.Add(text);
            return this;
        }

        public void Update(string html, string text, bool final) => Updates.Add((html, text, final));
    }
}
