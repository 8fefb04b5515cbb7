namespace Hepbook.Diagrams;

/// <summary>A diagram of nodes and edges, as read.</summary>
/// <param name="Direction">Where edges lead.</param>
/// <param name="Nodes">The nodes, in the order of the source.</param>
/// <param name="Edges">The edges, in the order of the source.</param>
/// <param name="Frames">The frames; each comes after the one around it.</param>
/// <param name="Title">What the author calls it; null for nothing.</param>
/// <param name="Description">What the author says about it for readers who do not see it; null for nothing.</param>
internal sealed record Flowchart(
    DiagramDirection Direction,
    IReadOnlyList<DiagramNode> Nodes,
    IReadOnlyList<DiagramEdge> Edges,
    IReadOnlyList<DiagramFrame> Frames,
    string? Title,
    string? Description)
{
    /// <summary>The frames around a place, the innermost first.</summary>
    /// <param name="frame">The innermost one; -1 for none.</param>
    public IEnumerable<int> Around(int frame)
    {
        for (; frame >= 0; frame = Frames[frame].Parent)
            yield return frame;
    }

    /// <summary>The innermost frame around two places; -1 for none.</summary>
    public int Common(int a, int b)
    {
        var around = Around(a).ToHashSet();
        return Around(b).FirstOrDefault(around.Contains, -1);
    }
}
