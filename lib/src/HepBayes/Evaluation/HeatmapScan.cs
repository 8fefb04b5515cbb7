using System.Diagnostics;
using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Evaluation;

/// <summary>
/// Fills heatmaps from any number of points in bounded memory. Points come in numbered blocks, each made anew from its number, so
/// a scan can stop, resume, and be shared between computers: block numbers that were seen are remembered, none counts twice.
/// </summary>
public sealed class HeatmapScan
{
    private const string Format = "hepbayes.heatmap-scan";
    private const int Version = 1;
    private readonly SortedSet<int> done = [];

    /// <summary>Makes an empty scan.</summary>
    /// <param name="identity">What is scanned with what (seed, rows of a block, model): only scans of equal identity are resumed or merged.</param>
    /// <param name="maps">The maps to fill, with different names.</param>
    /// <exception cref="ArgumentException">No map, or two of one name.</exception>
    public HeatmapScan(string identity, params IReadOnlyList<ScanMap> maps)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0 || maps.Select(m => m.Name).Distinct().Count() < maps.Count)
            throw new ArgumentException($"Give at least one map, each with a name of its own (found {string.Join(", ", maps.Select(m => m.Name))}).", nameof(maps));
        (Identity, Maps) = (identity, maps);
    }

    private sealed record State(string Format, int Version, string Identity, long Scanned, long Accepted, int[] Blocks, ScanMapState[] Maps);

    /// <summary>What is scanned with what.</summary>
    public string Identity { get; }

    /// <summary>The maps.</summary>
    public IReadOnlyList<ScanMap> Maps { get; }

    /// <summary>Points that were made.</summary>
    public long Scanned { get; private set; }

    /// <summary>Points that passed all filters and are in the maps.</summary>
    public long Accepted { get; private set; }

    /// <summary>Numbers of the blocks that are in the maps, rising.</summary>
    public IReadOnlyCollection<int> Blocks => done;

    /// <summary>Time between two saves of a run with a checkpoint; what was scanned since the last one is scanned again after a kill.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The map of a name.</summary>
    /// <param name="map">The name.</param>
    /// <exception cref="ColumnNotFoundException">There is no such map.</exception>
    public ScanMap this[string map] => Maps.FirstOrDefault(m => m.Name == map) ?? throw ColumnNotFoundException.In("the maps of the scan", map, [.. Maps.Select(m => m.Name)]);

    /// <summary>Scans blocks that are not yet in the maps.</summary>
    /// <param name="blocks">Numbers of the blocks.</param>
    /// <param name="make">Makes the points of a block from its number alone.</param>
    /// <param name="accept">
    /// Predicts and filters: the points that are kept, with all columns that the maps want. No point is a valid answer.
    /// </param>
    /// <param name="checkpoint">A file that is written at every <see cref="SaveInterval"/> and at the end, also after an error or a cancellation; null for none.</param>
    /// <param name="progress">Told after every block.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="OperationCanceledException">The scan was cancelled; finished blocks are in the maps.</exception>
    public void Run(Range blocks, Func<int, Table> make, Func<Table, Table> accept, string? checkpoint = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(accept);
        if (blocks.Start.IsFromEnd || blocks.End.IsFromEnd || blocks.Start.Value > blocks.End.Value)
            throw new ArgumentException($"'{blocks}' is no range of block numbers; expected for example 0..100.", nameof(blocks));
        int[] open = [.. Enumerable.Range(blocks.Start.Value, blocks.End.Value - blocks.Start.Value).Where(b => !done.Contains(b))];
        var saved = Stopwatch.StartNew();
        try
        {
            for (var i = 0; i < open.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Add(open[i], make(open[i]), accept);
                progress?.Report(new ProgressReport((i + 1.0) / open.Length, FormattableString.Invariant($"{Scanned:N0} points, {Accepted:N0} in the maps")));
                if (checkpoint is null || saved.Elapsed < SaveInterval)
                    continue;
                Save(checkpoint);
                saved.Restart();
            }
        }
        finally
        {
            if (checkpoint is not null)
                Save(checkpoint);
        }
    }

    /// <summary>Adds another scan; the result is that of one scan over the blocks of both.</summary>
    /// <param name="other">The other scan.</param>
    /// <exception cref="ArgumentException">It has another identity or other maps, or both saw the same block.</exception>
    public void Merge(HeatmapScan other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Identity != other.Identity)
            throw new ArgumentException($"The scans are of different things: '{Identity}' and '{other.Identity}'.", nameof(other));
        if (done.Overlaps(other.done))
            throw new ArgumentException($"Both scans hold block {done.Intersect(other.done).First()}; its points would count twice.", nameof(other));
        if (!Maps.Select(m => m.Description).SequenceEqual(other.Maps.Select(m => m.Description)))
            throw new ArgumentException("The scans have different maps.", nameof(other));
        foreach (var (map, more) in Maps.Zip(other.Maps))
            map.Merge(more);
        done.UnionWith(other.done);
        (Scanned, Accepted) = (Scanned + other.Scanned, Accepted + other.Accepted);
    }

    /// <summary>Saves the scan; the file appears whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var state = new State(Format, Version, Identity, Scanned, Accepted, [.. done], [.. Maps.Select(m => m.State())]);
        AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(state));
    }

    /// <summary>Continues from a file, if it exists.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <returns>True if there was a file.</returns>
    /// <exception cref="UserErrorException">The file is damaged or of another scan.</exception>
    /// <exception cref="InvalidOperationException">This scan already holds blocks.</exception>
    public bool Resume(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (done.Count > 0)
            throw new InvalidOperationException("The scan already holds blocks; resume before the first one.");
        if (!File.Exists(path))
            return false;
        try
        {
            var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(path));
            if (state is not { Format: Format, Version: Version })
                throw new UserErrorException($"'{path}' is not a saved scan: expected format '{Format}', version {Version}; found '{state?.Format}', version {state?.Version}.");
            if (state.Identity != Identity || state.Maps.Length != Maps.Count)
                throw new UserErrorException($"'{path}' holds the scan '{state.Identity}' with {state.Maps.Length} maps, not '{Identity}' with {Maps.Count}. Choose another file, or delete it.");
            foreach (var (map, saved) in Maps.Zip(state.Maps))
                map.Restore(saved);
            done.UnionWith(state.Blocks);
            (Scanned, Accepted) = (state.Scanned, state.Accepted);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or OverflowException)
        {
            throw new UserErrorException($"'{path}' cannot be used: {e.Message} Choose another file, or delete it.", e);
        }
    }

    private void Add(int block, Table points, Func<Table, Table> accept)
    {
        var kept = accept(points);
        // All are checked before the first is filled: a block is in every map or in none.
        foreach (var map in Maps)
            map.Check(kept);
        Parallel.ForEach(Maps, Compute.Parallel, map => map.Fill(kept));
        done.Add(block);
        (Scanned, Accepted) = (Scanned + points.Rows, Accepted + kept.Rows);
    }
}
