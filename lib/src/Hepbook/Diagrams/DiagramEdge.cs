namespace Hepbook.Diagrams;

/// <summary>An edge of a flowchart.</summary>
/// <param name="From">The index of the node where it begins.</param>
/// <param name="To">The index of the node where it ends.</param>
/// <param name="Lines">Its label, line by line; empty for none.</param>
/// <param name="Line">How it is drawn.</param>
/// <param name="HasArrow">Whether it ends in an arrow head.</param>
/// <param name="Length">The least number of layers it spans, from 1.</param>
internal sealed record DiagramEdge(int From, int To, IReadOnlyList<string> Lines, LineKind Line, bool HasArrow, int Length);
