using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class UncertaintyChartsTests
{
    private static readonly double[] Means = [.. Enumerable.Range(0, 1000).Select(i => (i + 0.5) / 1000)];
    private static readonly double[] Deviations = [.. Means.Select(p => 0.5 * Math.Sqrt(p * (1 - p)))];
    private static readonly bool[] Labels = [.. Enumerable.Range(0, 1000).Select(i => (i * 31 % 100) / 100.0 < (i / 1000.0))];

    [Fact]
    public void Every_sample_has_area_one()
    {
        var figure = Parse(Charts.UncertaintyHistogram([("signal", Deviations[..300], null), ("background", Deviations[300..], Means[300..])], bins: 25, logarithmic: false));
        Assert.Equal(["signal", "background"], Traces(figure).Select(t => (string?)t["name"]));
        foreach (var trace in Traces(figure))
        {
            // Each bin is drawn with two corners.
            var x = Numbers(trace, "x");
            Assert.Equal(1, Numbers(trace, "y").Sum() / 2 * (x[^1] / 25), 1e-9);
        }

        Assert.Equal("log", (string?)Parse(Charts.UncertaintyHistogram([("all", Deviations, null)]))["layout"]!["yaxis"]!["type"]);
        Assert.Throws<ArgumentException>(() => Charts.UncertaintyHistogram([]));
    }

    [Fact]
    public void The_spread_lies_below_its_envelope()
    {
        var figure = Parse(Charts.SpreadAgainstMean(Means, Deviations, Means, bins: 20));
        var (envelope, line) = (Traces(figure)[0], Traces(figure)[2]);
        Assert.Equal(0.5, Numbers(envelope, "y").Max());
        var (x, y) = (Numbers(line, "x"), Numbers(line, "y"));
        Assert.Equal(20, x.Length);
        Assert.All(x.Zip(y), p => Assert.InRange(p.Second, 0, Math.Sqrt(p.First * (1 - p.First))));
        Assert.Equal(0.25, y[10], 0.002);
        Assert.Throws<ArgumentException>(() => Charts.SpreadAgainstMean(Means, Deviations[1..]));
    }

    [Fact]
    public void Abstention_curves_have_error_bars()
    {
        var curve = AbstentionCurve.Auc(Means, Labels, Deviations, removed: [0, 0.5, 0.9], options: new BootstrapOptions { Resamples = 50 });
        var figure = Parse(Charts.Abstention([("network", curve)]));
        var points = Traces(figure)[1];
        Assert.Equal([0, 0.5, 0.9], Numbers(points, "x"));
        Assert.Equal(curve.Points.Select(p => p.Metric.Value), Numbers(points, "y"));
        Assert.Equal(3, points["error_y"]!["array"]!.AsArray().Count);
        Assert.Throws<ArgumentException>(() => Charts.Abstention([]));
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Traces(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static double[] Numbers(JsonNode trace, string axis) => [.. trace[axis]!.AsArray().Select(v => (double)v!)];
}
