using Hepbook.Diagrams;
using Hepbook.Diagrams.Drawing;
using Hepbook.Diagrams.Layout;

namespace Hepbook.Tests.Diagrams;

/// <summary>What must hold for every placed flowchart.</summary>
internal static class LayoutCheck
{
    private const double Slack = 0.02;
    private const int CurveSteps = 20;

    /// <summary>What is wrong with a layout; empty if nothing is.</summary>
    public static List<string> Problems(Flowchart chart, FlowchartLayout layout)
    {
        var problems = new List<string>();
        Boxes(chart, layout, problems);
        Frames(chart, layout, problems);
        for (var edge = 0; edge < chart.Edges.Count; edge++)
            Edge(chart, layout, edge, problems);
        return problems;
    }

    private static void Boxes(Flowchart chart, FlowchartLayout layout, List<string> problems)
    {
        var boxes = layout.Nodes.Select((b, i) => (Name: chart.Nodes[i].Id, Box: b))
            .Concat(layout.Edges.Select((e, i) => (Name: $"label {i}", e.Label)).Where(e => e.Label is not null).Select(e => (e.Name, Box: e.Label!.Value))).ToArray();
        for (var i = 0; i < boxes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Overlap(boxes[i].Box, boxes[j].Box))
                    problems.Add($"{boxes[i].Name} overlaps {boxes[j].Name}");
            }
        }

        foreach (var (name, box) in boxes.Concat(layout.Frames.Select((f, i) => ($"frame {i}", f))))
        {
            if (box.Left < 0 || box.Top < 0 || box.Right > layout.Size.Width || box.Bottom > layout.Size.Height)
                problems.Add($"{name} is outside the picture");
        }

        for (var node = 0; node < chart.Nodes.Count; node++)
        {
            var text = TextMetrics.Of(chart.Nodes[node].Lines, TextMetrics.NodeFont);
            var outline = ShapeOutline.Polygon(chart.Nodes[node].Shape, layout.Nodes[node].Size);
            var shift = ShapeOutline.TextShift(chart.Nodes[node].Shape);
            foreach (var (x, y) in new[] { (-1, -1), (1, -1), (1, 1), (-1, 1) })
            {
                if (!IsInside(outline, new Point(x * text.Width / 2, shift + (y * text.Height / 2))))
                    problems.Add($"the text of {chart.Nodes[node].Id} leaves its outline");
            }
        }
    }

    private static void Frames(Flowchart chart, FlowchartLayout layout, List<string> problems)
    {
        for (var frame = 0; frame < chart.Frames.Count; frame++)
        {
            var box = layout.Frames[frame];
            var title = LayerPositions.TitleHeight(chart.Frames[frame]);
            for (var node = 0; node < chart.Nodes.Count; node++)
            {
                var isIn = chart.Around(chart.Nodes[node].Frame).Contains(frame);
                if (isIn ? !Holds(box, layout.Nodes[node], title) : Overlap(box, layout.Nodes[node]))
                    problems.Add($"{chart.Nodes[node].Id} {(isIn ? "leaves" : "is in")} frame {frame}");
            }

            if (box.Size.Width < LayerPositions.TitleWidth(chart.Frames[frame]) - Slack)
                problems.Add($"the title of frame {frame} leaves it");
            for (var other = 0; other < frame; other++)
            {
                var isIn = chart.Around(chart.Frames[frame].Parent).Contains(other);
                if (isIn ? !Holds(layout.Frames[other], box, LayerPositions.TitleHeight(chart.Frames[other])) : Overlap(box, layout.Frames[other]))
                    problems.Add($"frames {frame} and {other} cross");
            }
        }
    }

    private static void Edge(Flowchart chart, FlowchartLayout layout, int index, List<string> problems)
    {
        var (edge, curve) = (chart.Edges[index], layout.Edges[index].Curve);
        foreach (var (node, end) in new[] { (edge.From, curve[0]), (edge.To, curve[^1]) })
        {
            var centre = layout.Nodes[node].Centre;
            var distance = Distance(ShapeOutline.Polygon(chart.Nodes[node].Shape, layout.Nodes[node].Size), new Point(end.X - centre.X, end.Y - centre.Y));
            if (distance > 0.5)
                problems.Add($"edge {index} ends {distance:F1} from {chart.Nodes[node].Id}");
        }

        foreach (var point in Points(curve))
        {
            for (var node = 0; node < chart.Nodes.Count; node++)
            {
                if (node != edge.From && node != edge.To && Holds(layout.Nodes[node], new PlacedBox(point.X, point.Y, default), 0))
                    problems.Add($"edge {index} runs through {chart.Nodes[node].Id}");
            }
        }
    }

    private static IEnumerable<Point> Points(Point[] curve)
    {
        for (var i = 0; i + 3 < curve.Length; i += 3)
        {
            for (var step = 0; step <= CurveSteps; step++)
            {
                var t = (double)step / CurveSteps;
                var (a, b, c, d) = ((1 - t) * (1 - t) * (1 - t), 3 * t * (1 - t) * (1 - t), 3 * t * t * (1 - t), t * t * t);
                yield return new Point(
                    (a * curve[i].X) + (b * curve[i + 1].X) + (c * curve[i + 2].X) + (d * curve[i + 3].X),
                    (a * curve[i].Y) + (b * curve[i + 1].Y) + (c * curve[i + 2].Y) + (d * curve[i + 3].Y));
            }
        }
    }

    private static bool Overlap(PlacedBox a, PlacedBox b) =>
        a.Left < b.Right - Slack && b.Left < a.Right - Slack && a.Top < b.Bottom - Slack && b.Top < a.Bottom - Slack;

    private static bool Holds(PlacedBox outer, PlacedBox inner, double top) =>
        inner.Left > outer.Left && inner.Right < outer.Right && inner.Top > outer.Top + top && inner.Bottom < outer.Bottom;

    // Convex outlines only.
    private static bool IsInside(Point[] outline, Point p)
    {
        var signs = outline.Select((a, i) => (a, b: outline[(i + 1) % outline.Length]))
            .Select(s => ((s.b.X - s.a.X) * (p.Y - s.a.Y)) - ((s.b.Y - s.a.Y) * (p.X - s.a.X))).ToArray();
        return signs.All(s => s >= -1e-9) || signs.All(s => s <= 1e-9);
    }

    private static double Distance(Point[] outline, Point p) =>
        outline.Select((a, i) => Distance(a, outline[(i + 1) % outline.Length], p)).Min();

    private static double Distance(Point a, Point b, Point p)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var square = (dx * dx) + (dy * dy);
        var t = square == 0 ? 0 : Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / square, 0, 1);
        var (x, y) = (a.X + (t * dx) - p.X, a.Y + (t * dy) - p.Y);
        return Math.Sqrt((x * x) + (y * y));
    }
}
