using System.Runtime.InteropServices;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// The folder of a run while it is sampled: draws and their numbers are appended, the state is saved. Locked against a
/// second run. Nothing is changed before everything in it was found to fit.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>File of the positions.</summary>
    public const string DrawsName = "draws.f32";

    /// <summary>File of the numbers of each draw.</summary>
    public const string StatisticsName = "statistics.f64";

    private readonly string path;
    private readonly RunIdentity identity;
    private readonly FileStream padlock;
    private readonly RowFile draws;
    private readonly RowFile statistics;
    private float[]? lastRow;
    private string lastDraw;
    private long number;

    /// <summary>Opens the folder of a run, or makes a new one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="identity">The run that is asked for.</param>
    /// <param name="wanted">Draws that are asked for.</param>
    /// <exception cref="UserErrorException">The folder holds another run, more draws, a damaged one, or cannot be used.</exception>
    public RunFolder(string folder, RunIdentity identity, int wanted)
    {
        (path, this.identity) = (Path.GetFullPath(folder), identity);
        padlock = Lock(path);
        try
        {
            Found = CheckpointFile.Read(path);
            Check(wanted);
            (number, lastDraw) = (Found?.Number ?? 0, Found?.LastDraw ?? "");
            draws = new RowFile(DrawsPath, RowBytes, Found?.Draws ?? 0, FileAccess.ReadWrite);
            statistics = new RowFile(Path.Combine(path, StatisticsName), StatisticsBytes(identity), Found?.Draws ?? 0, FileAccess.ReadWrite);
            if (draws.Rows > 0 && CheckpointFile.Sha256(draws.Read(draws.Rows - 1)) != lastDraw)
                throw new UserErrorException($"'{DrawsPath}' is not the file that the checkpoint beside it was saved with: draw {draws.Rows} differs. Put the right file back, or choose another folder.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The checkpoint that was there when the folder was opened; null for a new run.</summary>
    public Checkpoint? Found { get; }

    /// <summary>File of the positions, float32 [draws, chains, parameters].</summary>
    public string DrawsPath => Path.Combine(path, DrawsName);

    private int RowBytes => checked(identity.Chains * identity.Parameters * sizeof(float));

    /// <summary>The draws of a run in a folder, and its checkpoint; a run under way shows those of its last checkpoint.</summary>
    /// <exception cref="UserErrorException">There is no run, or it is damaged.</exception>
    public static (Checkpoint Checkpoint, DrawSource Draws, DrawStatistics Statistics) Open(string folder)
    {
        var checkpoint = CheckpointFile.Read(folder)
            ?? throw new UserErrorException($"There is no run in '{folder}' (looked in '{Path.GetFullPath(folder)}' for a checkpoint).");
        var (chains, parameters) = (checkpoint.Run.Chains, checkpoint.Run.Parameters);
        using (new RowFile(Path.Combine(folder, DrawsName), chains * parameters * sizeof(float), checkpoint.Draws, FileAccess.Read))
        using (var rows = new RowFile(Path.Combine(folder, StatisticsName), StatisticsBytes(checkpoint.Run), checkpoint.Draws, FileAccess.Read))
            return (checkpoint, new FileDraws(Path.Combine(folder, DrawsName), chains, parameters, checkpoint.Draws), Read(rows, chains));
    }

    /// <summary>Cuts off what an interrupted run left behind its last checkpoint.</summary>
    public void CutTail() => Guard(() =>
    {
        draws.CutTail();
        statistics.CutTail();
        foreach (var leftover in Directory.EnumerateFiles(path, "*.tmp"))
            File.Delete(leftover);
    });

    /// <summary>The numbers of all draws.</summary>
    public DrawStatistics ReadStatistics() => Read(statistics, identity.Chains);

    /// <summary>Adds a draw.</summary>
    /// <param name="positions">[chains, parameters].</param>
    /// <param name="row">Its numbers, [chains, columns].</param>
    /// <exception cref="UserErrorException">It could not be written.</exception>
    public void Append(float[] positions, double[] row) => Guard(() =>
    {
        draws.Append(MemoryMarshal.AsBytes<float>(positions));
        statistics.Append(MemoryMarshal.AsBytes<double>(row));
        lastRow = positions;
    });

    /// <summary>Saves a checkpoint of all draws so far.</summary>
    /// <param name="checkpoint">Makes it, given its number and the checksum of the last draw.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="UserErrorException">It could not be written; the one before is still there.</exception>
    public void Save(Func<long, string, Checkpoint> checkpoint, Snapshot state) => Guard(() =>
    {
        draws.Flush();
        statistics.Flush();
        if (lastRow is not null)
            lastDraw = CheckpointFile.Sha256(MemoryMarshal.AsBytes<float>(lastRow));
        CheckpointFile.Write(path, checkpoint(number + 1, lastDraw), state);
        number++;
    });

    /// <summary>The state of the checkpoint that was found; the caller disposes it.</summary>
    public Snapshot ReadState() => CheckpointFile.ReadState(path, Found!);

    /// <inheritdoc/>
    public void Dispose()
    {
        draws?.Dispose();
        statistics?.Dispose();
        padlock.Dispose();
    }

    private static int StatisticsBytes(RunIdentity identity) => identity.Chains * DrawStatistics.Columns.Count * sizeof(double);

    private static DrawStatistics Read(RowFile rows, int chains)
    {
        var statistics = new DrawStatistics(chains);
        for (var draw = 0; draw < rows.Rows; draw++)
            statistics.Add(MemoryMarshal.Cast<byte, double>(rows.Read(draw)).ToArray());
        return statistics;
    }

    // The system releases the lock when the process ends, however it ends.
    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder '{path}' for the run cannot be made: {e.Message}", e);
        }

        try
        {
            return new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder '{path}' cannot be used: {e.Message} If another run writes to it, wait for it or choose another folder.", e);
        }
    }

    private void Check(int wanted)
    {
        if (Found is null)
        {
            if (new[] { DrawsName, StatisticsName }.Select(name => new FileInfo(Path.Combine(path, name))).FirstOrDefault(f => f.Exists && f.Length > 0) is { } orphan)
                throw new UserErrorException($"'{path}' holds {orphan.Name} but no checkpoint. Put the checkpoint back, delete the folder, or choose another one.");
            return;
        }

        var differences = Found.Run.DifferencesTo(identity);
        if (differences.Count > 0)
            throw new UserErrorException($"'{path}' holds another run: {string.Join("; ", differences)}. Choose another folder, or sample as before.");
        if (!Found.Statistics.SequenceEqual(DrawStatistics.Columns))
            throw new UserErrorException($"The run in '{path}' keeps other numbers with its draws ({string.Join(", ", Found.Statistics)}): it was written by version {Found.Library} of the library. Continue it with that version.");
        if (Found.Draws > wanted)
            throw new UserErrorException($"'{path}' holds {Found.Draws} draws, more than the {wanted} asked for. Ask for at least {Found.Draws}, or choose another folder.");
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var kept = number == 0 ? "Nothing was saved yet." : "The last checkpoint is intact: put this right and sample again with the same folder to continue from there.";
            throw new UserErrorException($"The run could not be written to '{path}': {e.Message} {kept}", e);
        }
    }
}
