namespace HepBayes.Physics;

/// <summary>What the slow code said of a point, as one line of a run's journal.</summary>
/// <param name="Row">The row of the table of points.</param>
/// <param name="Status">"ok", "invalid" (the code rejects the point), "timeout", "crashed" or "unreadable".</param>
/// <param name="Reason">What the code complained of, or why there is no answer; may be empty.</param>
/// <param name="Seconds">Time that the code took.</param>
/// <param name="Masses">The 33 masses (GeV) in the order of <see cref="Data.Pmssm.Masses"/>; empty where there are none.</param>
public sealed record SoftSusyPoint(int Row, string Status, string Reason, double Seconds, float[] Masses);
