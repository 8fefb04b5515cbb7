using System.Globalization;
using System.Text;
using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// Reads and writes tables as text: CSV and the .dat files of the course (", " between fields, names with blanks). Numbers have a
/// decimal point whatever the language of the machine; an empty field, NaN and NA are missing values.
/// </summary>
public static class TextTable
{
    private const int RowsToGuessFrom = 100;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file (UTF-8).</param>
    /// <param name="options">Separator, names and text columns, where they are not to be found in the file itself.</param>
    /// <exception cref="UserErrorException">The file is missing, empty or malformed; the message names file, line and column.</exception>
    public static Table Read(string path, TextTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(InputFile.ReadAllBytes(path), path, options);
    }

    /// <summary>Writes a table, numeric columns first; numbers in the shortest form that reads back the same. The file appears whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="options">The separator; a comma by default.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(Table table, string path, TextTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var separator = options?.Separator ?? ',';
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            var numbers = table.Columns.Select(table.Values).ToArray();
            var texts = table.TextColumns.Select(table.TextValues).ToArray();
            writer.WriteLine(string.Join(separator, table.Columns.Concat(table.TextColumns).Select(name => Quoted(name, separator))));
            for (var row = 0; row < table.Rows; row++)
            {
                var fields = numbers.Select(values => float.IsNaN(values[row]) ? "NaN" : values[row].ToString("R", CultureInfo.InvariantCulture))
                    .Concat(texts.Select(values => Quoted(values[row], separator)));
                writer.WriteLine(string.Join(separator, fields));
            }
        });
    }

    /// <summary>Reads a file that is in memory.</summary>
    internal static Table Read(byte[] content, string source, TextTableOptions? options = null)
    {
        options ??= new TextTableOptions();
        if (content.AsSpan().StartsWith("PAR1"u8))
            throw new UserErrorException($"'{source}' is a Parquet file: read it with ParquetTable.Read.");
        var text = Decode(content);
        var separator = options.Separator ?? DelimitedText.FindSeparator(text);
        var records = new DelimitedText(text, separator, source);
        var names = Names(records, source, options.ColumnNames);
        var isText = TextColumns(new DelimitedText(text, separator, source), names, source, options);
        var table = new TextTableBuilder(names, isText, source);
        while (records.Read())
            table.Add(records);
        return table.Rows > 0 ? table.Build() : throw new UserErrorException($"'{source}' has column names but no rows.");
    }

    private static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string[] Names(DelimitedText records, string source, IReadOnlyList<string>? given)
    {
        if (given is not null)
            return CheckNames([.. given], $"'{source}', given column names");
        if (!records.Read())
            throw new UserErrorException($"'{source}' is empty: expected a line with the column names, then rows.");
        var names = records.Fields.Select(field => field.ToString()).ToArray();
        var where = $"'{source}', line {records.Line}";
        if (names.All(name => float.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new UserErrorException($"{where}: expected the column names, found only numbers ('{names[0]}' first). If the file has no such line, give the names in TextTableOptions.ColumnNames.");
        return CheckNames(names, where);
    }

    private static string[] CheckNames(string[] names, string where)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                throw new UserErrorException($"{where}, column {i + 1}: the column has no name. Is there a separator too many?");
            var before = Array.IndexOf(names, names[i]);
            if (before < i)
                throw new UserErrorException($"{where}: columns {before + 1} and {i + 1} have the same name '{names[i]}'; rename one.");
        }

        return names;
    }

    private static bool[] TextColumns(DelimitedText records, string[] names, string source, TextTableOptions options)
    {
        if (options.TextColumns is { } given)
        {
            foreach (var name in given)
            {
                if (!names.Contains(name))
                    throw ColumnNotFoundException.In($"'{source}'", name, names);
            }

            return [.. names.Select(given.Contains)];
        }

        var hasValue = new bool[names.Length];
        var hasNumber = new bool[names.Length];
        if (options.ColumnNames is null)
            records.Read();
        for (var row = 0; row < RowsToGuessFrom && records.Read(); row++)
        {
            for (var column = 0; column < Math.Min(names.Length, records.Fields.Count); column++)
            {
                var field = records.Fields[column].Span;
                if (!TextTableBuilder.TryNumber(field, out var value))
                    hasValue[column] = true;
                else if (!float.IsNaN(value))
                    hasNumber[column] = true;
            }
        }

        return [.. names.Select((_, column) => hasValue[column] && !hasNumber[column])];
    }

    private static string Quoted(string text, char separator)
    {
        var plain = text.AsSpan().IndexOfAny("\"\r\n") < 0 && !text.Contains(separator) && text.Trim().Length == text.Length && !text.StartsWith('#') && (text.Length > 0 || separator != ' ');
        return plain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
