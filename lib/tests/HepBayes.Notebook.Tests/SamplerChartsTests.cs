using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using HepBayes.Sampling;
using HepBayes.Sampling.Targets;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class SamplerChartsTests
{
    [Fact]
    public void A_way_shows_the_first_draws_and_the_outlines_of_every_mode()
    {
        var target = new TwoModes();
        using var density = target.Density();
        var run = Hmc.Sample(density, options: new HmcOptions { Chains = 2, Warmup = 20, Draws = 30 }, cancellation: TestContext.Current.CancellationToken);
        var figure = Parse(Charts.Trajectory(target, run, "HMC", draws: 12, chain: 1));
        var data = figure["data"]!.AsArray();
        // Three lines a mode, the path, the points.
        Assert.Equal(8, data.Count);
        Assert.Equal(run.Parameter(0)[1].Take(12), Numbers(data[^1]!["x"]!), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(-8, (double)figure["layout"]!["xaxis"]!["range"]![0]!);
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Trajectory(target, run, chain: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Trajectory(target, run, draws: 1));
        Assert.Throws<ArgumentException>(() => Charts.Path(target, new double[3], new double[2]));
        Assert.Throws<ArgumentException>(() => Charts.Path(target, Array.Empty<double>(), Array.Empty<double>()));
    }

    [Fact]
    public void Intervals_leave_out_what_has_no_value_and_mark_what_lies_beyond()
    {
        Interval[] values = [new(0.1, 0, 0.2), new(double.NaN, double.NaN, double.NaN), new(-7, -8, -6), new(0.3, double.NaN, double.NaN)];
        var figure = Parse(Charts.Intervals(["a", "b", "c", "d"], values, "difference", "t", reference: 0, range: (-1, 1)));
        var data = figure["data"]!.AsArray();
        Assert.Equal(3, data.Count);
        Assert.Equal([0.1, 0.3], Numbers(data[1]!["x"]!));
        Assert.Equal([-1.0], Numbers(data[2]!["x"]!));
        Assert.Equal(["a", "c", "d"], figure["layout"]!["yaxis"]!["ticktext"]!.AsArray().Select(t => (string?)t));
        Assert.Equal(2, Parse(Charts.Intervals(["a"], [values[0]], "v", reference: 0))["data"]!.AsArray().Count);
        Assert.Throws<ArgumentException>(() => Charts.Intervals(["a"], values, "v"));
        Assert.Throws<ArgumentException>(() => Charts.Intervals(["b"], [values[1]], "v"));
    }

    private static double[] Numbers(JsonNode values) => [.. values.AsArray().Select(v => (double)v!)];

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;
}
