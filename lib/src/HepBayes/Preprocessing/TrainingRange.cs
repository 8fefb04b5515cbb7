using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Where the training rows were: the smallest and largest value of each column. A network answers anywhere, but only inside this
/// range has it seen anything; rows outside are to be flagged, not silently extrapolated. (A row can be inside every
/// column's range and still be far from all training rows.)
/// </summary>
public sealed class TrainingRange
{
    // Typical sizes that differ this much are another unit (GeV and TeV differ by 1000), not another selection.
    private const double AnotherUnit = 100;

    // More rows would not tell a unit any better.
    private const int MostSizes = 1001;

    private readonly double[] typical;

    private TrainingRange(string[] columns, double[] smallest, double[] largest, double[] typical)
    {
        (Columns, Smallest, Largest, this.typical) = (columns, smallest, largest, typical);
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The smallest training value of each column.</summary>
    public IReadOnlyList<double> Smallest { get; }

    /// <summary>The largest training value of each column.</summary>
    public IReadOnlyList<double> Largest { get; }

    /// <summary>Learns the range.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="columns">The numeric columns.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">There are no rows, or a column holds a value that is not finite.</exception>
    /// <exception cref="ArgumentException">No column, or one twice.</exception>
    public static TrainingRange Fit(Table training, IReadOnlyList<string> columns)
    {
        ColumnFormula.CheckNames(columns);
        ColumnFormula.CheckRows(training, 1, "a range");
        foreach (var column in columns)
            training.CheckFinite(column, training.Values(column));
        return new TrainingRange(
            [.. columns],
            [.. columns.Select(c => (double)training.Values(c).Min())],
            [.. columns.Select(c => (double)training.Values(c).Max())],
            [.. columns.Select(c => MedianSize(training.Values(c)))]);
    }

    /// <summary>Whether each row lies outside the range in at least one column, [rows].</summary>
    /// <param name="table">Rows to be predicted, in the units of training.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="UserErrorException">A value is not finite, or a column is in another unit than in training: typical sizes differ by more than a factor of 100.</exception>
    public bool[] Outside(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var result = new bool[table.Rows];
        for (var c = 0; c < Columns.Count; c++)
        {
            var values = table.Values(Columns[c]);
            table.CheckFinite(Columns[c], values);
            CheckUnit(table, c, values);
            for (var row = 0; row < values.Length; row++)
                result[row] |= values[row] < Smallest[c] || values[row] > Largest[c];
        }

        return result;
    }

    private void CheckUnit(Table table, int column, float[] values)
    {
        // The typical size of a few rows, or of values around 0, says nothing about the unit.
        if (values.Length < 10 || typical[column] == 0)
            return;
        var size = MedianSize(values);
        if (size == 0 || (size < typical[column] * AnotherUnit && size > typical[column] / AnotherUnit))
            return;
        throw new UserErrorException(FormattableString.Invariant(
            $"Column '{Columns[column]}' of {table.Source} is typically {size:G3}, but {typical[column]:G3} in the training rows: is it in another unit (TeV instead of GeV)? Convert it to the unit of training."));
    }

    private static double MedianSize(float[] values)
    {
        var count = Math.Min(values.Length, MostSizes);
        float[] sizes = [.. Enumerable.Range(0, count).Select(i => Math.Abs(values[(int)((long)i * values.Length / count)]))];
        Array.Sort(sizes);
        return sizes[sizes.Length / 2];
    }
}
