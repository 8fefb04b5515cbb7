using HepBayes.Data;

namespace HepBayes.Physics;

/// <summary>What a slow code says of one point.</summary>
/// <param name="Status">"ok" for a viable point; otherwise a word such as "invalid", "timeout", "crashed" or "unreadable".</param>
/// <param name="Reason">What the code complained of, or why there is no answer; may be empty.</param>
/// <param name="Masses">The 33 masses (GeV) in the order of <see cref="Pmssm.Masses"/>; empty where there are none.</param>
public sealed record SlowCodeAnswer(string Status, string Reason, IReadOnlyList<float> Masses)
{
    /// <summary>The status of a viable point.</summary>
    public const string Ok = "ok";

    /// <summary>An answer without masses.</summary>
    /// <param name="status">Why there are none, in a word.</param>
    /// <param name="reason">The same in a sentence; may be empty.</param>
    public static SlowCodeAnswer Without(string status, string reason = "") => new(status, reason, []);
}
