namespace HepBayes.Data;

/// <summary>Finds the names that a misspelt one may have meant.</summary>
internal static class NearestNames
{
    private const int AtMost = 3;

    /// <summary>The names nearest to one that does not exist, nearest first; names that differ too much are left out.</summary>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> existing)
    {
        // A third of the letters may be wrong, but two always may: 'tanB' -> 'tanb', 'm_ho' -> 'm_h0'.
        var limit = Math.Max(2, wanted.Length / 3);
        return [.. existing
            .Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(candidate => candidate.Distance <= limit && candidate.Distance < Math.Max(wanted.Length, candidate.Name.Length))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(AtMost)
            .Select(candidate => candidate.Name)];
    }

    /// <summary>The edit distance (insertions, deletions, replacements) of two names; upper and lower case count as equal.</summary>
    public static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = previous[j - 1] + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
