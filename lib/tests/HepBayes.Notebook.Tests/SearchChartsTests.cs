using System.Text.Json.Nodes;
using HepBayes.Training.Search;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class SearchChartsTests
{
    [Fact]
    public void HistoryMarksPrunedAndFailedTrialsAndTheBestSoFar()
    {
        var study = Searched(1, new StudyOptions { Pruner = Pruner.Median(startupTrials: 2) });
        var states = study.Trials.GroupBy(t => t.State).ToDictionary(g => g.Key, g => g.Count());
        var figure = Parse(Charts.SearchHistory(study, "loss", "a title"));
        var data = Data(figure);
        Assert.Equal([$"complete ({states[TrialState.Complete]})", $"pruned, last value ({states[TrialState.Pruned]})", $"failed ({states[TrialState.Failed]})", "best so far"], data.Select(t => (string)t["name"]!));
        Assert.Equal(["circle", "triangle-down-open", "x"], data[..3].Select(t => (string)t["marker"]!["symbol"]!));
        Assert.Equal("InvalidDataException: planned", (string?)data[2]["hovertext"]![0]);
        Assert.Equal("y2", (string?)data[2]["yaxis"]);
        Assert.Equal("hv", (string?)data[3]["line"]!["shape"]);
        // The line never rises.
        var best = data[3]["y"]!.AsArray().Where(v => v is not null).Select(v => (double)v!).ToArray();
        Assert.Equal(best.OrderDescending(), best);
        Assert.Equal(30, data[3]["x"]!.AsArray().Count);
        Assert.Equal("loss", (string?)figure["layout"]!["yaxis"]!["title"]!["text"]);
        Assert.Throws<ArgumentException>(() => Charts.SearchHistory(Study.Create(new StudyOptions()), "loss"));
    }

    [Fact]
    public void ComparisonHasAMedianAndABandForEachSearch()
    {
        Study[] Of(SearchSampler sampler) => [.. Enumerable.Range(1, 5).Select(seed => Searched(seed, new StudyOptions { Sampler = sampler }))];
        var (tpe, random) = (Of(SearchSampler.Tpe()), Of(SearchSampler.Random()));
        var data = Data(Parse(Charts.SearchComparison("loss", 0.8, ("TPE", tpe), ("random", random))));
        Assert.Equal(["", "TPE (5 seeds)", "", "random (5 seeds)"], data.Select(t => (string?)t["name"] ?? ""));
        Assert.Equal(30, data[1]["x"]!.AsArray().Count);
        Assert.Equal(60, data[0]["x"]!.AsArray().Count);
        var last = tpe.Select(s => s.BestSoFar()[^1]).Order().ElementAt(2);
        Assert.Equal(last, (double)data[1]["y"]![29]!, 1e-5);
        Assert.Throws<ArgumentException>(() => Charts.SearchComparison("loss", 0.8));
        Assert.Throws<ArgumentException>(() => Charts.SearchComparison("loss", 0.8, ("none", [])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.SearchComparison("loss", 1, ("TPE", tpe)));
    }

    [Fact]
    public void SlicesShowEachParameterOnItsOwnAxis()
    {
        var study = Searched(3, new StudyOptions());
        var complete = study.Trials.Count(t => t.State == TrialState.Complete);
        var figure = Parse(Charts.SearchSlices(study, "loss"));
        var data = Data(figure);
        Assert.Equal(3, data.Length);
        Assert.Equal(complete, data[0]["x"]!.AsArray().Count);
        Assert.Equal("log", (string?)figure["layout"]!["xaxis"]!["type"]);
        Assert.Equal("[\"a\",\"b\"]", figure["layout"]!["xaxis2"]!["ticktext"]!.ToJsonString());
        Assert.Equal(study.Trials.Count(t => t.State == TrialState.Complete && t.Has("depth")), data[2]["x"]!.AsArray().Count);
        Assert.Equal(1, (int?)figure["layout"]!["xaxis3"]!["dtick"]);
        Assert.Equal("Viridis", (string?)data[0]["marker"]!["colorscale"]);
        Assert.Single(Data(Parse(Charts.SearchSlices(study, "loss", "kind"))));
        Assert.Throws<ArgumentException>(() => Charts.SearchSlices(study, "loss", "unknown"));
        Assert.Throws<ArgumentException>(() => Charts.SearchSlices(Study.Create(new StudyOptions()), "loss"));
    }

    private static Study Searched(int seed, StudyOptions options) => Study.Create(options with { Seed = seed }).Optimise(
        trial =>
        {
            var value = Math.Pow(Math.Log10(trial.Float("rate", 1e-4, 1, log: true)) + 2, 2);
            value += trial.Categorical("kind", "a", "b") == "a" ? 1 : trial.Int("depth", 1, 4) / 4.0;
            if (trial.Number % 10 == 4)
                throw new InvalidDataException("planned");
            trial.Report(1, value);
            return value;
        },
        30,
        cancellation: TestContext.Current.CancellationToken);

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];
}
