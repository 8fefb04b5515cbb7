namespace HepBayes.Data;

/// <content>Choosing, ordering and dividing rows.</content>
public sealed partial class Table
{
    /// <summary>The named rows, in the order given; a row may be taken more than once.</summary>
    /// <param name="rows">Row numbers, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not a row of this table.</exception>
    public Table Take(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Rows)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The rows of this table are 0 to {Rows - 1}.");
        }

        var taken = new List<KeyValuePair<string, float[]>>(Columns.Count);
        foreach (var name in Columns)
            taken.Add(new(name, Gather(numbers[name], rows)));
        var takenTexts = new List<KeyValuePair<string, string[]>>(TextColumns.Count);
        foreach (var name in TextColumns)
            takenTexts.Add(new(name, Gather(texts[name], rows)));
        return new Table(Source, rows.Length, taken, takenTexts);
    }

    /// <summary>The first rows.</summary>
    /// <param name="n">How many; a table with fewer rows is returned whole. Range: n >= 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public Table Head(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n >= Rows ? this : Take(RowNumbers(n));
    }

    /// <summary>The rows for which a condition holds, in their order.</summary>
    /// <param name="predicate">The condition, for example <c>row => row["valid"] == 1</c>. A comparison with a missing value (NaN) is false.</param>
    /// <exception cref="ColumnNotFoundException">The condition asks for a column that does not exist.</exception>
    public Table Where(Func<TableRow, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var kept = new List<int>();
        for (var row = 0; row < Rows; row++)
        {
            if (predicate(new TableRow(this, row)))
                kept.Add(row);
        }

        return Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
    }

    /// <summary>All rows in random order.</summary>
    /// <param name="seed">Equal seeds give equal orders, on every machine and .NET version.</param>
    public Table Shuffle(int seed)
    {
        var rows = RowNumbers(Rows);
        new SplitMix64(seed).Shuffle<int>(rows);
        return Take(rows);
    }

    /// <summary>Divides the rows at random into training, validation and test rows; the rows of each part come in random order.</summary>
    /// <param name="train">Fraction of training rows. Range: [0, 1].</param>
    /// <param name="validation">Fraction of validation rows. Range: [0, 1].</param>
    /// <param name="test">Fraction of test rows. Range: [0, 1]; the three fractions sum to 1.</param>
    /// <param name="seed">Equal seeds give equal parts, on every machine and .NET version.</param>
    /// <param name="stratify">A label column (numeric or text): each class is divided in the same proportions, to within one row
    /// (with <paramref name="group"/>: within one group).</param>
    /// <param name="group">A column (numeric or text) whose equal values belong together: all rows of a group go to the same part. The
    /// fractions then hold to within one group.</param>
    /// <exception cref="ArgumentException">The fractions do not sum to 1 within 1e-9, or one is negative.</exception>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="Runtime.UserErrorException">A label or group is missing (NaN), or a group holds several labels.</exception>
    public DataSplit Split(double train, double validation, double test, int seed, string? stratify = null, string? group = null)
    {
        var (first, second, third) = RowDivision.Divide(this, (train, validation, test), seed, stratify, group);
        return new DataSplit(Take(first), Take(second), Take(third));
    }

    private static int[] RowNumbers(int n)
    {
        var rows = new int[n];
        for (var i = 0; i < n; i++)
            rows[i] = i;
        return rows;
    }

    private static T[] Gather<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var result = new T[rows.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = values[rows[i]];
        return result;
    }
}
