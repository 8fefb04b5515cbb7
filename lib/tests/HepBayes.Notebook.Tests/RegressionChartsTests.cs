using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class RegressionChartsTests
{
    [Fact]
    public void Cells_hold_the_rows_and_those_outside_are_counted()
    {
        double[] truth = [1, 1, 1, 2, 3, 9], predicted = [1, 1, 1, 2, 2.9, 3];
        var figure = Parse(Charts.PredictedAgainstTruth(predicted, truth, "mass", "GeV", bins: 2, range: (1, 3)));
        var z = Traces(figure)[0]["z"]!.AsArray();
        Assert.Equal(Math.Log10(3), (double)z[0]![0]!, 1e-5);
        Assert.Null(z[0]![1]);
        Assert.Equal(Math.Log10(2), (double)z[1]![1]!, 1e-5);
        Assert.Contains("1 of 6 rows", figure["layout"]!["annotations"]!.ToJsonString());
        Assert.Equal("True mass [GeV]", (string?)figure["layout"]!["xaxis"]!["title"]!["text"]);
        Assert.Throws<ArgumentException>(() => Charts.PredictedAgainstTruth(Array.Empty<double>(), Array.Empty<double>(), "mass", "GeV"));
        Assert.Throws<ArgumentException>(() => Charts.PredictedAgainstTruth((double[])[double.NaN], (double[])[1], "mass", "GeV"));
    }

    [Fact]
    public void Pulls_beyond_the_axis_stay_in_the_outermost_bins()
    {
        double[] pulls = [-50, -1, 0, 1, 50];
        var figure = Parse(Charts.Pulls(pulls));
        var heights = Numbers(Traces(figure)[0], "y");
        Assert.Equal(1, heights[1]);
        Assert.Equal(1, heights[^2]);
        Assert.Contains("mean 0.000, width 35.362", (string?)Traces(figure)[0]["name"]);
        Assert.Throws<ArgumentException>(() => Charts.Pulls((double[])[1]));
    }

    [Fact]
    public void Coverage_is_drawn_less_its_level()
    {
        // Uniform transforms cover every level; squeezed ones are those of intervals that are too wide.
        double[] uniform = [.. Enumerable.Range(0, 10_000).Select(i => (i + 0.5) / 10_000)];
        var figure = Parse(Charts.CoverageCurve(("right", uniform), ("wide", Array.ConvertAll(uniform, u => 0.5 + ((u - 0.5) / 2)))));
        Assert.All(Numbers(Traces(figure)[2], "y"), d => Assert.Equal(0, d, 2e-4));
        Assert.Equal(0.5, Numbers(Traces(figure)[4], "y")[24], 2e-4);
        Assert.Throws<ArgumentException>(() => Charts.CoverageCurve());
    }

    [Fact]
    public void Learning_curves_have_error_bars_and_published_stars()
    {
        Interval[] values = [new(2, 1.5, 2.5, 0.95), new(1, 0.8, 1.2, 0.95)];
        var figure = Parse(Charts.LearningCurve("Error [%]", [("network", [1000, 4000], values)], [("published", 160_000, 3.34)]));
        Assert.Equal([1000, 4000], Numbers(Traces(figure)[1], "x"));
        Assert.Equal(2, Traces(figure)[1]["error_y"]!["array"]!.AsArray().Count);
        Assert.Equal("star", (string?)Traces(figure)[2]["marker"]!["symbol"]);
        Assert.Equal("log", (string?)figure["layout"]!["xaxis"]!["type"]);
        Assert.Throws<ArgumentException>(() => Charts.LearningCurve("Error", [("network", [1000], values)]));
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Traces(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static double[] Numbers(JsonNode trace, string axis) => [.. trace[axis]!.AsArray().Select(v => (double)v!)];
}
