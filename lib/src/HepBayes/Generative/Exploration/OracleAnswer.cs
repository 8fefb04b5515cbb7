using HepBayes.Physics;

namespace HepBayes.Generative.Exploration;

/// <summary>What an oracle says of one point. Status and reason are those of a slow code (<see cref="SlowCodeAnswer"/>).</summary>
/// <param name="Status">"ok" with a value, "invalid" where the point is rejected; anything else, such as "timeout" or "crashed", is a failure.</param>
/// <param name="Reason">What the oracle complained of; may be empty.</param>
/// <param name="Value">The quantity of the <see cref="WantedRegion"/>, finite where the status is "ok", else NaN.</param>
public sealed record OracleAnswer(string Status, string Reason, double Value)
{
    /// <summary>The status of a point that is rejected.</summary>
    public const string Invalid = "invalid";

    /// <summary>Whether the point is accepted and has a value.</summary>
    public bool Accepted => Status == SlowCodeAnswer.Ok;

    /// <summary>Whether there is no answer: the point may be good or bad, and nothing is learned from it.</summary>
    public bool Failed => Status is not (SlowCodeAnswer.Ok or Invalid);

    /// <summary>An accepted point. A value that is not finite becomes a failure with status "unreadable".</summary>
    /// <param name="value">The quantity.</param>
    public static OracleAnswer Of(double value) => double.IsFinite(value)
        ? new OracleAnswer(SlowCodeAnswer.Ok, "", value)
        : new OracleAnswer("unreadable", FormattableString.Invariant($"the oracle accepts the point, but its value is {value}"), double.NaN);

    /// <summary>A rejected point, or one without an answer.</summary>
    /// <param name="status">"invalid", or a word for what went wrong.</param>
    /// <param name="reason">The same in a sentence; may be empty.</param>
    public static OracleAnswer Without(string status, string reason = "") => new(status, reason, double.NaN);
}
