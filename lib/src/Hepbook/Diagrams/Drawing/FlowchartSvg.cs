using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using Hepbook.Diagrams.Layout;

namespace Hepbook.Diagrams.Drawing;

/// <summary>
/// A placed flowchart as SVG that stands alone. Every text stands on an area of its own colour and lines are grey, so that it can
/// be read on light and dark pages alike; reports turn the colours round by the class names. No style sheet, script, identity or
/// address is in it.
/// </summary>
internal sealed class FlowchartSvg
{
    private const string Fonts = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, DejaVu Sans, sans-serif";
    private const string Ink = "#1f2430";
    private const string Paper = "#ffffff";
    private const string NodeFill = "#edf3fc";
    private const string NodeStroke = "#5a7fb8";
    private const string EdgeInk = "#7c8696";
    private const string FrameFill = "#f4f5f7";
    private const string FrameStroke = "#b6bdc8";
    private const double ArrowLength = 9;
    private const double ArrowWidth = 4.2;
    private const double Darkest = 0.45;

    private readonly StringBuilder svg = new();
    private readonly Flowchart chart;
    private readonly FlowchartLayout layout;

    private FlowchartSvg(Flowchart chart, FlowchartLayout layout) => (this.chart, this.layout) = (chart, layout);

    /// <summary>Draws a flowchart.</summary>
    /// <param name="chart">The flowchart.</param>
    /// <param name="layout">Where everything is.</param>
    /// <returns>The text of an SVG document.</returns>
    public static string Of(Flowchart chart, FlowchartLayout layout) => new FlowchartSvg(chart, layout).Draw();

    private string Draw()
    {
        var title = Encode(chart.Title ?? $"Flowchart with {chart.Nodes.Count} nodes");
        var size = $"width=\"{N(layout.Size.Width)}\" height=\"{N(layout.Size.Height)}\" viewBox=\"0 0 {N(layout.Size.Width)} {N(layout.Size.Height)}\"";
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hepbook-diagram\" role=\"img\" aria-label=\"{title}\" {size} font-family=\"{Fonts}\" style=\"max-width:100%;height:auto\">\n");
        svg.Append($"<title>{title}</title>\n<desc>{Encode(chart.Description ?? InWords())}</desc>\n");
        for (var frame = 0; frame < chart.Frames.Count; frame++)
            Frame(chart.Frames[frame], layout.Frames[frame]);
        for (var edge = 0; edge < chart.Edges.Count; edge++)
            Edge(chart.Edges[edge], layout.Edges[edge].Curve);
        for (var frame = 0; frame < chart.Frames.Count; frame++)
            FrameTitle(chart.Frames[frame], layout.Frames[frame]);
        for (var node = 0; node < chart.Nodes.Count; node++)
            Node(chart.Nodes[node], layout.Nodes[node]);
        for (var edge = 0; edge < chart.Edges.Count; edge++)
            Label(chart.Edges[edge], layout.Edges[edge].Label);
        return svg.Append("</svg>").ToString();
    }

    // For readers who do not see the picture.
    private string InWords()
    {
        string Name(int node) => string.Join(' ', chart.Nodes[node].Lines);
        return string.Join(' ', chart.Edges.Select(e => $"{Name(e.From)} to {Name(e.To)}{(e.Lines.Count > 0 ? $" ({string.Join(' ', e.Lines)})" : "")}."));
    }

    private void Frame(DiagramFrame frame, PlacedBox box) =>
        svg.Append($"<rect{Place(box)} rx=\"6\"{Paint(frame.Style, "frame", FrameFill, FrameStroke, "1")}/>\n");

    // Edges may cross the upper side of a frame; the title stays readable on a ground of its own.
    private void FrameTitle(DiagramFrame frame, PlacedBox box)
    {
        const double inset = 4;
        var text = TextMetrics.Of(frame.Lines, TextMetrics.SmallFont);
        var ground = new PlacedBox(box.Left + inset, box.Top + inset, new Size(text.Width + inset, text.Height));
        svg.Append($"<rect{(frame.Style.Fill is null ? " class=\"frame\"" : "")}{Place(ground)} fill=\"{frame.Style.Fill ?? FrameFill}\"/>\n");
        var first = ground.Top + (TextMetrics.Pitch(TextMetrics.SmallFont) / 2);
        Text(frame.Lines, box.Left + (2 * inset), first, TextMetrics.SmallFont, "start", TextPaint(frame.Style, "frame"));
    }

    private void Node(DiagramNode node, PlacedBox box)
    {
        var paint = Paint(node.Style, "node", NodeFill, NodeStroke, "1.3");
        var (x, y, w, h) = (box.Left, box.Top, box.Size.Width, box.Size.Height);
        string Box(double radius) => $"<rect{Place(box)} rx=\"{N(radius)}\"{paint}/>\n";
        svg.Append(node.Shape switch
        {
            NodeShape.Rounded => Box(ShapeOutline.Corner),
            NodeShape.Stadium or NodeShape.Circle => Box(h / 2),
            NodeShape.Subroutine => $"{Box(2)}<path d=\"M{N(x + ShapeOutline.Bar)} {N(y)}V{N(y + h)}M{N(x + w - ShapeOutline.Bar)} {N(y)}V{N(y + h)}\"{paint}/>\n",
            NodeShape.Cylinder => Cylinder(box, paint),
            NodeShape.Rectangle => Box(2),
            _ => $"<path d=\"M{string.Join('L', ShapeOutline.Polygon(node.Shape, box.Size).Select(p => $"{N(box.Centre.X + p.X)} {N(box.Centre.Y + p.Y)}"))}Z\"{paint}/>\n",
        });
        var first = box.Centre.Y + ShapeOutline.TextShift(node.Shape) - ((node.Lines.Count - 1) * TextMetrics.Pitch(TextMetrics.NodeFont) / 2);
        Text(node.Lines, box.Centre.X, first, TextMetrics.NodeFont, "middle", TextPaint(node.Style, "node"));
    }

    private static string Cylinder(PlacedBox box, string paint)
    {
        var (x, w, lid) = (box.Left, box.Size.Width, ShapeOutline.Lid);
        string Arc(double dx, int sweep) => $"a{N(w / 2)} {N(lid)} 0 0 {sweep} {N(dx)} 0";
        var sides = box.Size.Height - (2 * lid);
        return $"<path d=\"M{N(x)} {N(box.Top + lid)}{Arc(w, 1)}v{N(sides)}{Arc(-w, 1)}zm0 0{Arc(w, 0)}\"{paint}/>\n";
    }

    private void Edge(DiagramEdge edge, Point[] curve)
    {
        // Straight at its end, whatever came before.
        var (tip, from) = (curve[^1], curve[^2]);
        var length = Math.Max(0.001, Math.Sqrt(((tip.X - from.X) * (tip.X - from.X)) + ((tip.Y - from.Y) * (tip.Y - from.Y))));
        var (dx, dy) = ((tip.X - from.X) / length, (tip.Y - from.Y) / length);
        Point Back(double by, double aside) => new(tip.X - (by * dx) - (aside * dy), tip.Y - (by * dy) + (aside * dx));
        var path = new StringBuilder($"M{At(curve[0])}");
        for (var i = 1; i < curve.Length; i += 3)
        {
            var end = edge.HasArrow && i + 3 > curve.Length - 1 ? Back(ArrowLength - 2, 0) : curve[i + 2];
            path.Append(IsStraight(curve, i) ? $"L{At(end)}" : $"C{At(curve[i])} {At(curve[i + 1])} {At(end)}");
        }

        var (width, dashes) = edge.Line switch { LineKind.Thick => ("3", ""), LineKind.Dotted => ("1.6", " stroke-dasharray=\"3 4\""), _ => ("1.6", "") };
        svg.Append($"<path class=\"edge\" d=\"{path}\" fill=\"none\" stroke=\"{EdgeInk}\" stroke-width=\"{width}\"{dashes}/>\n");
        if (edge.HasArrow)
            svg.Append($"<path class=\"arrow\" d=\"M{At(tip)}L{At(Back(ArrowLength, ArrowWidth))}L{At(Back(ArrowLength, -ArrowWidth))}Z\" fill=\"{EdgeInk}\"/>\n");
    }

    private static bool IsStraight(Point[] curve, int i) =>
        (Math.Abs(curve[i - 1].X - curve[i + 2].X) < 0.05 && Math.Abs(curve[i].X - curve[i + 2].X) < 0.05)
        || (Math.Abs(curve[i - 1].Y - curve[i + 2].Y) < 0.05 && Math.Abs(curve[i].Y - curve[i + 2].Y) < 0.05);

    private void Label(DiagramEdge edge, PlacedBox? place)
    {
        if (place is not { } box)
            return;
        svg.Append($"<rect class=\"label\"{Place(box)} rx=\"4\" fill=\"{Paper}\"/>\n");
        var first = box.Centre.Y - ((edge.Lines.Count - 1) * TextMetrics.Pitch(TextMetrics.SmallFont) / 2);
        Text(edge.Lines, box.Centre.X, first, TextMetrics.SmallFont, "middle", TextPaint(DiagramStyle.None, "label"));
    }

    // The first line is centred on a height; the others follow below.
    private void Text(IReadOnlyList<string> lines, double x, double y, double font, string anchor, string paint)
    {
        const double baseline = 0.35;
        svg.Append($"<text font-size=\"{N(font)}\" text-anchor=\"{anchor}\"{paint}>");
        for (var i = 0; i < lines.Count; i++)
            svg.Append($"<tspan x=\"{N(x)}\" y=\"{N(y + (i * TextMetrics.Pitch(font)) + (baseline * font))}\">{Encode(lines[i])}</tspan>");
        svg.Append("</text>\n");
    }

    // Only what the author left open may be recoloured by a report.
    private static string Paint(DiagramStyle style, string name, string fill, string stroke, string width)
    {
        var classes = string.Join(' ', new[] { style.Fill is null ? name : null, style.Stroke is null ? name + "-line" : null }.Where(c => c is not null));
        return $"{(classes.Length > 0 ? $" class=\"{classes}\"" : "")} fill=\"{style.Fill ?? fill}\" stroke=\"{style.Stroke ?? stroke}\" stroke-width=\"{style.StrokeWidth ?? width}\""
            + (style.Dashes is null ? "" : $" stroke-dasharray=\"{style.Dashes}\"");
    }

    private static string TextPaint(DiagramStyle style, string name) =>
        style.Text is not null ? $" fill=\"{style.Text}\"" : style.Fill is not null ? $" fill=\"{(IsDark(style.Fill) ? Paper : Ink)}\"" : $" class=\"{name}-text\" fill=\"{Ink}\"";

    private static bool IsDark(string colour)
    {
        if (colour.Length is not (7 or 9) || colour[0] != '#')
            return false;
        double Part(int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return (0.299 * Part(1)) + (0.587 * Part(3)) + (0.114 * Part(5)) < Darkest;
    }

    private static string Place(PlacedBox box) =>
        $" x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Size.Width)}\" height=\"{N(box.Size.Height)}\"";

    private static string At(Point p) => $"{N(p.X)} {N(p.Y)}";

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))));
}
