namespace Hepbook.Diagrams;

/// <summary>The outlines that nodes may have, as Mermaid writes them.</summary>
internal enum NodeShape
{
    /// <summary><c>[text]</c>.</summary>
    Rectangle,

    /// <summary><c>(text)</c>.</summary>
    Rounded,

    /// <summary><c>([text])</c>.</summary>
    Stadium,

    /// <summary><c>[[text]]</c>.</summary>
    Subroutine,

    /// <summary><c>[(text)]</c>.</summary>
    Cylinder,

    /// <summary><c>((text))</c>.</summary>
    Circle,

    /// <summary><c>{text}</c>.</summary>
    Rhombus,

    /// <summary><c>{{text}}</c>.</summary>
    Hexagon,

    /// <summary><c>[/text/]</c>.</summary>
    Parallelogram,
}
