using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Makes theory points of which only those reach the slow code that a classifier finds worth it. Candidates come in numbered
/// blocks from <see cref="PmssmPoints"/>, so that seed and number make the same points again. What the classifier kept, and every
/// answer of the slow code, is in files of one folder: a generation that was killed goes on without losing or repeating a point.
/// </summary>
/// <example><code>
/// var generation = new PrescreenedGeneration("points", "viability of May, mean + 3 sd above 0.5", seed: 7, blockRows: 1_000,
///     worth: candidates => WorthComputing(candidates), compute: (points, journal) => SoftSusy.Run(points, journal));
/// Table computed = generation.Run(0..20);
/// </code></example>
public sealed class PrescreenedGeneration
{
    /// <summary>The column with the number of a point's block.</summary>
    public const string Block = "block";

    /// <summary>The column with the row of a point in its block, from 0.</summary>
    public const string Row = "row";

    private const string Format = "hepbayes.prescreened-generation";
    private readonly string folder;
    private readonly Header header;
    private readonly Func<Table, bool[]> worth;
    private readonly Func<Table, string, Table> compute;

    /// <summary>Begins a generation in a folder, or continues it.</summary>
    /// <param name="folder">Where its files are; created if needed.</param>
    /// <param name="classifier">Which classifier decides with which cut; a folder is only continued with the same text.</param>
    /// <param name="seed">Decides the candidates.</param>
    /// <param name="blockRows">Candidates of a block, at least 1.</param>
    /// <param name="worth">Whether each candidate, a row with the 19 parameters, is worth the slow code, [rows].</param>
    /// <param name="compute">
    /// Computes points; the text is the name of a journal that belongs to them: <see cref="SoftSusy.Run"/> or <see cref="SlowCode.Run"/>. Answers
    /// with the same rows and a column <c>valid</c>.
    /// </param>
    /// <exception cref="UserErrorException">The folder holds another generation, or is damaged.</exception>
    public PrescreenedGeneration(string folder, string classifier, int seed, int blockRows, Func<Table, bool[]> worth, Func<Table, string, Table> compute)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(classifier);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        ArgumentNullException.ThrowIfNull(worth);
        ArgumentNullException.ThrowIfNull(compute);
        (this.folder, header, this.worth, this.compute) = (folder, new Header(Format, classifier, seed, blockRows), worth, compute);
        var found = Saved(Path.Combine(folder, "generation.json"), () => header);
        if (found != header)
            throw new UserErrorException($"The folder '{folder}' holds another generation: {found}, not {header}. Give each its own folder.");
    }

    private sealed record Header(string Format, string Classifier, int Seed, int BlockRows);

    private sealed record Screened(int[] Kept);

    /// <summary>What the blocks that this object has run cost.</summary>
    public PrescreeningCost Cost { get; private set; } = new(0, 0, 0);

    /// <summary>Runs blocks; what is in the folder already is read, not computed again.</summary>
    /// <param name="blocks">Numbers of the blocks, for example <c>0..20</c>.</param>
    /// <param name="progress">Told after every block.</param>
    /// <param name="cancellation">Stops between blocks; to stop within one, give the same token to the slow code.</param>
    /// <returns>The computed points of these blocks, with the columns of the slow code, <see cref="Block"/> and <see cref="Row"/>.</returns>
    /// <exception cref="ArgumentException">The blocks are no range, or a function answered for another number of rows.</exception>
    /// <exception cref="UserErrorException">The classifier kept no candidate of any block, or a file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; finished points are in the folder.</exception>
    public Table Run(Range blocks, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        if (blocks.Start.IsFromEnd || blocks.End.IsFromEnd || blocks.Start.Value >= blocks.End.Value)
            throw new ArgumentException($"'{blocks}' is no range of block numbers; expected for example 0..20.", nameof(blocks));
        var (tables, cost) = (new List<Table>(), new PrescreeningCost(0, 0, 0));
        for (var block = blocks.Start.Value; block < blocks.End.Value; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            var table = Computed(block);
            cost = cost.Plus(new PrescreeningCost(header.BlockRows, table?.Rows ?? 0, table?.Values(Pmssm.Valid).Count(v => v == 1) ?? 0));
            if (table is not null)
                tables.Add(table);
            progress?.Report(new ProgressReport(
                (block + 1.0 - blocks.Start.Value) / (blocks.End.Value - blocks.Start.Value),
                FormattableString.Invariant($"{cost.Candidates:N0} candidates, {cost.Calls:N0} computed, {cost.Valid:N0} valid")));
        }

        Cost = Cost.Plus(cost);
        return tables.Count > 0
            ? Table.Concat([.. tables])
            : throw new UserErrorException($"The classifier '{header.Classifier}' kept none of the {cost.Candidates} candidates, so there is nothing to compute. Does it get the inputs that it was trained on (scaled, in GeV), and is the cut meant to be this strict?");
    }

    private Table? Computed(int block)
    {
        var candidates = PmssmPoints.Uniform(header.BlockRows, header.Seed, block);
        var name = Path.Combine(folder, FormattableString.Invariant($"block-{block:D6}"));
        // Kept on disk: another processor could round a candidate at the cut to the other side.
        var kept = Saved(name + ".json", () => new Screened(Screen(candidates))).Kept;
        if (kept.Length == 0)
            return null;
        var points = candidates.Take(kept);
        var answers = compute(points, name + ".jsonl");
        if (answers.Rows != points.Rows)
            throw new ArgumentException($"The slow code answered {answers.Rows} rows for {points.Rows} points; expected one for each.");
        return answers.WithOwned(Block, [.. kept.Select(_ => (float)block)]).WithOwned(Row, [.. kept.Select(row => (float)row)])
            .WithSource($"the computed points of '{folder}'");
    }

    private int[] Screen(Table candidates)
    {
        var keep = worth(candidates);
        if (keep.Length != candidates.Rows)
            throw new ArgumentException($"The classifier answered for {keep.Length} of {candidates.Rows} candidates; expected one answer for each.");
        return [.. Enumerable.Range(0, keep.Length).Where(row => keep[row])];
    }

    // What a file holds; if there is none, it is written first.
    private static T Saved<T>(string path, Func<T> make)
    {
        if (!File.Exists(path))
            AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(make()));
        try
        {
            return JsonSerializer.Deserialize<T>(InputFile.ReadAllBytes(path)) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"'{path}' is damaged: {e.Message} Delete it; its content will be worked out again, and answers of the slow code are kept.", e);
        }
    }
}
