namespace Hepbook.Engine;

/// <summary>The two text streams of a cell.</summary>
internal enum OutputStream
{
    /// <summary>Standard output.</summary>
    Out,

    /// <summary>Standard error.</summary>
    Error,
}
