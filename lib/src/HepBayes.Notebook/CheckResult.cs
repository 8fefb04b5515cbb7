using System.Net;

namespace HepBayes.Notebooks;

/// <summary>The result of one check of an exercise.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Message">What the student reads: empty for a right answer.</param>
public sealed record CheckResult(string Name, CheckOutcome Outcome, string Message)
{
    internal string Sign => Outcome switch { CheckOutcome.Right => "✓", CheckOutcome.Wrong => "✗", _ => "○" };

    /// <summary>The result as one line of text.</summary>
    /// <returns>A tick, a cross or a circle, the name and the message.</returns>
    public override string ToString() => $"{Sign} {Name}: {(Message.Length > 0 ? Message : "right.")}";

    internal string ToHtml()
    {
        var colour = Outcome switch { CheckOutcome.Right => "#2e9e4f", CheckOutcome.Wrong => "#d1495b", _ => "#8a8f98" };
        return $"<div style=\"border-left:4px solid {colour};padding:.3em .8em;margin:.2em 0\"><b style=\"color:{colour}\">{Sign}</b> "
            + $"<b>{WebUtility.HtmlEncode(Name)}</b>: {WebUtility.HtmlEncode(Message.Length > 0 ? Message : "right.")}</div>";
    }
}
