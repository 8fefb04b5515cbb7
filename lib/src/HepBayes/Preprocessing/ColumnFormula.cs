using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>Applies a formula to each of some columns.</summary>
internal static class ColumnFormula
{
    /// <summary>Replaces columns by a formula of value and column number.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="formula">The new value from the old one and the number of the column among <paramref name="columns"/>.</param>
    /// <param name="meaning">What the values must be where the formula is not finite; it ends the error message.</param>
    /// <exception cref="UserErrorException">A value is not finite before or after the formula.</exception>
    public static Table Apply(Table table, IReadOnlyList<string> columns, Func<double, int, double> formula, string meaning)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var c = 0; c < columns.Count; c++)
        {
            var values = table.Values(columns[c]);
            table.CheckFinite(columns[c], values);
            var result = new float[values.Length];
            for (var row = 0; row < values.Length; row++)
            {
                result[row] = (float)formula(values[row], c);
                if (!float.IsFinite(result[row]))
                    throw new UserErrorException($"Column '{columns[c]}' of {table.Source} is {values[row]} in row {row} (rows count from 0); {meaning}");
            }

            table = table.WithOwned(columns[c], result);
        }

        return table;
    }

    /// <exception cref="ArgumentException">No column, or one twice.</exception>
    public static void CheckNames(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columns.Distinct().Count() < columns.Count)
            throw new ArgumentException($"Give at least one column, each once (found {string.Join(", ", columns)}).", nameof(columns));
    }

    /// <exception cref="UserErrorException">There are too few rows.</exception>
    public static void CheckRows(Table training, int least, string what)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Rows < least)
            throw new UserErrorException($"There are {training.Rows} rows to fit {what} on ({training.Source}); at least {least} are needed. Check the selection of rows.");
    }
}
