using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HepBayes.Runtime;
using Microsoft.Win32.SafeHandles;

namespace HepBayes.Networks;

/// <summary>
/// Rows of inputs and targets in a file of float32 numbers, for data that do not fit in memory. The rows lie in blocks of 64,
/// feature by feature, as the gradient engine reads them; any block is read by itself. Little-endian; the layout is written
/// down in lib/docs/mini-batch.md.
/// </summary>
public sealed class StreamedRows : IDisposable
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = RowTiles<float>.TileRows;

    private const int HeaderBytes = 64;
    private const int Format = 1;
    private static readonly byte[] Magic = "HEPBROWS"u8.ToArray();
    private readonly SafeFileHandle handle;
    private byte[] buffer = [];

    private StreamedRows(string path, SafeFileHandle handle, ReadOnlySpan<byte> header)
    {
        (Path, this.handle) = (path, handle);
        (Inputs, TargetColumns) = (BinaryPrimitives.ReadInt32LittleEndian(header[12..]), BinaryPrimitives.ReadInt32LittleEndian(header[16..]));
        Rows = BinaryPrimitives.ReadInt64LittleEndian(header[20..]);
        Digest = Convert.ToHexString(header.Slice(28, SHA256.HashSizeInBytes));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of input features.</summary>
    public int Inputs { get; }

    /// <summary>Number of targets of a row.</summary>
    public int TargetColumns { get; }

    /// <summary>Number of rows, at least 1.</summary>
    public long Rows { get; }

    /// <summary>SHA-256 of all blocks, as the file states it.</summary>
    public string Digest { get; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => checked((int)((Rows + BlockRows - 1) / BlockRows));

    private int BlockBytes => (Inputs + TargetColumns) * BlockRows * sizeof(float);

    /// <summary>
    /// Writes a file, part by part, so that memory holds one part at a time. Rows that come in random order make small batches
    /// alike; sorted rows only make their gradients noisier.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="inputs">Number of input features, at least 1.</param>
    /// <param name="targetColumns">Number of targets of a row, at least 1.</param>
    /// <param name="parts">Inputs [rows, inputs] and targets [rows, target columns] of each part, row by row.</param>
    /// <exception cref="ArgumentException">There are no rows, sizes do not match, or a number is missing or infinite.</exception>
    /// <exception cref="UserErrorException">The file could not be written; nothing was changed.</exception>
    public static void Write(string path, int inputs, int targetColumns, IEnumerable<(float[] Inputs, float[] Targets)> parts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetColumns, 1);
        ArgumentNullException.ThrowIfNull(parts);
        try
        {
            AtomicFile.Write(path, stream => Write(stream, inputs, targetColumns, parts));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The rows could not be written to '{path}': {e.Message} Make room or choose another place.", e);
        }
    }

    /// <summary>Opens a file; the rows stay on disk.</summary>
    /// <param name="path">A file that <see cref="Write(string, int, int, IEnumerable{ValueTuple{float[], float[]}})"/> made.</param>
    /// <exception cref="UserErrorException">The file is missing, cut off, or none of this kind.</exception>
    public static StreamedRows Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The file of rows '{path}' cannot be opened: {e.Message}", e);
        }

        try
        {
            return Open(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads neighbouring blocks into tiles.</summary>
    /// <param name="first">First block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="tiles">Receives them.</param>
    /// <param name="slot">Tile that receives the first.</param>
    /// <exception cref="UserErrorException">The file cannot be read any more.</exception>
    internal void Read(int first, int count, RowTiles<float> tiles, int slot)
    {
        var (inputs, targets) = (Inputs * BlockRows * sizeof(float), TargetColumns * BlockRows * sizeof(float));
        var bytes = Read(first, count);
        for (var i = 0; i < count; i++)
        {
            var block = bytes.Slice(i * BlockBytes, BlockBytes);
            var rows = (int)Math.Min(BlockRows, Rows - ((first + (long)i) * BlockRows));
            tiles.Set(slot + i, rows, MemoryMarshal.Cast<byte, float>(block[..inputs]), MemoryMarshal.Cast<byte, float>(block.Slice(inputs, targets)));
        }
    }

    /// <summary>Targets of neighbouring blocks, row by row.</summary>
    internal float[] ReadTargets(int first, int count)
    {
        var rows = (int)Math.Min(count * (long)BlockRows, Rows - (first * (long)BlockRows));
        var result = new float[rows * TargetColumns];
        var bytes = Read(first, count);
        for (var row = 0; row < rows; row++)
        {
            var (block, place) = Math.DivRem(row, BlockRows);
            var targets = MemoryMarshal.Cast<byte, float>(bytes.Slice(block * BlockBytes, BlockBytes))[(Inputs * BlockRows)..];
            for (var c = 0; c < TargetColumns; c++)
                result[(row * TargetColumns) + c] = targets[(c * BlockRows) + place];
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static StreamedRows Open(string path, SafeFileHandle handle)
    {
        var header = new byte[HeaderBytes];
        var length = RandomAccess.GetLength(handle);
        if (RandomAccess.Read(handle, header, 0) < HeaderBytes || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new UserErrorException($"'{path}' is no file of rows. Make one with StreamedRows.Write.");
        var format = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (format != Format)
            throw new UserErrorException($"'{path}' has format {format}; this version of the library reads format {Format}. Write the file again.");
        var rows = new StreamedRows(path, handle, header);
        var expected = HeaderBytes + ((rows.Rows + BlockRows - 1) / BlockRows * rows.BlockBytes);
        if (rows.Rows < 1 || rows.Inputs < 1 || rows.TargetColumns < 1 || length != expected)
            throw new UserErrorException($"'{path}' has {length} bytes; {rows.Rows} rows of {rows.Inputs} inputs and {rows.TargetColumns} targets take {expected}. It is damaged or was cut off: write or copy it again.");
        return rows;
    }

    private ReadOnlySpan<byte> Read(int first, int count)
    {
        var size = count * BlockBytes;
        if (buffer.Length < size)
            buffer = new byte[size];
        try
        {
            if (RowsAreThere(buffer.AsSpan(0, size), HeaderBytes + ((long)first * BlockBytes)))
                return buffer.AsSpan(0, size);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"Blocks {first} to {first + count - 1} of '{Path}' cannot be read: {e.Message}", e);
        }

        throw new UserErrorException($"'{Path}' ends before block {first + count - 1}: it was cut off while it was in use. Copy it again.");
    }

    private bool RowsAreThere(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0)
                return false;
            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }

    private static void Write(Stream stream, int inputs, int targetColumns, IEnumerable<(float[] Inputs, float[] Targets)> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new float[(inputs + targetColumns) * BlockRows];
        long rows = 0;
        void Flush()
        {
            var bytes = MemoryMarshal.AsBytes(block.AsSpan());
            hash.AppendData(bytes);
            stream.Write(bytes);
            block.AsSpan().Clear();
        }

        stream.Write(new byte[HeaderBytes]);
        foreach (var (x, y) in parts)
        {
            var count = Check(x, y, inputs, targetColumns, rows);
            for (var row = 0; row < count; row++)
            {
                var place = (int)(rows++ % BlockRows);
                for (var c = 0; c < inputs; c++)
                    block[(c * BlockRows) + place] = x[(row * inputs) + c];
                for (var c = 0; c < targetColumns; c++)
                    block[((inputs + c) * BlockRows) + place] = y[(row * targetColumns) + c];
                if (place == BlockRows - 1)
                    Flush();
            }
        }

        if (rows == 0)
            throw new ArgumentException("There are no rows to write; a density needs at least one.", nameof(parts));
        if (rows % BlockRows != 0)
            Flush();
        stream.Position = 0;
        stream.Write(Header(inputs, targetColumns, rows, hash.GetHashAndReset()));
    }

    private static byte[] Header(int inputs, int targetColumns, long rows, byte[] digest)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), inputs);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), targetColumns);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(20), rows);
        digest.CopyTo(header, 28);
        return header;
    }

    private static int Check(float[] x, float[] y, int inputs, int targetColumns, long before)
    {
        var count = y.Length / targetColumns;
        if (x.Length != count * inputs || y.Length != count * targetColumns)
            throw new ArgumentException($"After row {before}: {x.Length} input values and {y.Length} target values do not make rows of {inputs} inputs and {targetColumns} targets.");
        foreach (var (values, width, what) in new[] { (x, inputs, "input"), (y, targetColumns, "target") })
        {
            var bad = Array.FindIndex(values, v => !float.IsFinite(v));
            if (bad >= 0)
                throw new ArgumentException($"The {what} {bad % width} of row {before + (bad / width)} is {values[bad]}; a network needs finite numbers. Remove such rows or fill them in first.");
        }

        return count;
    }
}
