using System.Text;
using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>
/// A study file: lines that are only appended, each on the disk before the next trial begins. A process that is killed loses the
/// trial that was running and nothing else; a last line without its end was being written then, and is cut off.
/// </summary>
internal sealed class Journal
{
    private readonly string path;
    private readonly long lengthWhenRead;
    private long wholeLines;

    private Journal(string path, IReadOnlyList<FinishedTrial> trials, long length, long wholeLines)
    {
        (this.path, Trials, lengthWhenRead, this.wholeLines) = (path, trials, length, wholeLines);
        Notice = length > wholeLines
            ? $"The last line of '{path}' was incomplete ({length - wholeLines} bytes), as if the process had been killed while writing it. It is dropped, and its trial is run again."
            : "";
    }

    /// <summary>The trials that were in the file.</summary>
    public IReadOnlyList<FinishedTrial> Trials { get; }

    /// <summary>What was put right when the file was read; empty if nothing was.</summary>
    public string Notice { get; }

    /// <summary>Reads a study file, or makes one without trials.</summary>
    /// <exception cref="UserErrorException">It is damaged, or of another study.</exception>
    public static Journal Open(string path, StudyOptions options)
    {
        if (!File.Exists(path))
            AtomicFile.WriteAllText(path, JournalLines.Header(options) + "\n");
        var bytes = InputFile.ReadAllBytes(path);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n')[..^1];
        if (lines.Length == 0)
            throw new UserErrorException($"'{path}' is no study file: it has no complete first line. Choose another file name, or delete it.");
        var differences = Parsed(path, 1, () => JournalLines.Differences(lines[0], options));
        if (differences.Count > 0)
            throw new UserErrorException($"'{path}' belongs to another study: {string.Join("; ", differences)}. Use the settings of the file to go on with it, or choose another file for a new study.");
        var trials = lines.Skip(1).Select((line, number) => Parsed(path, number + 2, () => JournalLines.Trial(line, number))).ToArray();
        return new Journal(path, trials, bytes.Length, whole);
    }

    /// <summary>Opens the file for appending, without the incomplete line; nobody else can open it then.</summary>
    /// <exception cref="UserErrorException">Another process has it, or has written to it.</exception>
    public FileStream Append()
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"'{path}' cannot be written: {e.Message} If another process is searching into it, wait for its end or choose another file.", e);
        }

        if (stream.Length != wholeLines && stream.Length != lengthWhenRead)
        {
            stream.Dispose();
            throw new UserErrorException($"'{path}' has changed since it was read, so another process has searched into it. Create the study anew to go on with all trials.");
        }

        stream.SetLength(wholeLines);
        stream.Position = wholeLines;
        return stream;
    }

    /// <summary>Adds a trial and waits until it is on the disk.</summary>
    /// <param name="stream">The stream of <see cref="Append"/>.</param>
    /// <param name="trial">The trial.</param>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public void Add(FileStream stream, FinishedTrial trial)
    {
        try
        {
            stream.Write(Encoding.UTF8.GetBytes(JournalLines.Of(trial) + "\n"));
            stream.Flush(flushToDisk: true);
            wholeLines = stream.Position;
        }
        catch
        {
            stream.SetLength(wholeLines);
            throw;
        }
    }

    private static T Parsed<T>(string path, int line, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new UserErrorException($"'{path}' cannot be used as a study file: line {line}: {e.Message} Put the whole file back, or choose another name for a new study.", e);
        }
    }
}
