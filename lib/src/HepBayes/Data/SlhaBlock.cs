using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>A block of an SLHA file: a name, perhaps a scale, and entries.</summary>
/// <param name="Name">The name as it is written; names are compared without regard to case.</param>
/// <param name="Scale">The scale Q (GeV) at which running parameters are given; null if none is stated.</param>
/// <param name="Comment">What follows '#' in the block's first line, without it.</param>
/// <param name="Entries">The entries, in the order of the file.</param>
public sealed record SlhaBlock(string Name, double? Scale, string Comment, IReadOnlyList<SlhaEntry> Entries)
{
    /// <summary>The number with given indices; without indices that of a block such as ALPHA.</summary>
    /// <param name="indices">The integers before the value.</param>
    /// <exception cref="UserErrorException">There is no such entry, or it is a text.</exception>
    public double this[params ReadOnlySpan<int> indices]
    {
        get
        {
            var entry = Find(indices) ?? throw new UserErrorException(
                $"Block {Name} has no entry {Of(indices)}; it has {string.Join(", ", Entries.Take(12).Select(e => Of([.. e.Indices])))}{(Entries.Count > 12 ? ", ..." : "")}.");
            return SlhaText.TryNumber(entry.Text, out var number)
                ? number
                : throw new UserErrorException($"Entry {Of(indices)} of block {Name} is the text '{entry.Text}', not a number.");
        }
    }

    /// <summary>The first entry with given indices; null if there is none.</summary>
    /// <param name="indices">The integers before the value.</param>
    public SlhaEntry? Find(params ReadOnlySpan<int> indices)
    {
        foreach (var entry in Entries)
        {
            if (indices.SequenceEqual([.. entry.Indices]))
                return entry;
        }

        return null;
    }

    /// <summary>Whether two blocks have equal names (any case), scales, comments and entries.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SlhaBlock? other) => other is not null && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)
        && Scale == other.Scale && Comment == other.Comment && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name.ToUpperInvariant(), Scale, Entries.Count);

    private static string Of(ReadOnlySpan<int> indices) => indices.IsEmpty ? "(without index)" : string.Join(" ", indices.ToArray());
}
