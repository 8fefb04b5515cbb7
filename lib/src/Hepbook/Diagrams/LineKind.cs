namespace Hepbook.Diagrams;

/// <summary>How an edge is drawn.</summary>
internal enum LineKind
{
    /// <summary><c>--></c> or <c>---</c>.</summary>
    Solid,

    /// <summary><c>-.-></c> or <c>-.-</c>.</summary>
    Dotted,

    /// <summary><c>==></c> or <c>===</c>.</summary>
    Thick,
}
