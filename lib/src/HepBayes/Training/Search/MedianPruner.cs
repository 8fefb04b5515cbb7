using System.Globalization;
using MathNet.Numerics.Statistics;

namespace HepBayes.Training.Search;

/// <summary>Gives up what is worse than the median of earlier trials.</summary>
/// <param name="StartupTrials">Complete trials before any is given up.</param>
/// <param name="WarmupSteps">The first step that is judged.</param>
internal sealed record MedianPruner(int StartupTrials, int WarmupSteps) : Pruner
{
    /// <inheritdoc/>
    public override string Description => $"median after {StartupTrials} trials and {WarmupSteps} steps";

    /// <inheritdoc/>
    internal override string? Judge(SearchHistory history, IReadOnlyList<IntermediateValue> reports)
    {
        var step = reports[^1].Step;
        var complete = history.Complete.ToArray();
        if (step < WarmupSteps || complete.Length < StartupTrials)
            return null;
        var others = complete.SelectMany(t => t.Reports).Where(r => r.Step == step).Select(r => history.Loss(r.Value)).ToArray();
        if (others.Length == 0)
            return null;
        var (best, median) = (reports.Min(r => history.Loss(r.Value)), others.Median());
        return best > median
            ? string.Create(CultureInfo.InvariantCulture, $"at step {step} its best value was {history.Loss(best):G6}, the median of {others.Length} trials {history.Loss(median):G6}")
            : null;
    }
}
