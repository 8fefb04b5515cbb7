using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using HepBayes.Generative;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class GenerativeChartsTests
{
    private static readonly EventSample Events = KnownDensity.Ring.Sample(4000, 1);

    [Fact]
    public void Generated_events_have_their_ratio_and_the_band()
    {
        var truth = Of(Events);
        var band = GeneratorBand.Of([Events.Slice(..2000).Column(0), Events.Slice(2000..).Column(0)], 10, (-8, 8));
        var figure = Parse(Charts.GeneratedRatio(truth, [("same", truth.Scaled(3))], "x", band));
        Assert.Equal(["truth", "same", "Bayesian band"], Traces(figure).Select(t => (string?)t["name"]).Where(n => !string.IsNullOrEmpty(n)));
        // The scale of the weights is divided out.
        var ratio = Traces(figure).Single(t => (string?)t["mode"] == "markers")["y"]!.AsArray();
        Assert.All(ratio.Where(v => v is not null), v => Assert.Equal(1, (double)v!, 1e-5));
        Assert.Equal("Ratio to truth", (string?)figure["layout"]!["yaxis2"]!["title"]!["text"]);
        Assert.Throws<ArgumentException>(() => Charts.GeneratedRatio(truth, [("other bins", Histogram1D.Of([1, 2], 3, (0, 1)))], "x"));
        Assert.Throws<ArgumentException>(() => Charts.GeneratedRatio(Histogram1D.Of([1, 2], 3, (0, 1)), [], "x", band));
    }

    [Fact]
    public void Weights_of_zero_are_counted()
    {
        var figure = Parse(Charts.WeightHistogram([("first", [0.1, 1, 10, 0]), ("second", [1, 1, 2])]));
        Assert.Contains("1 weights are 0", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("log", (string?)figure["layout"]!["yaxis"]!["type"]);
        Assert.Throws<ArgumentException>(() => Charts.WeightHistogram([("none", [0, 0])]));
    }

    [Fact]
    public void Two_samples_share_one_colour_scale()
    {
        (string, EventFunction, double, double) x = ("x", v => v[0], -8, 8), y = ("y", v => v[1], -8, 8);
        var figure = Parse(Charts.DensityPair(("a", Events.Slice(..2000)), ("b", Events.Slice(2000..)), x, y, bins: 8));
        var maps = Traces(figure).Where(t => t["colorbar"] is not null).ToArray();
        Assert.Equal(2, maps.Length);
        Assert.Equal((double)maps[0]["zmax"]!, (double)maps[1]["zmax"]!);
        Assert.Throws<ArgumentException>(() => Charts.DensityPair(("a", Events), ("b", Events.Slice(..10)), x, y));
    }

    private static Histogram1D Of(EventSample events) => Histogram1D.Of(events.Column(0), 10, (-8, 8));

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Traces(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];
}
