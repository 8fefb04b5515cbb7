namespace Hepbook.Diagrams;

/// <summary>A frame around nodes: a subgraph.</summary>
/// <param name="Id">Its name in the source.</param>
/// <param name="Lines">Its title, line by line.</param>
/// <param name="Parent">The index of the frame around it, which is smaller than its own; -1 for none.</param>
/// <param name="Style">What the author asked for.</param>
internal sealed record DiagramFrame(string Id, IReadOnlyList<string> Lines, int Parent, DiagramStyle Style);
