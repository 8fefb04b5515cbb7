using System.Text.Json.Nodes;
using HepBayes.Generative.Exploration;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class ExplorationChartsTests
{
    [Fact]
    public void RecallHasABandAndALineForEachStrategyAndOneForChance()
    {
        RecallCurve Curve(params bool[] hits) => new(hits, 4);
        var figure = JsonNode.Parse(GenericChart.toJson(Charts.Recall(
            8, ("good", [Curve(true, true, true, true), Curve(true, true, false, true)]), ("alone", [Curve(false, true, false)]))))!;
        var data = figure["data"]!.AsArray().Select(t => t!).ToArray();
        Assert.Equal(["", "good (2 seeds)", "alone (1 seed)", "chance, on average"], data.Select(t => (string?)t["name"] ?? ""));
        Assert.Equal([0, 0.25, 0.5, 0.625, 0.875], data[1]["y"]!.AsArray().Select(v => (double)v!));
        Assert.Equal([0, 0, 0.25, 0.25], data[2]["y"]!.AsArray().Select(v => (double)v!));
        Assert.Equal([0, 0.5], data[3]["y"]!.AsArray().Select(v => (double)v!));
        Assert.Equal("dash", (string?)data[3]["line"]!["dash"]);
        Assert.Equal("Calls of the oracle", (string?)figure["layout"]!["xaxis"]!["title"]!["text"]);
        Assert.Single(JsonNode.Parse(GenericChart.toJson(Charts.Recall(null, ("alone", [Curve(true)]))))!["data"]!.AsArray());
        Assert.Throws<ArgumentException>(() => Charts.Recall(8));
        Assert.Throws<ArgumentException>(() => Charts.Recall(8, ("none", [])));
    }
}
