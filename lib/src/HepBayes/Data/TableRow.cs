namespace HepBayes.Data;

/// <summary>One row of a table, as seen by <see cref="Table.Where"/>.</summary>
public readonly struct TableRow
{
    private readonly Table table;

    internal TableRow(Table table, int index)
    {
        this.table = table;
        Index = index;
    }

    /// <summary>The number of the row in its table, from 0.</summary>
    public int Index { get; }

    /// <summary>The value of a numeric column in this row.</summary>
    /// <param name="column">The name of the column.</param>
    /// <exception cref="ColumnNotFoundException">There is no such numeric column.</exception>
    public float this[string column] => table.Values(column)[Index];

    /// <summary>The value of a text column in this row.</summary>
    /// <param name="column">The name of the column.</param>
    /// <exception cref="ColumnNotFoundException">There is no such text column.</exception>
    public string Text(string column) => table.TextValues(column)[Index];
}
