namespace HepBayes.Training.Search;

/// <summary>The finished trials of a study, as samplers and pruners look at them.</summary>
/// <param name="direction">Which values are better.</param>
/// <param name="trials">The trials in order.</param>
internal sealed class SearchHistory(SearchDirection direction, IReadOnlyList<FinishedTrial> trials)
{
    /// <summary>The trials that are complete.</summary>
    public IEnumerable<FinishedTrial> Complete => trials.Where(t => t.State == TrialState.Complete);

    /// <summary>The value with the sign that makes smaller ones better.</summary>
    public double Loss(double value) => direction == SearchDirection.Minimise ? value : -value;

    /// <summary>All that have a value, the best first: complete ones, then pruned ones, of those the ones that came further first.</summary>
    public IEnumerable<FinishedTrial> Ranked() =>
        Complete.OrderBy(t => Loss(t.Value)).Concat(
            trials.Where(t => t.State == TrialState.Pruned).OrderByDescending(t => t.Reports[^1].Step).ThenBy(t => Loss(t.Value)));
}
