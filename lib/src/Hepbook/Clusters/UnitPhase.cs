namespace Hepbook.Clusters;

/// <summary>Where a unit stands.</summary>
internal enum UnitPhase
{
    /// <summary>Its result is there.</summary>
    Done,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Its task waits, or works on another unit.</summary>
    Waiting,

    /// <summary>It ended without a result.</summary>
    Failed,

    /// <summary>It was submitted, has no result, and the batch system knows nothing of it any more.</summary>
    Lost,

    /// <summary>It was not submitted.</summary>
    Open,
}
