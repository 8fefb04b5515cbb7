using System.Text.Json;
using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Formatting;
using HepBayes.Sampling;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests.Formatting;

/// <summary>Through the real formatter registry, which is one per process.</summary>
[Collection("formatters")]
public class FormattersTests
{
    private static readonly GenericChart Single = Charts.Line(new[] { 1.0, 2 }, new[] { 3.0, 4 }, "x [GeV]", "y", title: "a </script><b> title");
    private static readonly GenericChart Several = RocCurve.Of(new[] { 0.2, 0.8, 0.6 }, new[] { 0, 1, 0 }).Chart();

    [Fact]
    public void Charts_go_out_in_three_types_where_JSON_is_kept()
    {
        Formatters.Register(keepsJson: true);
        Formatters.Register(keepsJson: true);
        foreach (var chart in new[] { Single, Several })
        {
            var types = Formatter.GetPreferredMimeTypesFor(chart.GetType());
            Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], types.Order());
            using var figure = JsonDocument.Parse(chart.ToDisplayString("application/vnd.plotly.v1+json"));
            Assert.Equal(["config", "data", "layout"], figure.RootElement.EnumerateObject().Select(p => p.Name).Order());
        }
    }

    [Fact]
    public void Only_HTML_goes_out_where_JSON_is_lost()
    {
        Formatters.Register(keepsJson: false);
        Assert.Equal(["text/html"], Formatter.GetPreferredMimeTypesFor(Single.GetType()));
        Assert.Equal(["text/html"], Formatter.GetPreferredMimeTypesFor(typeof(Scorecard)));
        Formatters.Register(keepsJson: true);
        Assert.Equal(3, Formatter.GetPreferredMimeTypesFor(Single.GetType()).Count);
    }

    [Fact]
    public void The_HTML_of_a_chart_is_safe_and_small()
    {
        Formatters.Register(keepsJson: true);
        var html = Single.ToDisplayString("text/html");
        Assert.Equal(1, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<b> title", html, StringComparison.Ordinal);
        Assert.Contains("\\u003c/script>", html, StringComparison.Ordinal);
        Assert.Contains("plotly-2.28.0.min", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 500, 6000);
        Assert.NotEqual(html, Single.ToDisplayString("text/html"));
        Assert.Equal("[chart: a </script><b> title]", Single.ToDisplayString("text/plain"));
        Assert.Equal("[chart]", Several.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Diagnostics_are_tables()
    {
        Formatters.Register(keepsJson: true);
        double[][] chains = [[1, 3, 2, 4, 1, 3], [2, 1, 4, 3, 2, 2]];
        var summary = PosteriorSummary.Of("f(x)", chains);
        foreach (var html in new[] { summary.ToDisplayString("text/html"), new[] { summary }.ToDisplayString("text/html") })
            Assert.Matches("<table.*bulk ESS.*f\\(x\\)", html);
        Assert.Equal(PosteriorSummary.Table([summary]), new List<PosteriorSummary> { summary }.ToDisplayString("text/plain"));
        Assert.Contains("1 of 12 draws diverged", DivergenceReport.Of([[true, false, false, false, false, false], new bool[6]], ("f(x)", chains)).ToDisplayString("text/html"), StringComparison.Ordinal);
        var trajectories = TrajectoryStatistics.OfTrees([[3, 7]], [[2, 3]], 3, [[1, 0.5]]).ToDisplayString("text/html");
        Assert.Matches("tree depth.*2.5.*acceptance 0.750", trajectories);
    }

    [Fact]
    public void A_scorecard_carries_its_JSON()
    {
        Formatters.Register(keepsJson: true);
        var card = new Scorecard("s").Add("auc", 0.9).Took(1);
        Assert.Contains("application/vnd.hepbayes.scorecard+json", Formatter.GetPreferredMimeTypesFor(typeof(Scorecard)));
        Assert.Equal(card.ToJson(), card.ToDisplayString("application/vnd.hepbayes.scorecard+json"));
        Assert.Contains("<table", card.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_frames_show_their_first_rows_and_size()
    {
        Formatters.Register(keepsJson: true);
        var table = Table.FromColumns(("m", [.. Enumerable.Range(0, 1500).Select(i => i + 0.5f)])).WithText("t", [.. Enumerable.Repeat("<x>", 1500)]);
        foreach (var view in new object[] { table, table.ToDataFrame(), table.ToDeedle() })
        {
            Assert.Equal(["text/html"], Formatter.GetPreferredMimeTypesFor(view.GetType()));
            var html = view.ToDisplayString("text/html");
            Assert.Contains("<td class=\"r\">7.5</td>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("8.5", html, StringComparison.Ordinal);
            Assert.Contains("&lt;x&gt;", html, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode("1,500 rows × 2 columns"), html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_of_a_column_have_equal_decimals()
    {
        Formatters.Register(keepsJson: true);
        var table = Table.FromColumns(("m", [1f, 123.4567f, -2.25f]), ("n", [10000f, 2f, 0f]), ("wide", [1e-12f, 1f, 1e7f]), ("gap", [float.NaN, 0.5f, 1f]));
        Assert.Equal(
            """
            row       m       n        wide  gap
            ---  ------  ------  ----------  ---
              0    1.00  10,000       1E-12    –
              1  123.46       2           1  0.5
              2   -2.25       0  10,000,000  1.0
            3 rows × 4 columns; columns in memory
            """,
            FrameViews.Of(table).ToString());
    }

    [Fact]
    public void Summaries_become_tables()
    {
        Formatters.Register(keepsJson: true);
        var run = new RunSummary(4, 100, new Convergence(1.003, 400, 300), [0.9, 1.1], 0, 0.81, 0.1, 20, 12);
        Assert.Contains("<td>divergences</td><td>0</td><td>good</td>", run.ToDisplayString("text/html"), StringComparison.Ordinal);
        var columns = Table.FromColumns(("mass", [1f, 2f, 4f])).Describe().ToDisplayString("text/html");
        Assert.Contains(">mass<", columns, StringComparison.Ordinal);
        Assert.Contains(">2.3333<", columns, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_table_is_shown_too()
    {
        Formatters.Register(keepsJson: true);
        var empty = Table.FromColumns(("m", []));
        foreach (var view in new object[] { empty, empty.ToDataFrame(), empty.ToDeedle() })
            Assert.Contains(">m<", view.ToDisplayString("text/html"), StringComparison.Ordinal);
    }
}
