namespace Hepbook.Engine;

/// <summary>When a cell has to stop.</summary>
internal sealed record CellLimits
{
    /// <summary>The time a cell may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time a cell gets to stop by itself after it was asked to.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Signalled when the user interrupts.</summary>
    public CancellationToken Interrupt { get; init; }
}
