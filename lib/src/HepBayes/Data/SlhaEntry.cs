using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>A line of a block: indices and a value, which is a number or a text (in SPINFO, for example).</summary>
/// <param name="Indices">The integers before the value: none in ALPHA, one in MASS, two in NMIX.</param>
/// <param name="Text">The value as it is written in the file.</param>
/// <param name="Comment">What follows '#', without it; empty if there is none.</param>
public sealed record SlhaEntry(IReadOnlyList<int> Indices, string Text, string Comment)
{
    /// <summary>The value as a number; NaN if it is a text.</summary>
    public double Number => SlhaText.TryNumber(Text, out var number) ? number : double.NaN;

    /// <summary>Makes an entry with a number, written with nine digits as the accord's own examples are.</summary>
    /// <param name="indices">The integers before the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="comment">A comment, without '#'.</param>
    /// <exception cref="UserErrorException">The comment has more than one line.</exception>
    public static SlhaEntry Of(IReadOnlyList<int> indices, double value, string comment = "")
    {
        ArgumentNullException.ThrowIfNull(comment);
        if (comment.Contains('\n', StringComparison.Ordinal))
            throw new UserErrorException("A comment of an SLHA file stands on one line; remove the line break.");
        return new SlhaEntry(indices, value.ToString("0.00000000E+00", CultureInfo.InvariantCulture), comment);
    }

    /// <summary>Whether two entries have equal indices, value text and comment.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SlhaEntry? other) =>
        other is not null && Indices.SequenceEqual(other.Indices) && Text == other.Text && Comment == other.Comment;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Indices.Count, Text, Comment);
}
