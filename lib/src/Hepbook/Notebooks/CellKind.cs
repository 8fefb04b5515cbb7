namespace Hepbook.Notebooks;

/// <summary>The kinds of cells of a notebook.</summary>
internal enum CellKind
{
    /// <summary>A cell that runs.</summary>
    Code,

    /// <summary>Text in Markdown.</summary>
    Markdown,

    /// <summary>Text that is passed through as it is.</summary>
    Raw,
}
