namespace Hepbook.Engine;

/// <summary>When a cell has to stop.</summary>
internal sealed record CellLimits
{
    /// <summary>The time a cell may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time a cell gets to stop by itself after it was asked to.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same for a cell that never asked for the token, and so cannot know; null for the same time.</summary>
    public TimeSpan? GraceWithoutToken { get; init; }

    /// <summary>
    /// The time a cell that did not stop by itself may take to be stopped by force; null never uses force. Force can bring
    /// down the process: it is for hosts that keep the variables, not for those that are about to end anyway.
    /// </summary>
    public TimeSpan? Force { get; init; }

    /// <summary>Signalled when the user interrupts.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>Signalled when the user does not want to wait for the grace to end.</summary>
    public CancellationToken Impatient { get; init; }
}
