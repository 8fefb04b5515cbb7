namespace Hepbook.Diagrams.Layout;

/// <summary>A flowchart with the place of everything on it, in pixels from its upper left corner.</summary>
/// <param name="Size">The size of the whole.</param>
/// <param name="Nodes">The boxes of the nodes.</param>
/// <param name="Edges">The ways of the edges.</param>
/// <param name="Frames">The boxes of the frames.</param>
internal sealed record FlowchartLayout(Size Size, IReadOnlyList<PlacedBox> Nodes, IReadOnlyList<PlacedEdge> Edges, IReadOnlyList<PlacedBox> Frames)
{
    private const double Margin = 8;

    /// <summary>Places everything.</summary>
    public static FlowchartLayout Of(Flowchart chart)
    {
        var graph = LayeredGraph.Of(chart);
        LayerOrder.Arrange(graph);
        var layers = new LayerPositions(graph);
        var isHorizontal = chart.Direction is DiagramDirection.Left or DiagramDirection.Right;
        var separations = new Separations(
            graph,
            [.. chart.Frames.Select(f => isHorizontal ? LayerPositions.TitleHeight(f) : 0)],
            [.. chart.Frames.Select(f => isHorizontal ? 0 : LayerPositions.TitleWidth(f))]);
        var sides = CrossPositions.Assign(graph, separations);
        return Drawn(graph, layers, sides);
    }

    private static FlowchartLayout Drawn(LayeredGraph graph, LayerPositions layers, (double Low, double High)[] sides)
    {
        var chart = graph.Chart;
        var routes = new EdgeRoutes(graph, layers);
        PlacedBox Node(int node) => PlacedBox.Around(Screen(chart, layers.Middle(graph.Items[node].Rank), graph.Items[node].Centre), graph.Sizes[node]);
        var nodes = chart.Nodes.Select((_, n) => Node(n)).ToArray();
        var frames = chart.Frames.Select((_, f) => Box(Screen(chart, layers.Frame(f).Start, sides[f].Low), Screen(chart, layers.Frame(f).End, sides[f].High))).ToArray();
        var edges = chart.Edges.Select((_, e) => new PlacedEdge([.. routes.Of(e).Select(p => Screen(chart, p.Along, p.Across))], Label(graph, layers, e))).ToArray();
        return Shifted(nodes, edges, frames);
    }

    private static PlacedBox? Label(LayeredGraph graph, LayerPositions layers, int index)
    {
        var edge = graph.Chart.Edges[index];
        if (edge.Lines.Count == 0)
            return null;
        var size = LayeredGraph.LabelSize(edge);
        if (graph.Chains[index].Label is { } item)
            return PlacedBox.Around(Screen(graph.Chart, layers.Middle(item.Rank), item.Centre), size);
        var node = graph.Items[edge.From];
        // The labels of several loops stand one beside the other.
        var others = graph.Chart.Edges.Take(index).Where(e => e.From == edge.From && e.To == edge.From).Sum(e => graph.Oriented(LayeredGraph.LabelSize(e)).Across);
        var across = (graph.Oriented(graph.Sizes[edge.From]).Across / 2) + LayeredGraph.LoopDepth + others + (graph.Oriented(size).Across / 2);
        return PlacedBox.Around(Screen(graph.Chart, layers.Middle(node.Rank), node.Centre + across), size);
    }

    private static Point Screen(Flowchart chart, double along, double across) => chart.Direction switch
    {
        DiagramDirection.Right => new Point(along, across),
        DiagramDirection.Left => new Point(-along, across),
        DiagramDirection.Down => new Point(across, along),
        _ => new Point(across, -along),
    };

    private static PlacedBox Box(Point a, Point b) =>
        new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), new Size(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y)));

    private static FlowchartLayout Shifted(PlacedBox[] nodes, PlacedEdge[] edges, PlacedBox[] frames)
    {
        PlacedBox[] boxes = [.. nodes, .. frames, .. edges.Where(e => e.Label is not null).Select(e => e.Label!.Value)];
        Point[] corners = [.. boxes.Select(b => new Point(b.Left, b.Top)), .. boxes.Select(b => new Point(b.Right, b.Bottom)), .. edges.SelectMany(e => e.Curve)];
        var (left, top) = (corners.Min(c => c.X) - Margin, corners.Min(c => c.Y) - Margin);
        PlacedBox Box(PlacedBox box) => box with { Left = box.Left - left, Top = box.Top - top };
        PlacedEdge Edge(PlacedEdge edge) =>
            new([.. edge.Curve.Select(p => new Point(p.X - left, p.Y - top))], edge.Label is { } label ? Box(label) : null);
        return new FlowchartLayout(
            new Size(corners.Max(c => c.X) - left + Margin, corners.Max(c => c.Y) - top + Margin),
            [.. nodes.Select(Box)],
            [.. edges.Select(Edge)],
            [.. frames.Select(Box)]);
    }
}
