namespace Hepbook.Engine;

/// <summary>Somebody who can be asked while a cell runs.</summary>
internal interface ICellInput
{
    /// <summary>Asks for a line and waits for it.</summary>
    /// <param name="cancellationToken">Signalled when the cell should stop.</param>
    /// <returns>The line without its end; null if there is none to come.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped while it waited.</exception>
    string? ReadLine(CancellationToken cancellationToken);
}
