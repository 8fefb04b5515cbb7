namespace Hepbook.Clusters;

/// <summary>What a batch system knows about the tasks of a submission.</summary>
/// <param name="Tasks">Task to its state; tasks that it does not know are not there.</param>
/// <param name="Merge">State of the job that merges; null if it is not known.</param>
/// <param name="Others">State of the tasks that are not listed, where the system tells them together; null if it does not.</param>
/// <param name="Fault">Why the system could not be asked; null if it answered.</param>
internal sealed record EngineRecord(IReadOnlyDictionary<int, TaskState> Tasks, TaskState? Merge, TaskState? Others = null, string? Fault = null)
{
    /// <summary>Nothing is known.</summary>
    /// <param name="fault">Why; null if the system answered that it knows nothing.</param>
    public static EngineRecord Nothing(string? fault = null) => new(new Dictionary<int, TaskState>(), null, Fault: fault);

    /// <summary>Whether anything still waits or runs.</summary>
    public bool IsActive => Tasks.Values.Append(Merge).Append(Others).Any(t => t is { Phase: TaskPhase.Waiting or TaskPhase.Running });
}
