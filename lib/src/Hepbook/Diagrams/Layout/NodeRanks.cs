namespace Hepbook.Diagrams.Layout;

/// <summary>
/// Gives each node a layer so that edges lead forwards. Edges that close a cycle are turned round; layers are those of the
/// longest path (K. Sugiyama, S. Tagawa, M. Toda, IEEE Trans. SMC 11 (1981) 109), then nodes move towards where most of
/// their edges lead.
/// </summary>
internal sealed class NodeRanks
{
    private const int Tightenings = 10;

    private readonly int[] ranks;
    private readonly bool[] isTurned;
    private readonly (int From, int To, int Length)[] edges;
    private readonly ILookup<int, (int From, int To, int Length)> outgoing;
    private readonly ILookup<int, (int From, int To, int Length)> incoming;

    private NodeRanks(Flowchart chart)
    {
        ranks = new int[chart.Nodes.Count];
        isTurned = Turned(chart);
        var pairs = new HashSet<(int, int)>();
        edges = [.. chart.Edges.Select((e, i) => isTurned[i] ? (e.To, e.From, Length(e, pairs)) : (e.From, e.To, Length(e, pairs))).Where(e => e.Item1 != e.Item2)];
        outgoing = edges.ToLookup(e => e.From);
        incoming = edges.ToLookup(e => e.To);
    }

    /// <summary>The layers of a diagram's nodes.</summary>
    /// <param name="chart">The diagram.</param>
    /// <returns>The layer of each node, from 0, and for each edge whether it leads backwards.</returns>
    public static (int[] Ranks, bool[] IsTurned) Of(Flowchart chart)
    {
        var result = new NodeRanks(chart);
        result.LongestPaths();
        for (var i = 0; i < Tightenings && result.Tighten(); i++)
        {
        }

        var first = result.ranks.Min();
        return ([.. result.ranks.Select(r => r - first)], result.isTurned);
    }

    // A label has a layer to stand in, and a second edge between two nodes bends around the first.
    private static int Length(DiagramEdge edge, HashSet<(int, int)> pairs)
    {
        var isFirst = pairs.Add((Math.Min(edge.From, edge.To), Math.Max(edge.From, edge.To)));
        return edge.Lines.Count > 0 ? edge.Length + 1 : isFirst ? edge.Length : Math.Max(2, edge.Length);
    }

    private static bool[] Turned(Flowchart chart)
    {
        var turned = new bool[chart.Edges.Count];
        var leaving = chart.Edges.Select((e, i) => (Edge: e, Index: i)).ToLookup(e => e.Edge.From);
        var state = new int[chart.Nodes.Count];
        void Visit(int node)
        {
            const int active = 1, done = 2;
            state[node] = active;
            foreach (var (edge, index) in leaving[node])
            {
                turned[index] = state[edge.To] == active && edge.To != node;
                if (state[edge.To] == 0)
                    Visit(edge.To);
            }

            state[node] = done;
        }

        for (var node = 0; node < state.Length; node++)
        {
            if (state[node] == 0)
                Visit(node);
        }

        return turned;
    }

    private void LongestPaths()
    {
        var waiting = Enumerable.Range(0, ranks.Length).Select(n => incoming[n].Count()).ToArray();
        var ready = new Queue<int>(Enumerable.Range(0, ranks.Length).Where(n => waiting[n] == 0));
        while (ready.TryDequeue(out var node))
        {
            foreach (var (_, to, length) in outgoing[node])
            {
                ranks[to] = Math.Max(ranks[to], ranks[node] + length);
                if (--waiting[to] == 0)
                    ready.Enqueue(to);
            }
        }
    }

    private bool Tighten()
    {
        var moved = false;
        for (var node = 0; node < ranks.Length; node++)
        {
            var (before, after) = (incoming[node].Count(), outgoing[node].Count());
            if (before == after)
                continue;
            var wanted = after > before ? outgoing[node].Min(e => ranks[e.To] - e.Length) : incoming[node].Max(e => ranks[e.From] + e.Length);
            moved |= wanted != ranks[node];
            ranks[node] = wanted;
        }

        return moved;
    }
}
