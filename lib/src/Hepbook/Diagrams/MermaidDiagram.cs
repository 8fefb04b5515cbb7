using Hepbook.Diagrams.Drawing;
using Hepbook.Diagrams.Layout;
using Hepbook.Diagrams.Mermaid;

namespace Hepbook.Diagrams;

/// <summary>A Mermaid text as a picture, made here: nothing is fetched and no script runs.</summary>
/// <param name="Svg">The picture; null if this text cannot be drawn here.</param>
/// <param name="Notice">Why it cannot; null if it can.</param>
internal sealed record MermaidDiagram(string? Svg, string? Notice)
{
    /// <summary>The most nodes that are drawn.</summary>
    public const int MostNodes = 500;

    /// <summary>The most edges that are drawn.</summary>
    public const int MostEdges = 1000;

    /// <summary>Draws a text.</summary>
    /// <exception cref="MermaidSyntaxException">The text cannot be read.</exception>
    public static MermaidDiagram Of(string text)
    {
        var reader = new MermaidReader(text);
        var (isFlowchart, kind, title) = DiagramKind.Read(reader);
        if (!isFlowchart)
            return new MermaidDiagram(null, $"A diagram of this kind ({kind}) is drawn only by front ends that know Mermaid.");
        var chart = FlowchartParser.Read(reader, title);
        return chart.Nodes.Count > MostNodes || chart.Edges.Count > MostEdges
            ? new MermaidDiagram(null, $"{chart.Nodes.Count} nodes and {chart.Edges.Count} edges are too many to be drawn here; at most {MostNodes} and {MostEdges} are.")
            : new MermaidDiagram(FlowchartSvg.Of(chart, FlowchartLayout.Of(chart)), null);
    }
}
