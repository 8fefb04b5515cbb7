using Hepbook.Diagrams.Drawing;

namespace Hepbook.Diagrams.Layout;

/// <summary>
/// The ways of edges, along and across the direction: straight past a layer, curved only between two layers, where nothing stands.
/// Edges of a node begin and end side by side.
/// </summary>
/// <param name="graph">The graph, with its items placed.</param>
/// <param name="layers">Where the layers are.</param>
internal sealed class EdgeRoutes(LayeredGraph graph, LayerPositions layers)
{
    private const double Straight = 9;
    private const double BetweenPorts = 15;

    private readonly bool alongX = graph.Chart.Direction is DiagramDirection.Left or DiagramDirection.Right;

    // On a mirrored axis the far side of an outline is the other one.
    private readonly int sense = graph.Chart.Direction is DiagramDirection.Left or DiagramDirection.Up ? -1 : 1;
    private readonly Dictionary<(LayoutItem From, LayoutItem To), double> leaving = Ports(graph, i => i.After, (node, other) => (node, other));
    private readonly Dictionary<(LayoutItem From, LayoutItem To), double> arriving = Ports(graph, i => i.Before, (node, other) => (other, node));

    /// <summary>The way of an edge as cubic Bézier curves: the beginning, then two control points and an end each.</summary>
    /// <param name="edge">The index of the edge.</param>
    public (double Along, double Across)[] Of(int edge)
    {
        var chain = graph.Chains[edge].Items;
        if (chain.Length == 1)
            return Loop(chain[0]);
        var way = new Way(Border(chain[0], 1, leaving[(chain[0], chain[1])]));
        for (var i = 1; i < chain.Length; i++)
        {
            var (from, to) = (chain[i - 1], chain[i]);
            way.LineTo(Math.Max(layers.End(from.Rank), from.Node >= 0 ? way.Along + Straight : 0));
            if (to.Node < 0)
            {
                way.CurveTo(layers.Start(to.Rank), to.Centre);
                continue;
            }

            var end = Border(to, -1, arriving[(from, to)]);
            way.CurveTo(Math.Min(layers.Start(to.Rank), end.Along - Straight), end.Across);
            way.LineTo(end.Along);
        }

        return graph.IsTurned[edge] ? [.. way.Points.AsEnumerable().Reverse()] : [.. way.Points];
    }

    private static Dictionary<(LayoutItem From, LayoutItem To), double> Ports(
        LayeredGraph graph, Func<LayoutItem, List<LayoutItem>> joined, Func<LayoutItem, LayoutItem, (LayoutItem, LayoutItem)> key)
    {
        var ports = new Dictionary<(LayoutItem, LayoutItem), double>();
        foreach (var item in graph.Items.Where(i => i.Node >= 0))
        {
            var others = joined(item).OrderBy(o => o.Centre).ToArray();
            var flat = graph.Oriented(graph.Sizes[item.Node]).Across * (graph.Chart.Nodes[item.Node].Shape is NodeShape.Rhombus or NodeShape.Circle ? 0.4 : 0.6);
            var distance = others.Length > 1 ? Math.Min(BetweenPorts, flat / (others.Length - 1)) : 0;
            for (var i = 0; i < others.Length; i++)
                ports[key(item, others[i])] = (i - ((others.Length - 1) / 2.0)) * distance;
        }

        return ports;
    }

    // Where a line along the direction meets the outline of a node.
    private (double Along, double Across) Border(LayoutItem item, int sign, double port)
    {
        var outline = ShapeOutline.Polygon(graph.Chart.Nodes[item.Node].Shape, graph.Sizes[item.Node]);
        return (layers.Middle(item.Rank) + (sign * ShapeOutline.Reach(outline, alongX, sign * sense, port)), item.Centre + port);
    }

    private (double Along, double Across)[] Loop(LayoutItem item)
    {
        var outline = ShapeOutline.Polygon(graph.Chart.Nodes[item.Node].Shape, graph.Sizes[item.Node]);
        var side = graph.Oriented(graph.Sizes[item.Node]).Along / 6;
        (double, double) Point(double along, double beyond) =>
            (layers.Middle(item.Rank) + along, item.Centre + ShapeOutline.Reach(outline, !alongX, 1, along * sense) + beyond);
        var depth = LayeredGraph.LoopDepth * 4 / 3;
        return [Point(-side, 0), Point(-side, depth), Point(side, depth), Point(side, 0)];
    }

    private sealed class Way((double Along, double Across) start)
    {
        private double across = start.Across;

        public List<(double Along, double Across)> Points { get; } = [start];

        public double Along { get; private set; } = start.Along;

        public void LineTo(double along)
        {
            if (along <= Along + 0.01)
                return;
            Points.AddRange([(Along + ((along - Along) / 3), across), (Along + ((along - Along) * 2 / 3), across), (along, across)]);
            Along = along;
        }

        public void CurveTo(double along, double to)
        {
            var middle = (Along + along) / 2;
            Points.AddRange([(middle, across), (middle, to), (along, to)]);
            (Along, across) = (along, to);
        }
    }
}
