namespace Hepbook.Running;

/// <summary>How the run of a notebook ended.</summary>
internal enum RunStatus
{
    /// <summary>Every cell ran to its end.</summary>
    Succeeded,

    /// <summary>A cell failed; the later ones did not run.</summary>
    CellFailed,

    /// <summary>The user stopped it.</summary>
    Interrupted,
}
