namespace Hepbook.Diagrams;

/// <summary>A place, in pixels from the upper left corner.</summary>
internal readonly record struct Point(double X, double Y);
