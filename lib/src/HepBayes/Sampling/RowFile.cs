using HepBayes.Runtime;
using Microsoft.Win32.SafeHandles;

namespace HepBayes.Sampling;

/// <summary>A file of rows of equal length that is only appended to. What lies behind the rows that a checkpoint counts is cut off.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly int rowBytes;

    /// <summary>Opens a file without changing it; one to be written is created if needed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rowBytes">Length of a row in bytes.</param>
    /// <param name="rows">Rows that the file must hold.</param>
    /// <param name="access">Read, or read and write.</param>
    /// <exception cref="UserErrorException">The file is missing or shorter.</exception>
    public RowFile(string path, int rowBytes, int rows, FileAccess access)
    {
        (this.rowBytes, Rows) = (rowBytes, rows);
        var exists = File.Exists(path);
        if (!exists && (rows > 0 || access == FileAccess.Read))
            throw new UserErrorException($"'{path}' is missing; the checkpoint beside it counts {rows} draws. Put the file back, or choose another folder.");
        var length = exists ? new FileInfo(path).Length : 0;
        if (length < (long)rows * rowBytes)
            throw new UserErrorException($"'{path}' has {length} bytes, but the checkpoint counts {rows} draws of {rowBytes} bytes. Put the whole file back, or choose another folder.");
        handle = File.OpenHandle(path, access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Rows in the file.</summary>
    public int Rows { get; private set; }

    /// <summary>Cuts off what lies behind the rows.</summary>
    public void CutTail() => RandomAccess.SetLength(handle, (long)Rows * rowBytes);

    /// <summary>Adds one row.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        RandomAccess.Write(handle, row, (long)Rows * rowBytes);
        Rows++;
    }

    /// <summary>One row.</summary>
    public byte[] Read(int row)
    {
        var bytes = new byte[rowBytes];
        return TryRead(handle, bytes, (long)row * rowBytes) ? bytes : throw new EndOfStreamException($"The file ends before row {row}.");
    }

    /// <summary>Waits until all rows are on the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(handle);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    /// <summary>Fills a span from a file; false if the file ends before.</summary>
    public static bool TryRead(SafeFileHandle handle, Span<byte> bytes, long offset)
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
}
