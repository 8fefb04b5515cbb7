using System.Text.Json.Nodes;
using Hepbook.Notebooks;
using Hepbook.Reports;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Plotly = "/* the text of plotly.js */";

    private static Notebook Example()
    {
        var notebook = NotebookReader.Parse(
            TestNotebook.Json(TestNotebook.Markdown + "# Study of $x^2$\n\n| a | b |\n|---|---|\n| 1 | 2 |", "var a = \"</script>\"; // comment", TestNotebook.Markdown + "## Part\n### Detail", "throw"), "n.ipynb");
        JsonObject Chart() => new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject
            {
                [OutputData.Plotly] = JsonNode.Parse("""{"data": [{"y": [1, 2], "name": "</script><b>"}], "layout": {"height": 300}}"""),
                ["text/html"] = "<script src=\"https://cdn.plot.ly/plotly.js\"></script><div>cdn chart</div>",
                ["image/png"] = "UE5H",
            },
        };
        notebook.Cells[1].Outputs.Add(Chart());
        notebook.Cells[1].Outputs.Add(Chart());
        notebook.Cells[1].Outputs.Add(JsonNode.Parse("""{"output_type": "stream", "name": "stdout", "text": ["1 < 2\n"]}"""));
        notebook.Cells[3].Outputs.Add(JsonNode.Parse("""{"output_type": "error", "ename": "Exception", "evalue": "bad <luck>", "traceback": ["\u001b[31mred\u001b[0m"]}"""));
        return notebook;
    }

    [Fact]
    public void Plotly_is_inside_once_and_every_chart_is_data()
    {
        var html = HtmlReport.Create(Example(), "n", ".", Plotly);
        Assert.Equal(1, Count(html, Plotly));
        Assert.Equal(2, Count(html, "<div class=\"chart\" style=\"min-height:300px\">"));
        Assert.DoesNotContain("cdn", html, StringComparison.Ordinal);
        Assert.DoesNotContain("UE5H", html, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_plotly_charts_are_their_images()
    {
        var html = HtmlReport.Create(Example(), "n", ".", plotly: null);
        Assert.Equal(2, Count(html, "src=\"data:image/png;base64,UE5H\""));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_from_the_network_are_left_out()
    {
        var output = JsonNode.Parse("""{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script src='https://x.org/a.js'></script><p>kept</p>"}}""")!;
        Assert.Equal("<div class=\"html\"><p>kept</p></div>", new OutputHtml(drawCharts: true).Render(output.AsObject()));
    }

    [Fact]
    public void Text_code_tables_formulas_errors_and_contents_are_there()
    {
        var html = HtmlReport.Create(Example(), "n", ".", Plotly);
        Assert.Contains("<title>Study of x2</title>", html, StringComparison.Ordinal);
        Assert.Contains("<math><mrow><msup><mi>x</mi>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"k\">var</span> a = <span class=\"s\">&quot;&lt;/script&gt;&quot;</span>; <span class=\"c\">// comment</span>", html, StringComparison.Ordinal);
        Assert.Contains("1 &lt; 2", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Exception</strong>: bad &lt;luck&gt;<pre>red</pre>", html, StringComparison.Ordinal);
        Assert.Contains("<li class=\"level2\"><a href=\"#part\">Part</a></li>", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"part\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_keeps_every_character()
    {
        const string code = "#r \"x.dll\"\nvar s = $\"{1 + 2:0.0} text\"; /* a < b */\nfoo<int>('c', 0x1F, @\"v\");\n\t// end\n";
        var text = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(CodeHtml.Of(code), "<[^>]*>", ""));
        Assert.Equal(code, text);
    }

    [Fact]
    public void Local_and_attached_images_are_inside_the_page()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("p.png"), [1, 2, 3]);
        var cell = new NotebookCell
        {
            Id = "c",
            Kind = CellKind.Markdown,
            Source = "![a](p.png) ![b](attachment:q.png) ![c](https://x.org/r.png)",
            Attachments = new JsonObject { ["q.png"] = new JsonObject { ["image/png"] = "BBBB" } },
        };
        var html = new MarkdownHtml(folder.Path).Render(cell);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", html, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,BBBB\"", html, StringComparison.Ordinal);
        Assert.Contains("src=\"https://x.org/r.png\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagrams_are_drawn_from_outputs_and_from_blocks_of_text()
    {
        const string fence = "```mermaid\nflowchart LR\nA{0}B\n```\n\n```csharp\nx\n```";
        string Render(string text) => new MarkdownHtml("").Render(new NotebookCell { Id = "c", Kind = CellKind.Markdown, Source = text });
        var drawn = Render(fence.Replace("{0}", " --> ", StringComparison.Ordinal));
        Assert.Contains("<div class=\"diagram\"><svg xmlns=", drawn, StringComparison.Ordinal);
        Assert.Contains("<pre><code class=\"language-csharp\">x", drawn, StringComparison.Ordinal);
        var refused = Render(fence.Replace("{0}", " -> ", StringComparison.Ordinal));
        Assert.Contains("<code class=\"language-mermaid\">flowchart LR", refused, StringComparison.Ordinal);
        Assert.Contains("<p class=\"notice\">This diagram could not be drawn: line 2, column 3: found '-&gt;', expected", refused, StringComparison.Ordinal);

        var output = new OutputHtml(drawCharts: true);
        string Output(string data) => output.Render(JsonNode.Parse($$"""{"output_type": "display_data", "metadata": {}, "data": {{data}}}""")!.AsObject());
        Assert.Equal("<div class=\"html\"><svg/></div>", Output("""{"text/vnd.mermaid": "graph", "image/svg+xml": "<svg/>", "image/png": "UE5H", "text/plain": "graph"}"""));
        Assert.Equal("<pre class=\"value\">pie &amp; why</pre>", Output("""{"text/vnd.mermaid": "pie", "text/markdown": "```mermaid\npie\n```", "text/plain": "pie & why"}"""));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
