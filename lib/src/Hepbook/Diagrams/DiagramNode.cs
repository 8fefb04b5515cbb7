namespace Hepbook.Diagrams;

/// <summary>A node of a flowchart.</summary>
/// <param name="Id">Its name in the source.</param>
/// <param name="Lines">Its label, line by line.</param>
/// <param name="Shape">Its outline.</param>
/// <param name="Frame">The index of the innermost frame around it; -1 for none.</param>
/// <param name="Style">What the author asked for.</param>
internal sealed record DiagramNode(string Id, IReadOnlyList<string> Lines, NodeShape Shape, int Frame, DiagramStyle Style);
