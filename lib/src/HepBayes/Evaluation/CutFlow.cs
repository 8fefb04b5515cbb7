using HepBayes.Data;

namespace HepBayes.Evaluation;

/// <summary>Named cuts in their order. Applied to a table they give the selected rows and the weighted yield after every cut, in all and for each group.</summary>
/// <example><code>
/// var cuts = CutFlow.Of(
///     ("at least two leptons", row => row["Electron_Multi"] + row["Muon_Multi"] > 1),
///     ("a large-R jet", row => row["FatJet_Multi"] > 0));
/// var flow = cuts.Apply(table, Vlq.EventWeight, Vlq.Sample);
/// </code></example>
public sealed class CutFlow
{
    /// <summary>What the state before the first cut is called.</summary>
    public const string Start = "all rows";

    private readonly (string Name, Func<TableRow, bool> Passes)[] cuts;

    private CutFlow((string Name, Func<TableRow, bool> Passes)[] cuts) => this.cuts = cuts;

    /// <summary>The names of the cuts, in order.</summary>
    public IReadOnlyList<string> Names => [.. cuts.Select(cut => cut.Name)];

    /// <summary>Lists cuts.</summary>
    /// <param name="cuts">At least one: a name, all different, and the condition that a row must meet to stay.</param>
    /// <exception cref="ArgumentException">No cut, or a name that is empty or used twice.</exception>
    public static CutFlow Of(params (string Name, Func<TableRow, bool> Passes)[] cuts)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        if (cuts.Length == 0)
            throw new ArgumentException("A cut flow needs at least one cut.", nameof(cuts));
        var names = cuts.Select(cut => cut.Name).Append(Start).ToArray();
        if (Array.Find(names, string.IsNullOrWhiteSpace) is { } empty || names.Distinct().Count() < names.Length)
            throw new ArgumentException($"Cuts need names, all different and none '{Start}'; got {string.Join(", ", cuts.Select(cut => $"'{cut.Name}'"))}.", nameof(cuts));
        return new CutFlow([.. cuts]);
    }

    /// <summary>Counts what each cut leaves.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="weights">The column of event weights (negative ones are allowed and subtract), or null to count rows.</param>
    /// <param name="group">A text column, for example <see cref="Vlq.Sample"/>: yields are also given for each of its values. Null for none.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="Runtime.UserErrorException">A weight is not finite, or the weights of all rows are 0.</exception>
    public CutFlowResult Apply(Table table, string? weights = null, string? group = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var values = weights is null ? null : table.Values(weights);
        if (values is not null)
            table.CheckFinite(weights!, values);
        if (values is { Length: > 0 } && values.All(w => w == 0))
            throw new Runtime.UserErrorException($"All {table.Rows} weights of {table.Source} (column '{weights}') are 0, so every yield would be 0. Check the column.");
        var names = group is null ? null : table.TextValues(group);
        var stages = new List<CutStage> { Stage(Start, Enumerable.Range(0, table.Rows), values, names) };
        var kept = Enumerable.Range(0, table.Rows).ToArray();
        foreach (var (name, passes) in cuts)
        {
            kept = [.. kept.Where(row => passes(new TableRow(table, row)))];
            stages.Add(Stage(name, kept, values, names));
        }

        return new CutFlowResult(stages, table.Take(kept));
    }

    private static CutStage Stage(string name, IEnumerable<int> rows, float[]? weights, string[]? names)
    {
        var total = default(Yield);
        var groups = new SortedDictionary<string, Yield>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var weight = weights?[row] ?? 1;
            total = total.With(weight);
            if (names is not null)
                groups[names[row]] = groups.GetValueOrDefault(names[row]).With(weight);
        }

        return new CutStage(name, total, groups);
    }
}
