using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using HepBayes.Training;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class ChartsTests
{
    private static readonly double[] Scores = [.. Enumerable.Range(0, 30_000).Select(i => (i * 7919L % 30_000) / 30_000.0)];
    private static readonly bool[] Labels = [.. Scores.Select((s, i) => (i * 31 % 100) / 100.0 < s)];

    [Fact]
    public void Roc_names_areas_and_stays_small()
    {
        var figure = Parse(Charts.Roc(("Bayesian", RocCurve.Of(Scores, Labels)), ("weighted", RocCurve.Of(Scores, Labels, Scores))));
        AssertCommon(figure);
        Assert.Equal("False positive rate", Text(figure, "layout", "xaxis", "title", "text"));
        Assert.Equal(["guessing", "Bayesian", "weighted"], Data(figure).Select(t => Name(t).Split(':')[0]));
        Assert.Matches(@"^Bayesian: AUC 0\.\d+ \[0\.\d+, 0\.\d+\]$", Name(Data(figure)[1]));
        Assert.Matches(@"^weighted: AUC 0\.\d+$", Name(Data(figure)[2]));
        Assert.InRange(Points(Data(figure)[1]), 200, 2500);
        var x = Numbers(Data(figure)[1], "x");
        Assert.Equal((0.0, 1.0), (x[0], x[^1]));
    }

    [Fact]
    public void Thinning_moves_the_curve_by_less_than_a_pixel()
    {
        var curve = RocCurve.Of(Scores, Labels);
        var trace = Data(Parse(curve.Chart()))[1];
        var (x, y) = (Numbers(trace, "x"), Numbers(trace, "y"));
        // 0.0015 of an 800 x 450 chart is about one pixel.
        foreach (var point in curve.Points)
        {
            var nearest = double.PositiveInfinity;
            for (var i = 0; i < x.Length; i++)
                nearest = Math.Min(nearest, Math.Max(Math.Abs(x[i] - point.FalsePositiveRate), Math.Abs(y[i] - point.TruePositiveRate)));
            Assert.InRange(nearest, 0, 0.0015);
        }
    }

    [Fact]
    public void A_logarithmic_roc_has_only_positive_rates()
    {
        var figure = Parse(RocCurve.Of(Scores, Labels).Chart("n", logarithmic: true));
        Assert.Equal("log", Text(figure, "layout", "xaxis", "type"));
        Assert.All(Data(figure), t => Assert.All(Numbers(t, "x"), v => Assert.True(v > 0)));
    }

    [Fact]
    public void Score_histograms_hold_every_row_of_each_class()
    {
        var figure = Parse(Charts.ScoreHistogram(Scores, Labels, "not valid", "valid", bins: 20));
        AssertCommon(figure);
        Assert.Equal("Rows per bin of 0.05", Text(figure, "layout", "yaxis", "title", "text"));
        // Each bin is drawn with two corners.
        var drawn = Data(figure).Select(t => Numbers(t, "y").Sum() / 2).ToArray();
        Assert.Equal([Labels.Count(l => !l), (double)Labels.Count(l => l)], drawn);
        Assert.Equal("log", Text(Parse(Charts.ScoreHistogram(Scores, Labels, logarithmic: true)), "layout", "yaxis", "type"));
    }

    [Fact]
    public void Reliability_has_error_bars_and_a_histogram_below()
    {
        var figure = Parse(Calibration.Of(Scores, Labels).Chart("network"));
        AssertCommon(figure);
        var points = Data(figure)[1];
        Assert.Equal(15, Points(points));
        Assert.Equal(15, points["error_y"]!["array"]!.AsArray().Count);
        Assert.StartsWith("network: calibration error 0.0", Name(points), StringComparison.Ordinal);
        Assert.Equal("y2", (string?)Data(figure)[2]["yaxis"]);
        Assert.Equal("Predicted probability", Text(figure, "layout", "xaxis2", "title", "text"));
    }

    [Fact]
    public void Traces_show_each_chain_and_its_distribution()
    {
        double[][] chains = [[.. Scores[..12_000]], [.. Scores[..300]]];
        var figure = Parse(Charts.Trace(chains, "log posterior"));
        AssertCommon(figure);
        Assert.Equal(4, Data(figure).Length);
        Assert.Equal((10_000, 300), (Points(Data(figure)[0]), Points(Data(figure)[2])));
        Assert.Equal("chain 2", Name(Data(figure)[2]));
        Assert.NotEqual((string?)Data(figure)[0]["line"]!["color"], (string?)Data(figure)[2]["line"]!["color"]);
        Assert.Throws<ArgumentException>(() => Charts.Trace([[]], "x"));
    }

    [Fact]
    public void Training_curves_mark_the_epoch_that_was_kept()
    {
        var figure = Parse(new TrainingHistory([[1, 0.5, 0.4], [1, 0.6, 0.5]], [[1, 0.6, 0.7], [1, 0.7, 0.6]], [1, 2]).Chart());
        AssertCommon(figure);
        Assert.Equal("Epoch", Text(figure, "layout", "xaxis", "title", "text"));
        Assert.Equal("training 1", Name(Data(figure)[0]));
        Assert.Equal(("[2.0]", "[0.6]"), (Data(figure)[2]["x"]!.ToJsonString(), Data(figure)[2]["y"]!.ToJsonString()));
        Assert.Single(Data(Parse(new TrainingHistory([[1, 0.5]], [], [1]).Chart())));
    }

    [Fact]
    public void Empty_cells_are_gaps_over_a_grey_ground()
    {
        var cells = BinnedStatistic2D.Of(new[] { 0.5, 1.5, 1.5 }, new[] { 0.5, 1.5, 1.5 }, new[] { 0.2, 0.4, 0.6 }, 2, 2, (0, 2), (0, 2));
        var figure = Parse(Charts.Heatmap(cells, "M1 [GeV]", "tan β", "probability"));
        var (ground, heatmap) = (Data(figure)[0], Data(figure)[1]);
        Assert.Equal("heatmap", (string?)heatmap["type"]);
        Assert.Equal("[[0.2,null],[null,0.5]]", heatmap["z"]!.ToJsonString());
        Assert.Equal("[0.0,1.0,2.0]", heatmap["x"]!.ToJsonString());
        Assert.Equal("probability", (string?)heatmap["colorbar"]!["title"]!["text"]);
        Assert.False((bool)ground["showscale"]!);
        Assert.Contains("grey: no rows", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);

        var spread = Data(Parse(Charts.Heatmap(cells, "x", "y", "sd", CellQuantity.StandardDeviation)))[1];
        Assert.Equal("[[null,null],[null,0.141421]]", spread["z"]!.ToJsonString());
        var count = Data(Parse(Charts.Heatmap(cells, "x", "y", "n", CellQuantity.Count)))[1];
        Assert.Equal("[[1.0,null],[null,2.0]]", count["z"]!.ToJsonString());
    }

    [Fact]
    public void A_diverging_scale_is_symmetric_about_its_centre()
    {
        var cells = BinnedStatistic2D.Of(new[] { 0.5, 1.5 }, new[] { 0.5, 0.5 }, new[] { -1.0, 4 }, 2, 1);
        var heatmap = Data(Parse(Charts.Heatmap(cells, "x", "y", "z", scale: ColourScale.Diverging, centre: 1)))[0];
        Assert.Equal((-2.0, 4.0), ((double)heatmap["zmin"]!, (double)heatmap["zmax"]!));
    }

    [Fact]
    public void Histograms_have_errors_and_state_what_lies_outside()
    {
        var figure = Parse(Charts.Histogram(new[] { 0.1, 0.2, 0.8, 7.0 }, "m [GeV]", 2, (0, 1), "Masses"));
        AssertCommon(figure);
        Assert.Equal("Masses", Text(figure, "layout", "title", "text"));
        Assert.Equal("[1.41421,1.0]", Data(figure)[1]["error_y"]!["array"]!.ToJsonString());
        Assert.Contains("above: 1", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_scatter_is_thinned_and_says_so()
    {
        var figure = Parse(Charts.Scatter(Scores, Scores, "x", "y", "points"));
        Assert.Equal(10_000, Points(Data(figure)[0]));
        Assert.Contains("10,000 of 30,000 points shown", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(Parse(Charts.Scatter(new[] { 1.0 }, new[] { 2.0 }, "x", "y"))["layout"]!["annotations"]);
    }

    [Fact]
    public void Bands_and_overlays_keep_the_first_layout()
    {
        double[] x = [0, 1, 2];
        var band = Charts.Band(x, x, [-1, 0, 1], [1, 2, 3], "x [m]", "y", title: "Line");
        var figure = Parse(Charts.Overlay(band, Charts.Scatter(x, x, "other", "other", "data", errors: x, colour: "#000000"), Charts.Line(x, [1, double.NaN, 2], "", "", "gap", dashed: true)));
        AssertCommon(figure);
        Assert.Equal("x [m]", Text(figure, "layout", "xaxis", "title", "text"));
        Assert.Equal(["95 % interval", "mean", "data", "gap"], Data(figure).Select(Name));
        Assert.Equal(6, Points(Data(figure)[0]));
        Assert.Equal("[1.0,null,2.0]", Data(figure)[3]["y"]!.ToJsonString());
        Assert.Contains("no colour", Assert.Throws<ArgumentException>(() => Charts.Line(x, x, "", "", colour: "red")).Message, StringComparison.Ordinal);
        Assert.Contains("3 x values but 2 y values", Assert.Throws<ArgumentException>(() => Charts.Line(x, new[] { 1.0, 2 }, "", "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_carry_intervals_or_numbers()
    {
        var counts = Data(Parse(Charts.Bars(["tachyon", "other"], new[] { 1234.0, 5 }, "Points")))[0];
        Assert.Equal("bar", (string?)counts["type"]);
        Assert.Equal("[\"1,234\",\"5\"]", counts["text"]!.ToJsonString());
        var rates = Data(Parse(Charts.Bars(["a"], [new Interval(0.5, 0.4, 0.7)], "Precision")))[0];
        Assert.Equal("[0.2]", rates["error_x"]!["array"]!.ToJsonString());
        Assert.Throws<ArgumentException>(() => Charts.Bars(["a", "b"], new[] { 1.0 }, "x"));
    }

    [Fact]
    public void A_grid_renumbers_axes_and_keeps_everything()
    {
        var heat = Charts.Heatmap(BinnedStatistic2D.Of(new[] { 0.5, 1.5 }, new[] { 0.5, 0.5 }, new[] { 1.0, 4 }, 2, 1), "a", "b", "z", title: "Heat");
        var trace = Charts.Trace([[1, 2, 3]], "t");
        var roc = RocCurve.Of(Scores, Labels).Chart();
        var figure = Parse(Charts.Grid(2, 2, heat, trace, roc));
        var layout = figure["layout"]!.AsObject();
        Assert.Equal(4, layout.Count(p => p.Key.StartsWith("xaxis", StringComparison.Ordinal)));
        Assert.Equal("False positive rate", (string?)layout["xaxis4"]!["title"]!["text"]);
        Assert.Equal("y4", (string?)layout["xaxis4"]!["anchor"]);
        Assert.Equal("y2", (string?)layout["yaxis3"]!["matches"]);
        Assert.Equal(("x4", "y4"), ((string?)Data(figure)[^1]["xaxis"], (string?)Data(figure)[^1]["yaxis"]));
        Assert.Contains("Heat", layout["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(layout["legend3"]);
        // The first chart is in the upper left, the third in the lower left.
        Assert.True((double)layout["yaxis"]!["domain"]![0]! > (double)layout["yaxis4"]!["domain"]![1]!);
        Assert.True((double)layout["xaxis"]!["domain"]![1]! < (double)layout["xaxis2"]!["domain"]![0]!);
        Assert.All(layout.Where(p => p.Key.Contains("axis", StringComparison.Ordinal)), p =>
            Assert.All(p.Value!["domain"]!.AsArray(), v => Assert.InRange((double)v!, -1e-9, 1 + 1e-9)));
        Assert.Throws<ArgumentException>(() => Charts.Grid(1, 1, heat, roc));
        // The charts that went in are unchanged.
        Assert.Equal("Heat", Text(Parse(heat), "layout", "title", "text"));
        Assert.Null(Data(Parse(heat))[0]["xaxis"]);
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static string Name(JsonNode trace) => (string)trace["name"]!;

    private static int Points(JsonNode trace) => trace["x"]!.AsArray().Count;

    private static double[] Numbers(JsonNode trace, string property) => [.. trace[property]!.AsArray().Select(v => (double)v!)];

    private static string? Text(JsonNode node, params string[] path) => (string?)path.Aggregate(node, (n, p) => n[p]!);

    private static void AssertCommon(JsonNode figure)
    {
        Assert.Equal(ChartStyle.Width, (int)figure["layout"]!["width"]!);
        Assert.All(Data(figure), t => Assert.InRange(Points(t), 1, ChartStyle.MaximumPoints));
        Assert.DoesNotContain("NaN", figure.ToJsonString(), StringComparison.Ordinal);
    }
}
