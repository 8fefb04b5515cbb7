namespace Hepbook.Diagrams;

/// <summary>A width and a height, in pixels.</summary>
internal readonly record struct Size(double Width, double Height);
