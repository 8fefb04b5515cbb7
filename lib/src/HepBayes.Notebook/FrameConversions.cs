using Deedle;
using HepBayes.Data;
using Microsoft.Data.Analysis;

namespace HepBayes.Notebooks;

/// <summary>
/// Conversions between <see cref="Table"/> and the data frames of Microsoft.Data.Analysis and Deedle, for grouping,
/// joining and looking at. All copy. A missing number is NaN in a table, null in a DataFrame and missing in Deedle; a
/// missing text becomes the empty text.
/// </summary>
public static class FrameConversions
{
    /// <summary>The table as a Microsoft.Data.Analysis DataFrame: float32 columns, then text columns.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A new frame with the same rows.</returns>
    public static DataFrame ToDataFrame(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var frame = new DataFrame();
        foreach (var name in table.Columns)
            frame.Columns.Add(new SingleDataFrameColumn(name, table[name].Select(v => float.IsNaN(v) ? null : (float?)v)));
        foreach (var name in table.TextColumns)
            frame.Columns.Add(new StringDataFrameColumn(name, table.Text(name)));
        return frame;
    }

    /// <summary>The table as a Deedle frame with row numbers from 0 as keys: float32 columns, then text columns.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A new frame with the same rows.</returns>
    public static Frame<int, string> ToDeedle(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var keys = Enumerable.Range(0, table.Rows).ToArray();
        var builder = new FrameBuilder.Columns<int, string>();
        foreach (var name in table.Columns)
            builder.Add(name, new Series<int, float>(keys, table[name]));
        foreach (var name in table.TextColumns)
            builder.Add(name, new Series<int, string>(keys, table.Text(name)));
        return builder.Frame;
    }

    /// <summary>A DataFrame as a table: numbers and truth values become float32, texts stay texts.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>A new table with the same rows; numeric columns come first.</returns>
    /// <exception cref="ArgumentException">A column holds something else, for example dates; the message names it.</exception>
    public static Table FromDataFrame(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Build(frame.Columns.Select(c => (c.Name, c.DataType, Enumerable.Range(0, (int)c.Length).Select(r => (object?)c[r]))), "data frame");
    }

    /// <summary>A Deedle frame as a table, in row order; the row keys are dropped. Numbers and truth values become float32, texts stay texts.</summary>
    /// <typeparam name="TRow">The type of the row keys.</typeparam>
    /// <param name="frame">The frame.</param>
    /// <returns>A new table with the same rows; numeric columns come first.</returns>
    /// <exception cref="ArgumentException">A column holds something else, for example dates; the message names it.</exception>
    public static Table FromDeedle<TRow>(Frame<TRow, string> frame)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(frame);
        var columns = frame.ColumnKeys.Zip(frame.ColumnTypes, (name, type) =>
            (name, type, Enumerable.Range(0, frame.RowCount).Select(frame.GetColumn<object>(name).TryGetAt).Select(v => v.HasValue ? v.Value : null)));
        return Build(columns, "Deedle frame");
    }

    private static Table Build(IEnumerable<(string Name, Type Type, IEnumerable<object?> Values)> columns, string source)
    {
        var numbers = new List<(string, float[])>();
        var texts = new List<(string, string[])>();
        foreach (var (name, type, values) in columns)
        {
            if (type == typeof(string))
                texts.Add((name, [.. values.Select(v => (string?)v ?? "")]));
            else if (type.IsPrimitive && type != typeof(char) || type == typeof(decimal))
                numbers.Add((name, [.. values.Select(v => v is null ? float.NaN : Convert.ToSingle(v, System.Globalization.CultureInfo.InvariantCulture))]));
            else
                throw new ArgumentException($"Column '{name}' of the {source} holds {type.Name}; a table holds numbers and texts. Convert or drop the column first.");
        }

        var table = Table.FromColumns([.. numbers]);
        return texts.Aggregate(table, (t, column) => t.WithText(column.Item1, column.Item2)).WithSource(source);
    }
}
