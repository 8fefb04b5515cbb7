using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class ProgressTests
{
    private static readonly HmcOptions Options = new() { Warmup = 60, Draws = 40, Thin = 2, MaximumLeapfrogs = 8 };

    [Fact]
    public void ReportsSayHowFarTheRunHasCome()
    {
        var reports = new List<ProgressReport>();
        Sample(Options, new ProgressCallback(reports.Add));
        Assert.Matches(@"^warm-up 1 of 60, acceptance [\d.]+, step \S+, \d+ leapfrogs, \d divergences?$", reports[0].Message);
        Assert.True(reports[0].Remaining > TimeSpan.Zero);
        Assert.Contains(reports, r => r.Message.StartsWith("warm-up 60 of 60", StringComparison.Ordinal));
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Matches(@"^draw 40 of 40, acceptance [\d.]+, step \S+, \d+ leapfrogs, \d divergences?, R-hat [\d.]+$", reports[^1].Message);
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
    }

    [Fact]
    public void ABrokenListenerDoesNotCostTheRun()
    {
        var calls = 0;
        var run = Sample(Options, new ProgressCallback(_ =>
        {
            calls++;
            throw new InvalidOperationException("the window is gone");
        }));
        Assert.Equal(1, calls);
        Assert.Equal("the window is gone", run.ProgressError!.Message);
        var quiet = Sample(Options, null);
        Assert.Null(quiet.ProgressError);
        Assert.Equal(quiet.LogDensity(), run.LogDensity());
    }

    private static SamplingRun Sample(HmcOptions options, IProgress<ProgressReport>? progress)
    {
        using var density = new NormalDensity([0, 0], new double[,] { { 1, 0.5 }, { 0.5, 1 } });
        using var start = zeros(2, 2, dtype: float64);
        return Hmc.Sample(density, start, options, progress, TestContext.Current.CancellationToken);
    }
}
