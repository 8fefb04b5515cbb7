using Hepbook.Engine;

namespace Hepbook.Running;

/// <summary>Is told how the run of a notebook goes on.</summary>
internal interface IRunProgress
{
    /// <summary>A cell begins.</summary>
    /// <param name="cell">Its number among the code cells, from 1.</param>
    /// <param name="cells">The number of code cells.</param>
    /// <param name="label">What it is about, on one line.</param>
    void CellStarted(int cell, int cells, string label);

    /// <summary>The running cell says how far it is.</summary>
    void Status(string line);

    /// <summary>The running cell ended.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="elapsed">How long it took.</param>
    void CellEnded(CellOutcome outcome, TimeSpan elapsed);

    /// <summary>A file was written.</summary>
    /// <param name="path">The file.</param>
    void Wrote(string path);

    /// <summary>Something could not be done that the run does not depend on.</summary>
    /// <param name="text">What, and how to change it.</param>
    void Warning(string text);
}
