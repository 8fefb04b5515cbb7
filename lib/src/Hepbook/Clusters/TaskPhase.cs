namespace Hepbook.Clusters;

/// <summary>Where a task stands.</summary>
internal enum TaskPhase
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Ended, in whatever way.</summary>
    Ended,
}
