using System.Text.Json.Nodes;
using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Preprocessing;
using HepBayes.Training;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class FeatureChartsTests
{
    private static readonly Table Events = Table.FromColumns(
        ("label", [.. Enumerable.Range(0, 9000).Select(i => (float)(i % 3 == 0 ? 1 : 0))]),
        ("a", [.. Enumerable.Range(0, 9000).Select(i => (float)((i * 7919L % 9000) / 9000.0))]),
        ("b", [.. Enumerable.Range(0, 9000).Select(i => (float)((i * 7919L % 9000) / 9000.0) + (0.1f * (i % 5)))]),
        ("c", [.. Enumerable.Range(0, 9000).Select(i => (float)(i * 104729L % 8999))]));

    [Fact]
    public void Overlaid_features_have_unit_area_and_state_what_lies_outside()
    {
        var figure = Parse(Charts.Feature(Events, "a", "label", bins: 20, range: (0, 0.5)));
        Assert.Equal("a", Text(figure, "layout", "xaxis", "title", "text"));
        Assert.Equal(["background (6,000)", "signal (3,000)"], Data(figure).Select(t => (string)t["name"]!));
        // Two corners a bin of width 0.025; half of the rows are outside.
        Assert.All(Data(figure), t => Assert.Equal(0.5, t["y"]!.AsArray().Sum(v => (double)v!) / 2 * 0.025, 0.01));
        Assert.Contains("rows outside", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("log", Text(Parse(Charts.Feature(Events, "c", "label", logarithmic: true)), "layout", "yaxis", "type"));
        Assert.Throws<ArgumentException>(() => Charts.Feature(Events.Where(r => r["label"] == 1), "a", "label"));
    }

    [Fact]
    public void Correlations_are_written_into_their_cells()
    {
        var heatmap = Data(Parse(Charts.Correlations(CorrelationMatrix.Of(Events, ["a", "b"]))))[0];
        Assert.Equal(("heatmap", -1.0, 1.0), ((string?)heatmap["type"], (double)heatmap["zmin"]!, (double)heatmap["zmax"]!));
        Assert.Equal("1.00", (string?)heatmap["text"]![0]![0]);
        Assert.Equal("[\"a\",\"b\"]", heatmap["x"]!.ToJsonString());
    }

    [Fact]
    public void Scree_and_biplot_show_components_and_columns()
    {
        var scaled = StandardScaler.Fit(Events, ["a", "b", "c"]).Transform(Events);
        var components = PrincipalComponents.Fit(scaled, ["a", "b", "c"]);
        var scree = Data(Parse(Charts.Scree(components)));
        Assert.Equal(3, scree[0]["y"]!.AsArray().Count);
        Assert.Equal(1.0, (double)scree[1]["y"]![2]!, 1e-5);

        var figure = Parse(Charts.Biplot(components, scaled, "label"));
        Assert.StartsWith("Component 1 (", Text(figure, "layout", "xaxis", "title", "text"), StringComparison.Ordinal);
        Assert.Equal([2000, 2000, 2, 2, 2], Data(figure).Select(t => t["x"]!.AsArray().Count));
        Assert.Equal(["a", "b", "c"], figure["layout"]!["annotations"]!.AsArray().Select(a => (string?)a!["text"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Biplot(components, scaled, "label", second: 4));
    }

    [Fact]
    public void Importance_has_bars_with_intervals()
    {
        var bars = Data(Parse(Charts.Importance(FeatureRanking.SingleFeatureAuc(Events, ["a", "c"], "label"), "AUC alone")))[0];
        Assert.Equal(2, bars["y"]!.AsArray().Count);
        Assert.Equal(2, bars["error_x"]!["array"]!.AsArray().Count);
    }

    [Fact]
    public void Loss_curves_can_be_logarithmic()
    {
        var history = new TrainingHistory([[1, 0.1]], [[1, 0.2]], [1]);
        Assert.Equal("log", Text(Parse(Charts.Training(history, logarithmic: true)), "layout", "yaxis", "type"));
        Assert.Null(Parse(Charts.Training(history))["layout"]!["yaxis"]!["type"]);
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static string? Text(JsonNode node, params string[] path) => (string?)path.Aggregate(node, (n, p) => n[p]!);
}
