using System.Text.Json.Nodes;
using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Runtime;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class EventChartsTests
{
    private static readonly Table Events = Make(3000);

    [Fact]
    public void A_stack_has_every_sample_its_error_band_and_signals_with_their_ratio()
    {
        var stack = HistogramStack.Of(Events, "x", "w", "sample", ["b", "c"], 10, (0, 2));
        var signal = Histogram1D.Of(Events.Where(r => r.Text("sample") == "s")["x"], 10, (0, 2));
        var figure = Parse(Charts.Stacked(stack, "x [GeV]", [("signal x 10", signal.Scaled(10))]));
        Assert.Equal(["c", "b", "MC stat. error", "signal x 10"], Data(figure).Select(t => (string?)t["name"]).Where(n => !string.IsNullOrEmpty(n)));
        Assert.Equal("x [GeV]", Text(figure, "layout", "xaxis2", "title", "text"));
        Assert.Equal("Events per 0.2", Text(figure, "layout", "yaxis", "title", "text"));
        Assert.Equal(("log", "log"), (Text(figure, "layout", "yaxis", "type"), Text(figure, "layout", "yaxis2", "type")));
        Assert.Equal("/", Text(Data(figure)[2], "fillpattern", "shape"));
        Assert.Contains("above:", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        // The upper edge of the tallest layer is the sum of both samples.
        var top = Data(figure)[0]["y"]!.AsArray().Select(v => (double)v!).ToArray();
        Assert.Equal(stack.Total.Sums[3], top[1 + (2 * 3)], 1e-3 * stack.Total.Sums[3]);
        Assert.Equal("y2", (string?)Data(figure)[^1]["yaxis"]);
    }

    [Fact]
    public void Data_over_a_stack_have_their_ratio_about_one()
    {
        var stack = HistogramStack.Of(Events, "x", null, "sample", ["b", "c", "s"], 8, (0, 4));
        var figure = Parse(Charts.Stacked(stack, "x", data: stack.Total, logarithmic: false));
        Assert.Contains("data", Data(figure).Select(t => (string?)t["name"]));
        Assert.All(Data(figure)[^1]["y"]!.AsArray(), v => Assert.Equal(1, (double)v!, 1e-5));
        Assert.Equal("Data / stack", Text(figure, "layout", "yaxis2", "title", "text"));
        Assert.Throws<ArgumentException>(() => Charts.Stacked(stack, "x", data: Histogram1D.Of([1, 2], 5, (0, 4))));
    }

    [Fact]
    public void A_cut_flow_is_drawn_and_tabulated_by_sample()
    {
        var flow = CutFlow.Of(("x above 1", r => r["x"] > 1), ("x above 3", r => r["x"] > 3)).Apply(Events, "w", "sample");
        var figure = Parse(Charts.CutFlow(flow, "Events at 150 fb⁻¹"));
        Assert.Equal(["b", "c", "s"], Data(figure).Select(t => (string?)t["name"]));
        Assert.Equal(["all rows", "x above 1", "x above 3"], Data(figure)[0]["x"]!.AsArray().Select(v => (string?)v));
        Assert.Equal(flow.Stages[1].Of("b").Sum, (double)Data(figure)[0]["y"]![1]!, 1e-3);
        Assert.Equal(3, Data(figure)[0]["error_y"]!["array"]!.AsArray().Count);
        Assert.Equal("log", Text(figure, "layout", "yaxis", "type"));
        var table = flow.Table().ToString();
        Assert.Contains("effective rows", table, StringComparison.Ordinal);
        Assert.Contains("x above 3", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejection_and_scans_have_bands_and_mark_the_best_threshold()
    {
        var bootstrap = new BootstrapOptions { Resamples = 40 };
        ClassLabels labels = Events["label"];
        var roc = RocBootstrap.Of(Events["x"], labels, Events["w"], bootstrap);
        var rejection = Parse(Charts.Rejection(("x", roc)));
        Assert.Equal("log", Text(rejection, "layout", "yaxis", "type"));
        Assert.Equal(96, Data(rejection)[1]["x"]!.AsArray().Count);
        Assert.Equal(roc.Rejection(0.5).Value, (double)Data(rejection)[1]["y"]![46]!, 1e-3 * roc.Rejection(0.5).Value);

        var scan = ThresholdScan.Of(Events["x"], labels, Events["w"], new ThresholdScanOptions { Bootstrap = bootstrap, Steps = 20 });
        var significance = Parse(Charts.SignificanceScan(("x", scan)));
        Assert.Equal(3, Data(significance).Length);
        Assert.Equal(scan.Best.Threshold, (double)Data(significance)[2]["x"]![0]!, 1e-4);
        Assert.Equal("Reduction of B/S", Text(Parse(Charts.ReductionScan(("x", scan))), "layout", "yaxis", "title", "text"));
        Assert.Equal("log-odds", Text(Parse(Charts.ReductionScan("log-odds", ("x", scan))), "layout", "xaxis", "title", "text"));
        Assert.Throws<ArgumentException>(() => Charts.Rejection());
        Assert.Throws<ArgumentException>(() => Charts.SignificanceScan());
    }

    private static Table Make(int rows)
    {
        var random = new CounterRandom(3);
        var (x, w, label, sample) = (new float[rows], new float[rows], new float[rows], new string[rows]);
        for (var i = 0; i < rows; i++)
        {
            sample[i] = i % 3 == 0 ? "s" : i % 3 == 1 ? "b" : "c";
            label[i] = i % 3 == 0 ? 1 : 0;
            x[i] = (float)Math.Abs((1.5 * label[i]) + random.NextNormal());
            w[i] = i % 3 == 0 ? 0.01f : 1 + (i % 2);
        }

        return Table.FromColumns(("x", x), ("w", w), ("label", label)).WithText("sample", sample);
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static string? Text(JsonNode node, params string[] path) => (string?)path.Aggregate(node, (n, p) => n[p]!);
}
