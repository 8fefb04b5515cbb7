using HepBayes.Data;

namespace HepBayes.Evaluation;

/// <summary>Pearson's linear correlation of every two columns. It sees straight lines only: a value near 0 does not mean independence.</summary>
public sealed class CorrelationMatrix
{
    private readonly double[,] values;

    private CorrelationMatrix(IReadOnlyList<string> columns, double[,] values) => (Columns, this.values) = (columns, values);

    /// <summary>The columns, in the order of rows and columns of the matrix.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The correlation of two columns, from -1 to 1; NaN where one of them is constant.</summary>
    /// <param name="row">A column, from 0.</param>
    /// <param name="column">Another, from 0.</param>
    public double this[int row, int column] => values[row, column];

    /// <summary>Computes the correlations in double precision.</summary>
    /// <param name="table">At least two rows.</param>
    /// <param name="columns">Numeric columns.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="Runtime.UserErrorException">A value is NaN or infinite, or there are fewer than two rows.</exception>
    public static CorrelationMatrix Of(Table table, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        if (table.Rows < 2)
            throw new Runtime.UserErrorException($"Correlations need at least two rows; {table.Source} has {table.Rows}. Check the selection of rows.");
        var deviations = columns.Select(column => Deviations(table, column)).ToArray();
        var values = new double[columns.Count, columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            for (var j = 0; j <= i; j++)
                values[i, j] = values[j, i] = Dot(deviations[i], deviations[j]) / Math.Sqrt(Dot(deviations[i], deviations[i]) * Dot(deviations[j], deviations[j]));
        }

        return new CorrelationMatrix([.. columns], values);
    }

    private static double[] Deviations(Table table, string column)
    {
        var own = table.Values(column);
        table.CheckFinite(column, own);
        var mean = own.Average(v => (double)v);
        return Array.ConvertAll(own, v => v - mean);
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
