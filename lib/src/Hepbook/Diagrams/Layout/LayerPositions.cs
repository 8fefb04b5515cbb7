using Hepbook.Diagrams.Drawing;

namespace Hepbook.Diagrams.Layout;

/// <summary>Where layers and frames begin and end along a diagram's direction, in pixels.</summary>
internal sealed class LayerPositions
{
    private const double BetweenNodes = 40;
    private const double BesideLabels = 22;
    private const double TitleMargin = 10;

    private readonly LayeredGraph graph;
    private readonly double[] starts;
    private readonly double[] thicknesses;
    private readonly double[] beforeFrames;
    private readonly double[] afterFrames;

    /// <summary>Places the layers of a graph.</summary>
    public LayerPositions(LayeredGraph graph)
    {
        this.graph = graph;
        thicknesses = [.. graph.Layers.Select(l => l.Max(i => i.Along))];
        starts = new double[thicknesses.Length];
        beforeFrames = Borders(r => r.First, graph.Chart.Direction == DiagramDirection.Down);
        afterFrames = Borders(r => r.Last, graph.Chart.Direction == DiagramDirection.Up);
        Place();
        WidenForTitles();
    }

    /// <summary>The room that the title of a frame takes above what the frame holds; the title is always at the top.</summary>
    public static double TitleHeight(DiagramFrame frame) => TextMetrics.Of(frame.Lines, TextMetrics.SmallFont).Height;

    /// <summary>The room that the title of a frame takes from left to right.</summary>
    public static double TitleWidth(DiagramFrame frame) => TextMetrics.Of(frame.Lines, TextMetrics.SmallFont).Width + (2 * TitleMargin);

    /// <summary>Where a layer begins.</summary>
    public double Start(int rank) => starts[rank];

    /// <summary>Where a layer ends.</summary>
    public double End(int rank) => starts[rank] + thicknesses[rank];

    /// <summary>The middle of a layer.</summary>
    public double Middle(int rank) => starts[rank] + (thicknesses[rank] / 2);

    /// <summary>Where a frame begins and ends.</summary>
    public (double Start, double End) Frame(int frame) =>
        (Start(graph.FrameRanks[frame].First) - beforeFrames[frame], End(graph.FrameRanks[frame].Last) + afterFrames[frame]);

    // How far each frame reaches beyond its first or last layer: further than the frames in it that end there too.
    private double[] Borders(Func<(int First, int Last), int> rank, bool hasTitle)
    {
        var frames = graph.Chart.Frames;
        var borders = new double[frames.Count];
        for (var frame = frames.Count - 1; frame >= 0; frame--)
        {
            var inner = Enumerable.Range(0, frames.Count).Where(f => frames[f].Parent == frame && rank(graph.FrameRanks[f]) == rank(graph.FrameRanks[frame]));
            borders[frame] = inner.Select(f => borders[f]).DefaultIfEmpty(0).Max() + Separations.Padding + (hasTitle ? TitleHeight(frames[frame]) : 0);
        }

        return borders;
    }

    private void Place()
    {
        for (var rank = 0; rank < starts.Length; rank++)
        {
            var before = Widest(rank, r => r.First, beforeFrames);
            starts[rank] = rank == 0 ? before : End(rank - 1) + Widest(rank - 1, r => r.Last, afterFrames) + Gap(rank) + before;
        }
    }

    private double Widest(int rank, Func<(int First, int Last), int> which, double[] borders) =>
        graph.FrameRanks.Index().Where(f => which(f.Item) == rank).Select(f => borders[f.Index]).DefaultIfEmpty(0).Max();

    private double Gap(int rank) => HasNodes(rank) && HasNodes(rank - 1) ? BetweenNodes : BesideLabels;

    private bool HasNodes(int rank) => graph.Layers[rank].Any(i => i.Node >= 0);

    private void WidenForTitles()
    {
        if (graph.Chart.Direction is DiagramDirection.Down or DiagramDirection.Up)
            return;
        for (var frame = graph.Chart.Frames.Count - 1; frame >= 0; frame--)
        {
            var (start, end) = Frame(frame);
            var missing = TitleWidth(graph.Chart.Frames[frame]) - (end - start);
            if (missing <= 0)
                continue;
            var (first, last) = graph.FrameRanks[frame];
            for (var rank = first; rank <= last; rank++)
                thicknesses[rank] += missing / (last - first + 1);
            Place();
        }
    }
}
