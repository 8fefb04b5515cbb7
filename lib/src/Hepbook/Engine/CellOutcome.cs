namespace Hepbook.Engine;

/// <summary>The end of one cell.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Error">The error, unless it succeeded.</param>
/// <param name="StillRunning">Whether its code ignored the request to stop and still runs in the background.</param>
internal sealed record CellOutcome(CellStatus Status, CellError? Error, bool StillRunning)
{
    /// <summary>A cell that ran to its end.</summary>
    public static CellOutcome Success { get; } = new(CellStatus.Succeeded, null, false);
}
