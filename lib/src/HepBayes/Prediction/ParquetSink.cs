using Parquet;
using Parquet.Schema;

namespace HepBayes.Prediction;

/// <summary>Writes predictions as Parquet, in row groups of bounded size.</summary>
internal sealed class ParquetSink(Stream stream) : IPredictionSink, IDisposable
{
    private const int GroupRows = 1 << 17;
    private DataField[] fields = [];
    private float[][] group = [];
    private int filled;
    private ParquetWriter? writer;

    public void Write(PredictionBlock block)
    {
        if (writer is null)
            Open(block.Columns);
        for (var start = 0; start < block.Rows;)
        {
            var count = Math.Min(block.Rows - start, GroupRows - filled);
            for (var c = 0; c < group.Length; c++)
                block.Values(c).Slice(start, count).CopyTo(group[c].AsSpan(filled));
            filled += count;
            start += count;
            if (filled == GroupRows)
                Flush();
        }
    }

    public void Dispose()
    {
        if (writer is null)
            return;
        if (filled > 0)
            Flush();
        Task.Run(async () => await writer.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
    }

    private void Open(IReadOnlyList<string> columns)
    {
        fields = [.. columns.Select(name => new DataField<float>(name))];
        group = [.. columns.Select(_ => new float[GroupRows])];
        writer = Task.Run(() => ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd })).GetAwaiter().GetResult();
    }

    // Off the caller's synchronisation context, so that waiting cannot lock a notebook up.
    private void Flush() => Task.Run(async () =>
    {
        using var rows = writer!.CreateRowGroup();
        for (var c = 0; c < fields.Length; c++)
            await rows.WriteAsync<float>(fields[c], group[c].AsMemory(0, filled)).ConfigureAwait(false);
        rows.CompleteValidate();
        filled = 0;
    }).GetAwaiter().GetResult();
}
