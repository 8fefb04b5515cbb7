namespace Hepbook.Diagrams.Layout;

/// <summary>
/// Orders the items of each layer so that few edges cross: every item goes to the mean place of what it is joined to in the
/// layer before, forwards and backwards through the layers in turn; the best order seen is kept. What is in a frame stays
/// together, and frames keep one order in all layers.
/// </summary>
internal sealed class LayerOrder
{
    private const int Sweeps = 24;

    private readonly LayeredGraph graph;
    private readonly double[] frameKeys;
    private readonly int[][] members;

    private LayerOrder(LayeredGraph graph)
    {
        this.graph = graph;
        frameKeys = new double[graph.Chart.Frames.Count];
        members = [.. graph.Chart.Frames.Select((_, f) => graph.Items.Where(i => graph.Chart.Around(i.Frame).Contains(f)).Select(i => i.Index).ToArray())];
    }

    /// <summary>Orders the layers of a graph.</summary>
    public static void Arrange(LayeredGraph graph) => new LayerOrder(graph).Arrange();

    private void Arrange()
    {
        foreach (var layer in graph.Layers)
            Number(layer);
        UpdateFrameKeys();
        foreach (var layer in graph.Layers)
            Sort(layer, Place);
        var (best, fewest) = (Snapshot(), Crossings());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            UpdateFrameKeys();
            var forwards = sweep % 2 == 0;
            foreach (var layer in forwards ? graph.Layers : graph.Layers.Reverse())
                Sort(layer, item => Mean(forwards ? item.Before : item.After, item));
            var crossings = Crossings();
            if (crossings < fewest)
                (best, fewest) = (Snapshot(), crossings);
        }

        for (var rank = 0; rank < best.Length; rank++)
        {
            best[rank].CopyTo(graph.Layers[rank], 0);
            Number(graph.Layers[rank]);
        }
    }

    // From the middle of the layer, so that layers of different sizes can be compared.
    private double Place(LayoutItem item) => item.Place - ((graph.Layers[item.Rank].Length - 1) / 2.0);

    private double Mean(List<LayoutItem> joined, LayoutItem item) => joined.Count > 0 ? joined.Average(Place) : Place(item);

    private void UpdateFrameKeys()
    {
        for (var frame = 0; frame < members.Length; frame++)
            frameKeys[frame] = members[frame].Average(i => Place(graph.Items[i]));
    }

    private void Sort(LayoutItem[] layer, Func<LayoutItem, double> key)
    {
        var keys = layer.ToDictionary(i => i, key);
        Ordered(layer, -1, keys).ToArray().CopyTo(layer, 0);
        Number(layer);
    }

    // The things directly in a frame (or in none) by their keys; what is in an inner frame by the frame's key.
    private IEnumerable<LayoutItem> Ordered(IEnumerable<LayoutItem> items, int frame, Dictionary<LayoutItem, double> keys)
    {
        var direct = items.Where(i => i.Frame == frame).Select(i => (Key: keys[i], Tie: i.Place, Inside: Enumerable.Repeat(i, 1)));
        var inner = items.Where(i => i.Frame != frame).GroupBy(i => graph.Chart.Around(i.Frame).First(f => graph.Chart.Frames[f].Parent == frame))
            .Select(g => (Key: frameKeys[g.Key], Tie: g.Key, Inside: Ordered(g, g.Key, keys)));
        return direct.Concat(inner).OrderBy(t => t.Key).ThenBy(t => t.Tie).SelectMany(t => t.Inside);
    }

    private LayoutItem[][] Snapshot() => [.. graph.Layers.Select(l => l.ToArray())];

    private static void Number(LayoutItem[] layer)
    {
        for (var i = 0; i < layer.Length; i++)
            layer[i].Place = i;
    }

    private long Crossings() => graph.Layers.Sum(Crossings);

    // Two edges cross if they leave in one order and arrive in the other: inversions, counted with partial sums.
    private long Crossings(LayoutItem[] layer)
    {
        var arrivals = layer.SelectMany(i => i.After.Select(a => a.Place).Order()).ToArray();
        if (arrivals.Length == 0)
            return 0;
        var seen = new int[arrivals.Max() + 2];
        long crossings = 0;
        for (var i = 0; i < arrivals.Length; i++)
        {
            crossings += i;
            for (var k = arrivals[i] + 1; k > 0; k -= k & -k)
                crossings -= seen[k];
            for (var k = arrivals[i] + 1; k < seen.Length; k += k & -k)
                seen[k]++;
        }

        return crossings;
    }
}
