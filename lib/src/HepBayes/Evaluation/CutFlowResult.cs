using HepBayes.Data;

namespace HepBayes.Evaluation;

/// <summary>The yields after each cut of a <see cref="CutFlow"/>, and the rows that passed all of them.</summary>
public sealed class CutFlowResult
{
    internal CutFlowResult(List<CutStage> stages, Table selected) => (Stages, Selected) = (stages.AsReadOnly(), selected);

    /// <summary>The state before the first cut and after each one.</summary>
    public IReadOnlyList<CutStage> Stages { get; }

    /// <summary>The rows that passed every cut, in their order.</summary>
    public Table Selected { get; }

    /// <summary>The names of the groups before the first cut, in alphabetical order.</summary>
    public IReadOnlyList<string> Groups => [.. Stages[0].Groups.Keys];

    /// <summary>The share of the yield before the first cut that is left after a cut, with its interval (<see cref="WeightedEfficiency"/>).</summary>
    /// <param name="cut">The name of a cut.</param>
    /// <param name="group">One of <see cref="Groups"/>, or null for all rows.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ColumnNotFoundException">There is no such cut or group; the message gives the nearest names.</exception>
    /// <exception cref="ArgumentException">The weights before the cut do not sum to a positive number.</exception>
    public Interval Efficiency(string cut, string? group = null, double level = 0.95) => WeightedEfficiency.Of(Find(cut).Of(Known(group)), Stages[0].Of(group), level);

    /// <summary>The share of the yield after the cut before that a cut leaves.</summary>
    /// <param name="cut">The name of a cut.</param>
    /// <param name="group">One of <see cref="Groups"/>, or null for all rows.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ColumnNotFoundException">There is no such cut or group; the message gives the nearest names.</exception>
    /// <exception cref="ArgumentException">Nothing was left before the cut.</exception>
    public Interval StepEfficiency(string cut, string? group = null, double level = 0.95)
    {
        var after = Find(cut);
        var index = Stages.Index().First(stage => stage.Item == after).Index;
        return WeightedEfficiency.Of(after.Of(Known(group)), Stages[Math.Max(0, index - 1)].Of(group), level);
    }

    private CutStage Find(string cut) => Stages.FirstOrDefault(stage => stage.Name == cut) ?? throw ColumnNotFoundException.In("the cut flow", cut, [.. Stages.Select(stage => stage.Name)]);

    private string? Known(string? group) => group is null || Stages[0].Groups.ContainsKey(group) ? group : throw ColumnNotFoundException.In("the groups of the cut flow", group, [.. Groups]);
}
