namespace HepBayes.Networks;

/// <summary>Refuses targets that do not vary where the noise is learned: a perfect fit lets its scale fall to 0 without end.</summary>
internal static class ConstantTargets
{
    /// <param name="targets">[rows, columns].</param>
    /// <param name="columns">Targets of a row.</param>
    /// <param name="source">Where they are from.</param>
    /// <exception cref="ArgumentException">A column of two or more rows holds one value only.</exception>
    public static void Refuse(ReadOnlySpan<float> targets, int columns, string source)
    {
        for (var column = 0; column < columns && targets.Length > columns; column++)
        {
            var next = column + columns;
            while (next < targets.Length && targets[next] == targets[column])
                next += columns;
            if (next >= targets.Length)
                throw new ArgumentException($"Target {column} of {source} is {targets[column]} in all {targets.Length / columns} rows: there is nothing to learn, and the noise would shrink to 0. Leave it out.", nameof(targets));
        }
    }
}
