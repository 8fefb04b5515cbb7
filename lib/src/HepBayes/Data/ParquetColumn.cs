using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace HepBayes.Data;

/// <summary>Decodes one column of a Parquet file into float32 values or texts.</summary>
internal static class ParquetColumn
{
    /// <summary>Whether a table can hold the column: plain numbers, booleans or text.</summary>
    public static bool IsSupported(DataField field) => field.MaxRepetitionLevel == 0 && (IsText(field) || ReaderOf(field.ClrType) is not null);

    /// <summary>Whether the column holds text.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    /// <summary>The values of a numeric column over all row groups.</summary>
    public static async Task<float[]> ReadNumbersAsync(ParquetRowGroupReader[] groups, DataField field, int rows)
    {
        var values = new float[rows];
        var read = ReaderOf(field.ClrType)!;
        var start = 0;
        foreach (var group in groups)
        {
            var count = (int)group.RowCount;
            await read(group, field, values.AsMemory(start, count)).ConfigureAwait(false);
            start += count;
        }

        return values;
    }

    /// <summary>The values of a text column over all row groups. Labels repeat, so equal texts are stored once.</summary>
    public static async Task<string[]> ReadTextsAsync(ParquetRowGroupReader[] groups, DataField field, int rows)
    {
        var values = new string[rows];
        var known = new HashSet<string>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var start = 0;
        foreach (var group in groups)
        {
            var count = (int)group.RowCount;
            var part = new ReadOnlyMemory<char>?[count];
            if (field.IsNullable)
            {
                await group.ReadAsync(field, part.AsMemory()).ConfigureAwait(false);
            }
            else
            {
                var plain = new ReadOnlyMemory<char>[count];
                await group.ReadAsync<ReadOnlyMemory<char>>(field, plain.AsMemory()).ConfigureAwait(false);
                for (var i = 0; i < count; i++)
                    part[i] = plain[i];
            }

            for (var i = 0; i < count; i++)
            {
                var text = part[i].GetValueOrDefault().Span;
                if (!lookup.TryGetValue(text, out var stored))
                    known.Add(stored = text.ToString());
                values[start + i] = stored;
            }

            start += count;
        }

        return values;
    }

    private delegate Task Reader(ParquetRowGroupReader group, DataField field, Memory<float> target);

    private static Reader? ReaderOf(Type type)
    {
        if (type == typeof(float))
            return ReadFloatsAsync;
        if (type == typeof(bool))
            return (group, field, target) => ReadAsync<bool>(group, field, target, value => value ? 1 : 0);
        if (type == typeof(double))
            return ReadNumbersAsync<double>;
        if (type == typeof(int))
            return ReadNumbersAsync<int>;
        if (type == typeof(long))
            return ReadNumbersAsync<long>;
        if (type == typeof(short))
            return ReadNumbersAsync<short>;
        if (type == typeof(sbyte))
            return ReadNumbersAsync<sbyte>;
        if (type == typeof(byte))
            return ReadNumbersAsync<byte>;
        if (type == typeof(ushort))
            return ReadNumbersAsync<ushort>;
        if (type == typeof(uint))
            return ReadNumbersAsync<uint>;
        return type == typeof(ulong) ? ReadNumbersAsync<ulong> : null;
    }

    private static async Task ReadFloatsAsync(ParquetRowGroupReader group, DataField field, Memory<float> target)
    {
        if (field.IsNullable)
            await ReadAsync<float>(group, field, target, value => value).ConfigureAwait(false);
        else
            await group.ReadAsync(field, target).ConfigureAwait(false);
    }

    private static Task ReadNumbersAsync<T>(ParquetRowGroupReader group, DataField field, Memory<float> target)
        where T : struct, INumber<T> => ReadAsync<T>(group, field, target, float.CreateSaturating);

    private static async Task ReadAsync<T>(ParquetRowGroupReader group, DataField field, Memory<float> target, Func<T, float> convert)
        where T : struct
    {
        if (field.IsNullable)
        {
            var values = new T?[target.Length];
            await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            for (var i = 0; i < values.Length; i++)
                target.Span[i] = values[i] is { } value ? convert(value) : float.NaN;
        }
        else
        {
            var values = new T[target.Length];
            await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            for (var i = 0; i < values.Length; i++)
                target.Span[i] = convert(values[i]);
        }
    }
}
