namespace Hepbook.Diagrams;

/// <summary>Where the edges of a diagram lead.</summary>
internal enum DiagramDirection
{
    /// <summary>From top to bottom.</summary>
    Down,

    /// <summary>From bottom to top.</summary>
    Up,

    /// <summary>From left to right.</summary>
    Right,

    /// <summary>From right to left.</summary>
    Left,
}
