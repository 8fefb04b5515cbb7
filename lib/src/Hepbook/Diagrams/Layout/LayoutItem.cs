namespace Hepbook.Diagrams.Layout;

/// <summary>
/// What stands in a layer: a node, the place where a long edge passes, or the emptiness of a frame that goes on. Layers follow
/// each other along the diagram's direction; within a layer, items stand side by side across it.
/// </summary>
/// <param name="rank">The layer, from 0.</param>
/// <param name="frame">The index of the innermost frame around it; -1 for none.</param>
/// <param name="size">The size along the direction and across it, in pixels.</param>
internal sealed class LayoutItem(int rank, int frame, (double Along, double Across) size)
{
    /// <summary>The index of the node; -1 if it is none.</summary>
    public int Node { get; init; } = -1;

    /// <summary>The layer.</summary>
    public int Rank => rank;

    /// <summary>The innermost frame around it.</summary>
    public int Frame => frame;

    /// <summary>The size along the direction.</summary>
    public double Along => size.Along;

    /// <summary>The size across the direction.</summary>
    public double Across => size.Across;

    /// <summary>The items of the layer before that it is joined to.</summary>
    public List<LayoutItem> Before { get; } = [];

    /// <summary>The items of the layer after that it is joined to.</summary>
    public List<LayoutItem> After { get; } = [];

    /// <summary>Its place in its layer, from 0.</summary>
    public int Place { get; set; }

    /// <summary>Its place among all items.</summary>
    public int Index { get; init; }

    /// <summary>Its centre, across the direction, in pixels.</summary>
    public double Centre { get; set; }
}
