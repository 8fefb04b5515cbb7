namespace HepBayes.Data;

/// <summary>
/// Rows that occur more than once, found by a key of columns: values must agree exactly (0 and -0 agree, and missing with missing).
/// Drop them before splitting; a row that lies in training and in test rows makes every figure too good.
/// </summary>
public static class DuplicateRows
{
    /// <summary>The first row of each key, in their order.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The numeric columns of the key, for example <see cref="Vlq.Features"/>.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="ArgumentException">No columns.</exception>
    public static Table Drop(Table table, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        var keys = new HashSet<Key>();
        var kept = Keys(table, columns).Index().Where(key => keys.Add(key.Item)).Select(key => key.Index).ToArray();
        return kept.Length == table.Rows ? table : table.Take(kept);
    }

    /// <summary>The number of rows of the second table whose key is also in the first: 0 for a clean split.</summary>
    /// <param name="first">Rows, for example of training.</param>
    /// <param name="second">Other rows, for example of the test.</param>
    /// <param name="columns">The numeric columns of the key.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="ArgumentException">No columns.</exception>
    public static int Common(Table first, Table second, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var keys = Keys(first, columns).ToHashSet();
        return Keys(second, columns).Count(keys.Contains);
    }

    private static IEnumerable<Key> Keys(Table table, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
            throw new ArgumentException("The key of a row needs at least one column.", nameof(columns));
        var matrix = table.Matrix(columns, allowMissing: true);
        return Enumerable.Range(0, table.Rows).Select(row => new Key(matrix.AsMemory(row * columns.Count, columns.Count)));
    }

    private readonly struct Key(ReadOnlyMemory<float> values) : IEquatable<Key>
    {
        private readonly ReadOnlyMemory<float> values = values;

        public bool Equals(Key other) => values.Span.SequenceEqual(other.values.Span);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        // Float's own hash treats 0 and -0, and all missing values, alike.
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var value in values.Span)
                hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
