using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>Collects the records of a text file column by column.</summary>
internal sealed class TextTableBuilder
{
    private readonly string[] names;
    private readonly string source;
    private readonly List<float>?[] numbers;
    private readonly List<string>?[] texts;

    public TextTableBuilder(string[] names, bool[] isText, string source)
    {
        this.names = names;
        this.source = source;
        numbers = [.. isText.Select(text => text ? null : new List<float>())];
        texts = [.. isText.Select(text => text ? new List<string>() : null)];
    }

    /// <summary>The number of rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Reads a field of a numeric column; an empty field, NaN and NA are NaN.</summary>
    public static bool TryNumber(ReadOnlySpan<char> field, out float value)
    {
        if (!field.IsEmpty && !field.SequenceEqual("NA"))
            return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = float.NaN;
        return true;
    }

    /// <summary>Adds the current record as a row.</summary>
    public void Add(DelimitedText record)
    {
        var fields = record.Fields;
        if (fields.Count != names.Length)
        {
            var where = fields.Count < names.Length ? $"the first without a value is '{names[fields.Count]}'" : $"the first beyond the last column is '{fields[names.Length]}'";
            throw new UserErrorException($"'{source}', line {record.Line}, column {Math.Min(fields.Count, names.Length) + 1}: found {fields.Count} fields, expected {names.Length} ({where}). Correct the line, or give TextTableOptions.Separator if fields are separated otherwise.");
        }

        for (var column = 0; column < names.Length; column++)
        {
            if (texts[column] is { } list)
                list.Add(fields[column].ToString());
            else if (TryNumber(fields[column].Span, out var value))
                numbers[column]!.Add(value);
            else
                throw new UserErrorException($"'{source}', line {record.Line}, column {column + 1} ('{names[column]}'): '{fields[column]}' is not a number. Correct the line; if the column holds text, name it in TextTableOptions.TextColumns.");
        }

        Rows++;
    }

    /// <summary>The table of all rows.</summary>
    public Table Build() => new(
        source,
        Rows,
        names.Index().Where(item => numbers[item.Index] is not null).Select(item => KeyValuePair.Create(item.Item, numbers[item.Index]!.ToArray())),
        names.Index().Where(item => texts[item.Index] is not null).Select(item => KeyValuePair.Create(item.Item, texts[item.Index]!.ToArray())));
}
