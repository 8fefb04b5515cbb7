using HepBayes.Runtime;
using Parquet;
using Parquet.Schema;

namespace HepBayes.Data;

/// <summary>
/// Reads and writes tables as Apache Parquet files. Numbers of every width and booleans (0 and 1) become float32, so whole
/// numbers beyond 2^24 lose their last digits; nulls become NaN, null texts become empty.
/// </summary>
public static class ParquetTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to read, which come in this order; all of them by default. Columns left out are not decoded.</param>
    /// <exception cref="UserErrorException">The file is missing, is not Parquet, is damaged, or holds a column of a type that a table cannot hold.</exception>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    public static Table Read(string path, IReadOnlyList<string>? columns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(InputFile.ReadAllBytes(path), path, columns);
    }

    /// <summary>Writes a table; the file appears whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(Table table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Wait(() => WriteAsync(table, stream)));
    }

    /// <summary>Reads a file that is in memory.</summary>
    internal static Table Read(byte[] content, string source, IReadOnlyList<string>? columns = null)
    {
        if (content.Length < 12 || !content.AsSpan(0, 4).SequenceEqual("PAR1"u8))
            throw new UserErrorException($"'{source}' is not a Parquet file (it does not begin with 'PAR1'). Read text files with TextTable.Read.");
        try
        {
            return Wait(() => ReadAsync(content, source, columns));
        }
        catch (Exception e) when (e is not UserErrorException and not OutOfMemoryException)
        {
            // The reader meets damage with exceptions of many kinds; to the user they mean one thing.
            throw new UserErrorException($"'{source}' begins as a Parquet file but cannot be read: it is cut off or damaged ({e.Message}). Fetch or write it again.", e);
        }
    }

    // Off the caller's synchronisation context, so that waiting cannot lock a notebook up.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static void Wait(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    private static async Task<Table> ReadAsync(byte[] content, string source, IReadOnlyList<string>? columns)
    {
        using var stream = new MemoryStream(content, writable: false);
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var fields = Choose(reader.Schema.GetDataFields(), source, columns);
        var groups = Enumerable.Range(0, reader.RowGroupCount).Select(reader.OpenRowGroupReader).ToArray();
        var rows = checked((int)groups.Sum(group => group.RowCount));

        var numbers = new List<KeyValuePair<string, float[]>>();
        var texts = new List<KeyValuePair<string, string[]>>();
        foreach (var field in fields)
        {
            if (ParquetColumn.IsText(field))
                texts.Add(new(field.Name, await ParquetColumn.ReadTextsAsync(groups, field, rows).ConfigureAwait(false)));
            else
                numbers.Add(new(field.Name, await ParquetColumn.ReadNumbersAsync(groups, field, rows).ConfigureAwait(false)));
        }

        return new Table(source, rows, numbers, texts);
    }

    private static List<DataField> Choose(DataField[] fields, string source, IReadOnlyList<string>? columns)
    {
        var chosen = fields.ToList();
        if (columns is not null)
        {
            var names = fields.Select(field => field.Name).ToList();
            chosen = [.. columns.Select(name => fields.FirstOrDefault(field => field.Name == name) ?? throw ColumnNotFoundException.In($"'{source}'", name, names))];
        }

        var unfit = chosen.Find(field => !ParquetColumn.IsSupported(field));
        if (unfit is not null)
            throw new UserErrorException($"Column '{unfit.Path}' of '{source}' holds {(unfit.MaxRepetitionLevel > 0 ? "lists" : unfit.ClrType.Name)}; a table holds numbers, booleans and text. Name the columns to read.");
        return chosen;
    }

    private static async Task WriteAsync(Table table, Stream stream)
    {
        var fields = table.Columns.Select(DataField (name) => new DataField<float>(name))
            .Concat(table.TextColumns.Select(name => new DataField(name, typeof(string), isNullable: false)))
            .ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var field in fields)
        {
            if (ParquetColumn.IsText(field))
                await group.WriteAsync(field, table.TextValues(field.Name)).ConfigureAwait(false);
            else
                await group.WriteAsync<float>(field, table.Values(field.Name)).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }
}
