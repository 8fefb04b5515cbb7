namespace HepBayes.Evaluation;

/// <summary>What is left after a cut.</summary>
/// <param name="Name">The cut; <see cref="CutFlow.Start"/> before the first one.</param>
/// <param name="Total">The yield of all rows.</param>
/// <param name="Groups">The yield of each group that has rows left, by name; empty where no groups were asked for.</param>
public sealed record CutStage(string Name, Yield Total, IReadOnlyDictionary<string, Yield> Groups)
{
    /// <summary>The yield of one group; empty (0 rows) if nothing of it is left.</summary>
    /// <param name="group">The name of the group, or null for all rows.</param>
    public Yield Of(string? group) => group is null ? Total : Groups.GetValueOrDefault(group);
}
