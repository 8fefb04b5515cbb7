using System.Collections.ObjectModel;

namespace HepBayes.Data;

/// <summary>
/// A table that does not change: numeric columns (float32, a missing value is NaN) and text columns of equal length.
/// Methods that change something return a new table; columns that stay the same are shared, not copied.
/// Rows are counted from 0.
/// </summary>
/// <example><code>
/// var table = Datasets.Pmssm().Where(row => row["valid"] == 1 &amp;&amp; row.Text("problem") == "");
/// var split = table.Split(train: 0.64, validation: 0.16, test: 0.20, seed: 1);
/// float[] inputs = split.Train.Matrix(Pmssm.Parameters);      // [rows, 19], row by row
/// </code></example>
public sealed partial class Table
{
    private readonly Dictionary<string, float[]> numbers;
    private readonly Dictionary<string, string[]> texts;

    /// <summary>Takes over the arrays without copying them: the caller must not keep them.</summary>
    internal Table(string source, int rows, IEnumerable<KeyValuePair<string, float[]>> numbers, IEnumerable<KeyValuePair<string, string[]>> texts)
    {
        Source = source;
        Rows = rows;
        var names = new List<string>();
        var textNames = new List<string>();
        this.numbers = new Dictionary<string, float[]>(StringComparer.Ordinal);
        this.texts = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in numbers)
        {
            CheckColumn(name, values.Length);
            names.Add(name);
            this.numbers.Add(name, values);
        }

        foreach (var (name, values) in texts)
        {
            CheckColumn(name, values.Length);
            textNames.Add(name);
            this.texts.Add(name, values);
        }

        Columns = new ReadOnlyCollection<string>(names);
        TextColumns = new ReadOnlyCollection<string>(textNames);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The names of the numeric columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the text columns, in order.</summary>
    public IReadOnlyList<string> TextColumns { get; }

    /// <summary>Where the values came from: a file path or a description. Error messages name it.</summary>
    public string Source { get; }

    /// <summary>A copy of a numeric column, one value per row; missing values are NaN.</summary>
    /// <param name="column">The name of the column.</param>
    /// <exception cref="ColumnNotFoundException">There is no such numeric column; the message gives the nearest names.</exception>
    public float[] this[string column] => (float[])Values(column).Clone();

    /// <summary>Makes a table from numeric columns; the values are copied.</summary>
    /// <param name="columns">Names and values; all of the same length, the names all different.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a name is empty or used twice.</exception>
    public static Table FromColumns(params (string Name, float[] Values)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var rows = columns.Length > 0 ? columns[0].Values.Length : 0;
        return new Table("columns in memory", rows, columns.Select(column => KeyValuePair.Create(column.Name, (float[])column.Values.Clone())), []);
    }

    /// <summary>Puts tables with the same columns one below the other.</summary>
    /// <param name="tables">At least one table; all have the column names of the first (in any order).</param>
    /// <exception cref="ArgumentException">No table was given, or the column names differ.</exception>
    public static Table Concat(params Table[] tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Length == 0)
            throw new ArgumentException("Give at least one table.", nameof(tables));
        var first = tables[0];
        foreach (var other in tables.Skip(1))
        {
            var difference = first.AllColumns.Except(other.AllColumns).Concat(other.AllColumns.Except(first.AllColumns)).ToList();
            if (difference.Count > 0)
                throw new ArgumentException($"Only one of {first.Source} and {other.Source} has {string.Join(", ", difference.Select(name => $"'{name}'"))}; tables are put together by equal columns. Use Select or Without first.", nameof(tables));
        }

        return new Table(
            string.Join(" + ", tables.Select(table => table.Source).Distinct()),
            tables.Sum(table => table.Rows),
            first.Columns.Select(name => KeyValuePair.Create(name, tables.SelectMany(table => table.Values(name)).ToArray())),
            first.TextColumns.Select(name => KeyValuePair.Create(name, tables.SelectMany(table => table.TextValues(name)).ToArray())));
    }

    /// <summary>A copy of a text column, one value per row; a missing text is empty.</summary>
    /// <param name="column">The name of the column.</param>
    /// <exception cref="ColumnNotFoundException">There is no such text column; the message gives the nearest names.</exception>
    public string[] Text(string column) => (string[])TextValues(column).Clone();

    /// <summary>Whether there is a column of this name, numeric or text.</summary>
    /// <param name="column">The name; upper and lower case differ.</param>
    public bool Has(string column) => numbers.ContainsKey(column) || texts.ContainsKey(column);

    /// <summary>This table with a numeric column added at the end, or replaced where the name exists; the values are copied.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">One value per row.</param>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Rows"/>, the name is empty, or a text column has it.</exception>
    public Table WithColumn(string name, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return WithOwned(name, (float[])values.Clone());
    }

    /// <summary>This table with a text column added at the end, or replaced where the name exists; the values are copied.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">One text per row.</param>
    /// <exception cref="ArgumentException">The number of values is not <see cref="Rows"/>, the name is empty, or a numeric column has it.</exception>
    public Table WithText(string name, string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Table(Source, Rows, Numbers(Columns), Put(Texts(TextColumns), name, (string[])values.Clone()));
    }

    /// <summary>This table from another source: the text that error messages show.</summary>
    /// <param name="source">A file path or a description.</param>
    public Table WithSource(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return new Table(source, Rows, Numbers(Columns), Texts(TextColumns));
    }

    /// <summary>Only the named columns (numeric and text), in the order given.</summary>
    /// <param name="columns">Names of columns.</param>
    /// <exception cref="ColumnNotFoundException">A name does not exist.</exception>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    public Table Select(params string[] columns)
    {
        CheckExist(columns);
        return new Table(Source, Rows, Numbers(columns.Where(numbers.ContainsKey)), Texts(columns.Where(texts.ContainsKey)));
    }

    /// <summary>All but the named columns.</summary>
    /// <param name="columns">Names of columns (numeric or text).</param>
    /// <exception cref="ColumnNotFoundException">A name does not exist.</exception>
    public Table Without(params string[] columns)
    {
        CheckExist(columns);
        return new Table(Source, Rows, Numbers(Columns.Except(columns)), Texts(TextColumns.Except(columns)));
    }

    /// <summary>A summary of every numeric column: count, missing values, mean, standard deviation and quantiles.</summary>
    public IReadOnlyList<ColumnSummary> Describe() => [.. Columns.Select(name => ColumnSummary.Of(name, numbers[name]))];

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} rows, {Columns.Count} numeric and {TextColumns.Count} text columns ({Source})";

    /// <summary>The values of a numeric column themselves, not a copy: only for reading.</summary>
    internal float[] Values(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (numbers.TryGetValue(column, out var values))
            return values;
        if (texts.ContainsKey(column))
            throw new ColumnNotFoundException($"Column '{column}' of {Source} holds text, not numbers: read it with Text(\"{column}\").");
        throw ColumnNotFoundException.In(Source, column, Columns);
    }

    /// <summary>The values of a text column themselves, not a copy: only for reading.</summary>
    internal string[] TextValues(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (texts.TryGetValue(column, out var values))
            return values;
        if (numbers.ContainsKey(column))
            throw new ColumnNotFoundException($"Column '{column}' of {Source} holds numbers, not text: read it with table[\"{column}\"].");
        throw ColumnNotFoundException.In(Source, column, TextColumns);
    }

    /// <summary>As <see cref="WithColumn"/>, but takes the array over without copying it.</summary>
    internal Table WithOwned(string name, float[] values) => new(Source, Rows, Put(Numbers(Columns), name, values), Texts(TextColumns));

    private IEnumerable<string> AllColumns => Columns.Concat(TextColumns);

    private IEnumerable<KeyValuePair<string, float[]>> Numbers(IEnumerable<string> names) => names.Select(name => KeyValuePair.Create(name, numbers[name]));

    private IEnumerable<KeyValuePair<string, string[]>> Texts(IEnumerable<string> names) => names.Select(name => KeyValuePair.Create(name, texts[name]));

    private static IEnumerable<KeyValuePair<string, T>> Put<T>(IEnumerable<KeyValuePair<string, T>> columns, string name, T values)
    {
        var list = columns.ToList();
        var index = list.FindIndex(column => column.Key == name);
        if (index < 0)
            list.Add(KeyValuePair.Create(name, values));
        else
            list[index] = KeyValuePair.Create(name, values);
        return list;
    }

    private void CheckExist(string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (var name in columns)
        {
            if (!Has(name))
                throw ColumnNotFoundException.In(Source, name, [.. AllColumns]);
        }
    }

    private void CheckColumn(string name, int length)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A column needs a name.");
        if (Has(name))
            throw new ArgumentException($"There are two columns '{name}'; names must differ.");
        if (length != Rows)
            throw new ArgumentException($"Column '{name}' has {length} values, but the table has {Rows} rows.");
    }
}
