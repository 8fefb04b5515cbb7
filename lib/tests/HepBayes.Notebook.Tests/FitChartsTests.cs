using System.Text.Json.Nodes;
using HepBayes.Notebooks.Formatting;
using HepBayes.Physics;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

[Collection("formatters")]
public class FitChartsTests
{
    private static readonly FitResult Fitted = Model().Fit(Model().Generate((2.9, 3.3), 1), (2.9, 3.3));

    [Fact]
    public void A_fit_shows_data_components_and_pulls()
    {
        var figure = Parse(Fitted.Chart(bins: 40, title: "J/ψ"));
        Assert.Equal(["J/ψ", "background", "fit", "data"], Data(figure).Select(t => (string?)t["name"]).Where(n => !string.IsNullOrEmpty(n)));
        Assert.Equal(40, Data(figure)[3]["x"]!.AsArray().Count);
        Assert.Equal(40, Data(figure)[^1]["x"]!.AsArray().Count);
        Assert.Equal("y2", (string?)Data(figure)[^1]["yaxis"]);
        Assert.Equal("Invariant mass [GeV]", (string?)figure["layout"]!["xaxis2"]!["title"]!["text"]);
        Assert.Equal("Events per 0.01", (string?)figure["layout"]!["yaxis"]!["title"]!["text"]);
        Assert.Contains("/ndf = ", (string?)figure["layout"]!["annotations"]![0]!["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", figure.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("log", (string?)Parse(Fitted.Chart(logarithmic: true))["layout"]!["yaxis"]!["type"]);
    }

    [Fact]
    public void A_spectrum_labels_the_resonances_in_its_range()
    {
        var spectrum = MassSpectrum.Of((double[])[2.5, 3.1, 3.09, 9.5, 40], 50, 2, 50);
        var figure = Parse(spectrum.Chart("Muon pairs"));
        Assert.Equal(["J/ψ", "ψ(2S)", "Υ(1S)", "Υ(2S)", "Υ(3S)"], figure["layout"]!["annotations"]!.AsArray().Select(a => (string)a!["text"]!));
        Assert.Equal(("log", "log"), ((string?)figure["layout"]!["xaxis"]!["type"], (string?)figure["layout"]!["yaxis"]!["type"]));
    }

    [Fact]
    public void Profiles_pulls_and_shifts_have_their_axes()
    {
        var profile = Parse(Fitted.Profile("mean", 9).Chart());
        Assert.Equal("mean [GeV]", (string?)profile["layout"]!["xaxis"]!["title"]!["text"]);
        Assert.Equal(9, Data(profile)[^1]["x"]!.AsArray().Count);
        var study = Fitted.Toys(new ToyOptions { Toys = 20 }, null, TestContext.Current.CancellationToken);
        var pulls = Parse(study.Pulls("mean").Chart());
        Assert.Equal("Pull of mean", (string?)pulls["layout"]!["xaxis"]!["title"]!["text"]);
        Assert.StartsWith("mean ", (string?)Data(pulls)[0]["name"], StringComparison.Ordinal);
        var table = SystematicTable.Of(Fitted, "mean").With("other", Fitted["mean"] with { Value = 3.1 });
        Assert.Equal(["other", "statistical", "systematic", "total"], Parse(table.Chart())["layout"]!["yaxis"]!["ticktext"]!.AsArray().Select(t => (string)t!));
    }

    [Fact]
    public void Results_are_tables()
    {
        Formatters.Register(keepsJson: true);
        var html = Fitted.WithAsymmetricErrors("mean").ToDisplayString("text/html");
        Assert.Contains("<td>mean</td>", html, StringComparison.Ordinal);
        Assert.Contains("unbinned fit of", html, StringComparison.Ordinal);
        Assert.Contains("(stat)", SystematicTable.Of(Fitted, "mean").ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("20 toys", Fitted.Toys(new ToyOptions { Toys = 20 }, null, TestContext.Current.CancellationToken).ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    private static FitModel Model() => FitModel.Sum(
        new FitComponent("J/ψ", new FitParameter("N_sig", 800, 0, 1e4), Shape.Gaussian(new FitParameter("mean", 3.09, 3, 3.2, "GeV"), new FitParameter("sigma", 0.03, 0.001, 0.1, "GeV"))),
        new FitComponent("background", new FitParameter("N_bkg", 200, 0, 1e4), Shape.Exponential(new FitParameter("slope", -1, -20, 20))));

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];
}
