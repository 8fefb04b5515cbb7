namespace HepBayes.Prediction;

/// <summary>Statistics of neighbouring rows. Its memory is used again for the next rows: copy what is to stay.</summary>
public sealed class PredictionBlock
{
    private readonly float[][] values;

    internal PredictionBlock(string[] columns, int capacity)
    {
        Columns = columns;
        values = [.. columns.Select(_ => new float[capacity])];
    }

    /// <summary>Names of the statistics.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Row of the whole input, from 0, that the block begins with.</summary>
    public long FirstRow { get; internal set; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; internal set; }

    /// <summary>One statistic of each row, [rows].</summary>
    /// <param name="column">Which of <see cref="Columns"/>, from 0.</param>
    public ReadOnlySpan<float> Values(int column) => values[column].AsSpan(0, Rows);

    internal float[] Storage(int column) => values[column];
}
