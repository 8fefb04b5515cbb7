using Hepbook.Diagrams;
using Hepbook.Diagrams.Mermaid;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Hepbook.Reports;

/// <summary>Blocks of code in Markdown; those in Mermaid become pictures, or say why they do not.</summary>
internal sealed class MermaidFence : CodeBlockRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        if (obj is not FencedCodeBlock { Info: "mermaid" } fence)
        {
            base.Write(renderer, obj);
            return;
        }

        var (svg, notice) = Draw(fence.Lines.ToString());
        if (svg is not null)
        {
            renderer.Write("<div class=\"diagram\">").Write(svg).Write("</div>\n");
            return;
        }

        base.Write(renderer, obj);
        renderer.Write("<p class=\"notice\">").WriteEscape(notice).Write("</p>\n");
    }

    private static (string? Svg, string? Notice) Draw(string text)
    {
        try
        {
            var diagram = MermaidDiagram.Of(text);
            return (diagram.Svg, diagram.Notice);
        }
        catch (MermaidSyntaxException e)
        {
            return (null, $"This diagram could not be drawn: line {e.Line}, column {e.Column}: {e.Message}.");
        }
    }
}
