namespace Hepbook.Diagrams.Layout;

/// <summary>
/// The least distances across a diagram: between neighbours in a layer, and between frames, what they hold and what is beside
/// them. The two sides of a frame are variables as the centres of items are.
/// </summary>
internal sealed class Separations
{
    /// <summary>The room between a frame and what it holds, in pixels.</summary>
    public const double Padding = 12;

    private const double BetweenNodes = 24;
    private const double BetweenEdges = 14;
    private const double BetweenFrames = 16;

    private readonly LayeredGraph graph;
    private readonly double[] titleHeights;
    private readonly List<(int From, int To, double Distance)> distances = [];

    /// <summary>Collects the distances of a graph whose layers are in order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="titleHeights">The room that the title of each frame takes across the direction, before what the frame holds.</param>
    /// <param name="titleWidths">The least size of each frame across the direction.</param>
    public Separations(LayeredGraph graph, double[] titleHeights, double[] titleWidths)
    {
        this.graph = graph;
        this.titleHeights = titleHeights;
        foreach (var layer in graph.Layers)
            AddLayer(layer);
        for (var frame = 0; frame < titleWidths.Length; frame++)
            distances.Add((Low(frame), High(frame), titleWidths[frame]));
        After = distances.ToLookup(d => d.From, d => (d.To, d.Distance));
        Before = distances.ToLookup(d => d.To, d => (d.From, d.Distance));
        Order = Sorted();
    }

    /// <summary>The number of variables.</summary>
    public int Count => graph.Items.Count + (2 * graph.Chart.Frames.Count);

    /// <summary>For each variable those that must be at a larger place, and how much larger.</summary>
    public ILookup<int, (int Other, double Distance)> After { get; }

    /// <summary>For each variable those that must be at a smaller place, and how much smaller.</summary>
    public ILookup<int, (int Other, double Distance)> Before { get; }

    /// <summary>The variables, each after those that must be at smaller places.</summary>
    public int[] Order { get; }

    /// <summary>The variable of a frame's side at small places.</summary>
    public int Low(int frame) => graph.Items.Count + (2 * frame);

    /// <summary>The variable of a frame's side at large places.</summary>
    public int High(int frame) => graph.Items.Count + (2 * frame) + 1;

    /// <summary>The least distance of the centres of two neighbours in a layer.</summary>
    public double Between(LayoutItem a, LayoutItem b) => Steps(a, b).Sum(s => s.Distance);

    private void AddLayer(LayoutItem[] layer)
    {
        for (var i = 0; i <= layer.Length; i++)
        {
            var at = i > 0 ? layer[i - 1].Index : -1;
            foreach (var (to, distance) in Steps(layer.ElementAtOrDefault(i - 1), layer.ElementAtOrDefault(i)))
            {
                if (at >= 0)
                    distances.Add((at, to, distance));
                at = to;
            }
        }
    }

    // From the centre of one item over the sides of the frames between to the centre of the other; null is the layer's end.
    private IEnumerable<(int To, double Distance)> Steps(LayoutItem? a, LayoutItem? b)
    {
        var (left, entered) = (Path(a), Path(b));
        var common = left.Zip(entered).TakeWhile(p => p.First == p.Second).Count();
        var (reach, hasLeft, inside) = (a is null ? 0 : a.Across / 2, false, -1.0);
        foreach (var frame in left.Skip(common).Reverse())
        {
            yield return (High(frame), reach + Padding);
            (reach, hasLeft) = (0, true);
        }

        foreach (var frame in entered.Skip(common))
        {
            yield return (Low(frame), inside >= 0 ? inside : reach + BetweenFrames);
            inside = titleHeights[frame] + Padding;
        }

        if (b is null)
            yield break;
        var room = hasLeft ? BetweenFrames : a is { Node: >= 0 } && b.Node >= 0 ? BetweenNodes : BetweenEdges;
        yield return (b.Index, (inside >= 0 ? inside : reach + room) + (b.Across / 2));
    }

    private int[] Path(LayoutItem? item) => item is null ? [] : [.. graph.Chart.Around(item.Frame).Reverse()];

    private int[] Sorted()
    {
        var waiting = Enumerable.Range(0, Count).Select(v => Before[v].Count()).ToArray();
        var ready = new Queue<int>(Enumerable.Range(0, Count).Where(v => waiting[v] == 0));
        var order = new List<int>(Count);
        while (ready.TryDequeue(out var variable))
        {
            order.Add(variable);
            foreach (var (other, _) in After[variable])
            {
                if (--waiting[other] == 0)
                    ready.Enqueue(other);
            }
        }

        return [.. order];
    }
}
