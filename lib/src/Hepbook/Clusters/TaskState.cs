namespace Hepbook.Clusters;

/// <summary>The state of a task.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Text">The batch system's own word for it.</param>
/// <param name="Reason">Why it waits, in the batch system's words; empty if it says nothing.</param>
internal sealed record TaskState(TaskPhase Phase, string Text, string Reason = "");
