namespace Hepbook.Diagrams.Layout;

/// <summary>An edge with its way.</summary>
/// <param name="Curve">Cubic Bézier curves one after the other: the beginning, then two control points and an end each. It begins and ends on the outlines of its nodes.</param>
/// <param name="Label">Where its label stands; null without one.</param>
internal sealed record PlacedEdge(Point[] Curve, PlacedBox? Label);
