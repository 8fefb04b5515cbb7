namespace Hepbook.Clusters;

/// <summary>The state of a unit.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Why">Why it failed or waits; empty if nothing is known.</param>
/// <param name="Task">Its task in the submission; null if it has none.</param>
internal sealed record UnitState(UnitPhase Phase, string Why = "", int? Task = null);
