using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Diagrams;
using Hepbook.Notebooks;

namespace Hepbook.Reports;

/// <summary>Outputs of cells as HTML: charts as data for plotly.js, else HTML, else images, else text.</summary>
internal sealed partial class OutputHtml
{
    private readonly bool drawCharts;

    /// <summary>Starts a page.</summary>
    /// <param name="drawCharts">Whether the page carries plotly.js; if not, charts appear as their images.</param>
    public OutputHtml(bool drawCharts) => this.drawCharts = drawCharts;

    /// <summary>Renders one output.</summary>
    public string Render(JsonObject output) => output["output_type"]?.ToString() switch
    {
        "stream" => $"<pre class=\"stream {output["name"]}\">{Encode(MultilineText.FromJson(output["text"]))}</pre>",
        "error" => Error(output),
        _ => output["data"] is JsonObject data ? Data(data) : "",
    };

    private string Data(JsonObject data)
    {
        if (drawCharts && data[OutputData.Plotly] is JsonObject figure)
            return $"<div class=\"chart\"{Height(figure)}><script type=\"application/json\">{ScriptJson.Of(figure)}</script></div>";
        if (data.ContainsKey(OutputData.Plotly) && Image(data) is { } image)
            return image;
        if (MultilineText.FromJson(data["text/html"]) is { } html)
            return $"<div class=\"html\">{NetworkScript().Replace(html, "")}</div>";
        if (MultilineText.FromJson(data[DiagramBundle.Svg]) is { } svg)
            return $"<div class=\"html\">{svg}</div>";
        if (Image(data) is { } picture)
            return picture;
        if (MultilineText.FromJson(data["text/latex"]) is { } tex)
            return $"<div class=\"formula\">{TexToMathMl.Convert(tex.Trim().Trim('$'), display: true)}</div>";
        // The text of a diagram that is not drawn comes with the reason.
        if (!data.ContainsKey(DiagramBundle.Mermaid) && MultilineText.FromJson(data["text/markdown"]) is { } markdown)
            return new MarkdownHtml("").Render(new NotebookCell { Id = "output", Kind = CellKind.Markdown, Source = markdown });
        return $"<pre class=\"value\">{Encode(MultilineText.FromJson(data["text/plain"]))}</pre>";
    }

    private static string? Image(JsonObject data)
    {
        var type = data.Select(p => p.Key).FirstOrDefault(k => k is "image/png" or "image/jpeg" or "image/gif");
        return type is null ? null : $"<img class=\"output\" alt=\"\" src=\"data:{type};base64,{MultilineText.FromJson(data[type])?.Replace("\n", "", StringComparison.Ordinal)}\">";
    }

    // The place is reserved before the chart is drawn, so that links into the page land where they should.
    private static string Height(JsonObject figure) =>
        figure["layout"]?["height"] is JsonValue value && value.TryGetValue<double>(out var height) && height is > 0 and < 10000 ? $" style=\"min-height:{(int)height}px\"" : "";

    private static string Error(JsonObject output)
    {
        var traceback = (output["traceback"] as JsonArray ?? []).Select(l => AnsiColour().Replace(l?.ToString() ?? "", ""));
        return $"<div class=\"error\"><strong>{Encode(output["ename"]?.ToString())}</strong>: {Encode(output["evalue"]?.ToString())}<pre>{Encode(string.Join('\n', traceback))}</pre></div>";
    }

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    // A report opens offline: scripts from the network would only delay it.
    [GeneratedRegex(@"<script\b[^>]*\bsrc\s*=\s*[""']?(https?:)?//[^>]*>\s*</script>", RegexOptions.IgnoreCase)]
    private static partial Regex NetworkScript();

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex AnsiColour();
}
