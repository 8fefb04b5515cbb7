using System.Text.Json;
using System.Text.Json.Nodes;
using HepBayes.Evaluation;

namespace HepBayes.Notebooks.Tests;

public class ScorecardTests
{
    private static Scorecard Example() => new Scorecard("susy-viability")
        .Add("auc", new Interval(0.98, 0.97, 0.99), reference: 0.975, source: "a paper")
        .Add("seconds.each", 1.5e-6, "s")
        .Add("undefined", double.NaN, double.NegativeInfinity, 1)
        .Setting("rows", 20_000).Setting("quick", false).Setting("step", 0.1f).Setting("prior", "hierarchical").Setting("nothing", null).Setting("odd", double.NaN)
        .Took(12.34567);

    [Fact]
    public void The_JSON_has_exactly_the_agreed_form()
    {
        const string Expected = """
            {"study":"susy-viability","rows":[
            {"name":"auc","value":0.98,"low":0.97,"high":0.99,"unit":"","reference":0.975,"source":"a paper"},
            {"name":"seconds.each","value":1.5E-06,"low":null,"high":null,"unit":"s","reference":null,"source":""},
            {"name":"undefined","value":null,"low":null,"high":1,"unit":"","reference":null,"source":""}],
            "settings":{"rows":20000,"quick":false,"step":0.1,"prior":"hierarchical","nothing":null,"odd":null},"seconds":12.346}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(Example().ToJson())), Example().ToJson());
    }

    [Fact]
    public void JSON_does_not_depend_on_the_culture_and_never_holds_NaN()
    {
        var json = new Scorecard("x").Add("a", 0.5).Add("b", double.NaN).Took(1).ToJson();
        using var document = JsonDocument.Parse(json);
        Assert.Equal(0.5, document.RootElement.GetProperty("rows")[0].GetProperty("value").GetDouble());
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_used_once()
    {
        var card = Example();
        Assert.Contains("already has a row 'auc'", Assert.Throws<ArgumentException>(() => card.Add("auc", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("already has a setting 'rows'", Assert.Throws<ArgumentException>(() => card.Setting("rows", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => card.Add(" ", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => card.Took(double.NaN));
    }

    [Fact]
    public void The_table_shows_interval_reference_and_settings()
    {
        var html = Example().ToHtml();
        Assert.Contains("0.980 [0.970, 0.990]", html, StringComparison.Ordinal);
        Assert.Contains(">0.975<", html, StringComparison.Ordinal);
        Assert.Contains("rows = 20000, quick = false", html, StringComparison.Ordinal);
        Assert.Contains("susy-viability", Example().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_stands_still_once_it_is_read()
    {
        var card = new Scorecard("x");
        Assert.Equal(card.Seconds, card.Seconds);
        Assert.True(card.Seconds >= 0);
    }
}
