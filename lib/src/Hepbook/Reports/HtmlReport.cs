using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Reports;

/// <summary>An executed notebook as one HTML file that needs nothing else: plotly.js is inside once, formulas are MathML.</summary>
internal static class HtmlReport
{
    private const int DeepestContents = 3;

    /// <summary>Renders a notebook.</summary>
    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="name">Its name, the title if it has no heading.</param>
    /// <param name="folder">The notebook's folder, where relative image paths start.</param>
    /// <param name="plotly">The text of plotly.js; null to show the charts as their images.</param>
    /// <returns>The page.</returns>
    public static string Create(Notebook notebook, string name, string folder, string? plotly)
    {
        var outputs = notebook.CodeCells.SelectMany(c => c.Outputs.OfType<JsonObject>());
        var hasCharts = plotly is not null && outputs.Any(o => o["data"]?[OutputData.Plotly] is JsonObject);
        var markdown = new MarkdownHtml(folder);
        var renderer = new OutputHtml(hasCharts);
        var body = new StringBuilder();
        foreach (var cell in notebook.Cells)
            AppendCell(body, cell, markdown, renderer);

        var title = markdown.Headings.FirstOrDefault(h => h.Level == 1)?.Html;
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{(title is null ? WebUtility.HtmlEncode(name) : StripTags(title))}</title>
            <style>{Resource("report.css")}</style>
            {(hasCharts ? $"<script>{plotly}</script>" : "")}
            </head>
            <body>
            {Contents(markdown.Headings)}
            <main>
            {body}</main>
            {(hasCharts ? $"<script>{Resource("report.js")}</script>" : "")}
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static void AppendCell(StringBuilder body, NotebookCell cell, MarkdownHtml markdown, OutputHtml outputs)
    {
        switch (cell.Kind)
        {
            case CellKind.Markdown:
                body.Append("<section class=\"markdown\">\n").Append(markdown.Render(cell)).Append("</section>\n");
                break;
            case CellKind.Code when cell.Source.Length > 0:
                var code = cell.Language is null or "csharp" ? CodeHtml.Of(cell.Source) : WebUtility.HtmlEncode(cell.Source);
                body.Append($"<section class=\"code\">\n<div class=\"count\">{cell.ExecutionCount}</div>\n<pre class=\"source\"><code>{code}</code></pre>\n");
                foreach (var output in cell.Outputs.OfType<JsonObject>())
                    body.Append(outputs.Render(output)).Append('\n');
                body.Append("</section>\n");
                break;
            default:
                break;
        }
    }

    private static string Contents(IReadOnlyList<MarkdownHtml.Heading> headings)
    {
        var shown = headings.Where(h => h.Level <= DeepestContents).ToArray();
        if (shown.Length < 3)
            return "";
        var items = shown.Select(h => $"<li class=\"level{h.Level}\"><a href=\"#{WebUtility.HtmlEncode(h.Id)}\">{h.Html}</a></li>");
        return $"<nav>\n<ul>\n{string.Join('\n', items)}\n</ul>\n</nav>";
    }

    private static string StripTags(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "");

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
