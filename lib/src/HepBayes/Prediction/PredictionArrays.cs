namespace HepBayes.Prediction;

/// <summary>Keeps predictions in memory: 4 bytes for each row and statistic.</summary>
public sealed class PredictionArrays : IPredictionSink
{
    private readonly Dictionary<string, float[]> columns = new(StringComparer.Ordinal);
    private readonly int capacity;

    /// <summary>Makes room for rows.</summary>
    /// <param name="rows">Number of rows that will be predicted.</param>
    public PredictionArrays(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        capacity = rows;
    }

    /// <summary>Rows received so far.</summary>
    public int Rows { get; private set; }

    /// <summary>A statistic of every row, [rows] as announced; 0 beyond <see cref="Rows"/>.</summary>
    /// <param name="column">For example <c>mean</c>.</param>
    /// <exception cref="ArgumentException">It was not computed.</exception>
    public float[] this[string column] => columns.TryGetValue(column, out var values)
        ? values
        : throw new ArgumentException($"There is no statistic '{column}'; computed were {string.Join(", ", columns.Keys)}.", nameof(column));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">More rows come than were announced.</exception>
    public void Write(PredictionBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.FirstRow + block.Rows > capacity)
            throw new ArgumentException($"Row {block.FirstRow + block.Rows - 1} does not fit into arrays of {capacity} rows; announce the number of rows that the input has.");
        for (var c = 0; c < block.Columns.Count; c++)
        {
            if (!columns.TryGetValue(block.Columns[c], out var values))
                columns.Add(block.Columns[c], values = new float[capacity]);
            block.Values(c).CopyTo(values.AsSpan((int)block.FirstRow));
        }

        Rows = (int)block.FirstRow + block.Rows;
    }
}
