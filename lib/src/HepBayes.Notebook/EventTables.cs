using HepBayes.Evaluation;

namespace HepBayes.Notebooks;

/// <summary>Tables of weighted events.</summary>
public static class EventTables
{
    /// <summary>A cut flow as a table: for each cut the rows, the yield of each group with its statistical error, and the share of all that is left.</summary>
    /// <param name="flow">The cut flow.</param>
    /// <param name="groups">Which groups, in order; all if not given.</param>
    /// <exception cref="Data.ColumnNotFoundException">There is no such group.</exception>
    public static TableView Table(this CutFlowResult flow, IReadOnlyList<string>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        groups ??= flow.Groups;
        object?[] Row(CutStage stage) =>
        [
            stage.Name, stage.Total.Rows, .. groups.Select(group => stage.Of(group).Interval(PoissonInterval.OneSigma)).Cast<object?>(),
            stage.Total.EffectiveEntries, flow.Efficiency(stage.Name).Value,
        ];
        return TableView.Of(["cut", "rows", .. groups, "effective rows", "share kept"], [.. flow.Stages.Select(Row)]);
    }
}
