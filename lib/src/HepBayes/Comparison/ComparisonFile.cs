using System.Globalization;
using System.Text;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>
/// Figures as comma-separated text: the first line, a comment, says which settings they belong to, the second names the columns, then a line for
/// each row. A number that does not exist is an empty field.
/// </summary>
public static class ComparisonFile
{
    private static readonly IReadOnlyList<ComparisonColumn> Stored = [.. ComparisonColumn.All.Where(c => c.Write is not null)];

    private static readonly string[] Keys = ["problem", "test_set", "method", "seed"];

    /// <summary>Names of the columns.</summary>
    internal static string Header { get; } = string.Join(',', [.. Keys, .. Stored.Select(c => c.Name), "remark"]);

    /// <summary>Writes rows, the whole file or nothing.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings that they were made with; null for the defaults.</param>
    public static void Write(string path, IEnumerable<ComparisonFigures> rows, ComparisonSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.Append(Comment(settings ?? new ComparisonSettings())).Append('\n').Append(Header).Append('\n');
        foreach (var row in rows)
            text.Append(Line(row)).Append('\n');
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>Reads rows; of several rows of the same problem, region, method and seed the last counts.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">There is no such file, or a line of it cannot be read; the message names line and column.</exception>
    public static IReadOnlyList<ComparisonFigures> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The figures '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first line of a file.</summary>
    internal static string Comment(ComparisonSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"# HepBayes comparison, format 1, gradients {(settings.Gradients is { } g ? g.ToString(CultureInfo.InvariantCulture) : "of the problem")}, gold factor {settings.GoldFactor}");

    /// <summary>A row as text.</summary>
    internal static string Line(ComparisonFigures row)
    {
        static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
        static string Text(string text) => text.AsSpan().IndexOfAny(",\"\n\r#") < 0 ? text : $"\"{text.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string[] fields =
        [
            Text(row.Problem), Text(row.TestSet), Text(row.Method), row.Seed.ToString(CultureInfo.InvariantCulture),
            .. Stored.Select(c => Number(c.Value(row))), Text(row.Remark),
        ];
        return string.Join(',', fields);
    }

    /// <summary>Rows from text.</summary>
    internal static IReadOnlyList<ComparisonFigures> Parse(string text, string path)
    {
        var records = new DelimitedText(text, ',', path);
        var rows = new Dictionary<(string, string, string, int), ComparisonFigures>();
        if (!records.Read() || string.Join(',', records.Fields) != Header)
            throw new UserErrorException($"'{path}', line {Math.Max(1, records.Line)}: expected the columns {Header}. This is no file of the comparison, or one of another version.");
        while (records.Read())
        {
            var row = Row(records, path);
            rows[(row.Problem, row.TestSet, row.Method, row.Seed)] = row;
        }

        return [.. rows.Values];
    }

    private static ComparisonFigures Row(DelimitedText record, string path)
    {
        var fields = record.Fields;
        var expected = Keys.Length + Stored.Count + 1;
        if (fields.Count != expected)
            throw new UserErrorException($"'{path}', line {record.Line}: {fields.Count} columns; expected {expected}. The line was cut or changed; delete it, and its row will be computed again.");
        if (!int.TryParse(fields[3].Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed))
            throw Bad(record, path, 3, Keys[3], "a whole number");
        var row = new ComparisonFigures(fields[0].ToString(), fields[1].ToString(), fields[2].ToString(), seed) { Remark = fields[^1].ToString() };
        for (var column = 0; column < Stored.Count; column++)
        {
            var field = fields[Keys.Length + column];
            var value = double.NaN;
            if (!field.IsEmpty && !double.TryParse(field.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                throw Bad(record, path, Keys.Length + column, Stored[column].Name, "a number or nothing");
            row = Stored[column].Write!(row, value);
        }

        return row;
    }

    private static UserErrorException Bad(DelimitedText record, string path, int column, string name, string expected) => new(
        $"'{path}', line {record.Line}, column {column + 1} ({name}): found '{record.Fields[column]}', expected {expected}. Delete the line, and its row will be computed again.");
}
