using Hepbook.Diagrams.Drawing;

namespace Hepbook.Diagrams.Layout;

/// <summary>A diagram in layers, where each edge is a chain that visits every layer between its ends.</summary>
internal sealed class LayeredGraph
{
    /// <summary>The room that a loop at a node takes, in pixels.</summary>
    public const double LoopDepth = 22;

    private readonly List<LayoutItem> items = [];
    private readonly bool isHorizontal;

    private LayeredGraph(Flowchart chart)
    {
        Chart = chart;
        isHorizontal = chart.Direction is DiagramDirection.Left or DiagramDirection.Right;
        Sizes = [.. chart.Nodes.Select(n => ShapeOutline.Around(n.Shape, TextMetrics.Of(n.Lines, TextMetrics.NodeFont)))];
        (var ranks, IsTurned) = NodeRanks.Of(chart);
        AddNodes(ranks);
        Chains = [.. chart.Edges.Select((e, i) => Chain(e, IsTurned[i]))];
        FrameRanks = [.. chart.Frames.Select((_, f) => Span(f))];
        AddEmptiness();
        Layers = [.. Enumerable.Range(0, items.Max(i => i.Rank) + 1).Select(r => items.Where(i => i.Rank == r).ToArray())];
    }

    /// <summary>The diagram.</summary>
    public Flowchart Chart { get; }

    /// <summary>The sizes of the nodes on the screen.</summary>
    public Size[] Sizes { get; }

    /// <summary>For each edge, whether it leads against the direction.</summary>
    public bool[] IsTurned { get; }

    /// <summary>For each edge its items in the order of the layers, and where its label stands; a loop has its node alone.</summary>
    public (LayoutItem[] Items, LayoutItem? Label)[] Chains { get; }

    /// <summary>The first and last layer of each frame.</summary>
    public (int First, int Last)[] FrameRanks { get; }

    /// <summary>All items; those of the nodes come first.</summary>
    public IReadOnlyList<LayoutItem> Items => items;

    /// <summary>The items of each layer, in their order.</summary>
    public LayoutItem[][] Layers { get; }

    /// <summary>Puts a diagram into layers.</summary>
    public static LayeredGraph Of(Flowchart chart) => new(chart);

    /// <summary>The size of a box along the direction and across it.</summary>
    public (double Along, double Across) Oriented(Size size) => isHorizontal ? (size.Width, size.Height) : (size.Height, size.Width);

    /// <summary>The size of an edge's label on the screen; nothing without one.</summary>
    public static Size LabelSize(DiagramEdge edge)
    {
        if (edge.Lines.Count == 0)
            return default;
        var text = TextMetrics.Of(edge.Lines, TextMetrics.SmallFont);
        return new Size(text.Width + 10, text.Height + 4);
    }

    private void AddNodes(int[] ranks)
    {
        for (var node = 0; node < ranks.Length; node++)
        {
            var (along, across) = Oriented(Sizes[node]);
            foreach (var loop in Chart.Edges.Where(e => e.From == node && e.To == node))
            {
                var label = Oriented(LabelSize(loop));
                (along, across) = (Math.Max(along, label.Along), across + (2 * label.Across));
            }

            across += Chart.Edges.Any(e => e.From == node && e.To == node) ? 2 * LoopDepth : 0;

            items.Add(new LayoutItem(ranks[node], Chart.Nodes[node].Frame, (along, across)) { Node = node, Index = node });
        }
    }

    private (LayoutItem[] Items, LayoutItem? Label) Chain(DiagramEdge edge, bool isTurned)
    {
        if (edge.From == edge.To)
            return ([items[edge.From]], null);
        var (first, last) = isTurned ? (items[edge.To], items[edge.From]) : (items[edge.From], items[edge.To]);
        var frame = Chart.Common(first.Frame, last.Frame);
        var labelRank = edge.Lines.Count > 0 ? (first.Rank + last.Rank) / 2 : -1;
        LayoutItem? label = null;
        var chain = new List<LayoutItem> { first };
        for (var rank = first.Rank + 1; rank < last.Rank; rank++)
        {
            var bend = Add(rank, frame, rank == labelRank ? Oriented(LabelSize(edge)) : default);
            if (rank == labelRank)
                label = bend;
            chain.Add(bend);
        }

        chain.Add(last);
        for (var i = 1; i < chain.Count; i++)
        {
            chain[i - 1].After.Add(chain[i]);
            chain[i].Before.Add(chain[i - 1]);
        }

        return ([.. chain], label);
    }

    private (int First, int Last) Span(int frame)
    {
        var inside = items.Where(i => i.Node >= 0 && Chart.Around(i.Frame).Contains(frame)).ToArray();
        return (inside.Min(i => i.Rank), inside.Max(i => i.Rank));
    }

    // So that nothing else stands in a frame where it has no node.
    private void AddEmptiness()
    {
        for (var frame = 0; frame < FrameRanks.Length; frame++)
        {
            var filled = items.Where(i => Chart.Around(i.Frame).Contains(frame)).Select(i => i.Rank).ToHashSet();
            for (var rank = FrameRanks[frame].First; rank <= FrameRanks[frame].Last; rank++)
            {
                if (!filled.Contains(rank))
                    Add(rank, frame, default);
            }
        }
    }

    private LayoutItem Add(int rank, int frame, (double Along, double Across) size)
    {
        var item = new LayoutItem(rank, frame, size) { Index = items.Count };
        items.Add(item);
        return item;
    }
}
