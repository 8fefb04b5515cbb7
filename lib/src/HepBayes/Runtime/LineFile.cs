using System.Text;

namespace HepBayes.Runtime;

/// <summary>
/// A file of lines that are only appended, each on the disk before the call returns. A process that is killed can leave the last line
/// unfinished; it is cut off when the file is opened again.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly FileStream file;

    private LineFile(FileStream file, string[] lines) => (this.file, Lines) = (file, lines);

    /// <summary>The lines that were in the file when it was opened.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Opens a file for appending, or makes an empty one; no other process can append meanwhile.</summary>
    /// <exception cref="UserErrorException">It cannot be opened.</exception>
    public static LineFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var text = new byte[file.Length];
            file.ReadExactly(text);
            var end = Array.LastIndexOf(text, (byte)'\n') + 1;
            file.SetLength(end);
            file.Position = end;
            return new LineFile(file, Encoding.UTF8.GetString(text, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new UserErrorException($"The journal '{path}' cannot be opened: {e.Message} Another run may be using it.", e);
        }
    }

    /// <summary>Adds a line and waits until it is on the disk. Not for several threads at once.</summary>
    public void Append(string line)
    {
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
