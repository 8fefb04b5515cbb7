namespace HepBayes.Sampling;

/// <summary>A count that every transition has, such as leapfrog steps or tree depth, and how often it was cut off at its limit.</summary>
/// <param name="Mean">The mean over all chains and draws.</param>
/// <param name="Maximum">The largest count.</param>
/// <param name="Limit">The largest that was allowed.</param>
/// <param name="ShareAtLimit">The share of transitions at the limit, 0 to 1: trajectories that wanted to be longer.</param>
public readonly record struct LimitedCount(double Mean, int Maximum, int Limit, double ShareAtLimit)
{
    /// <summary>Summarises counts.</summary>
    /// <param name="counts">[chains][draws], at least one.</param>
    /// <param name="limit">The largest that was allowed.</param>
    /// <exception cref="ArgumentException">No count, or one above the limit.</exception>
    public static LimitedCount Of(int[][] counts, int limit)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var all = counts.SelectMany(c => c).ToArray();
        if (all.Length == 0)
            throw new ArgumentException("There are no transitions to count.", nameof(counts));
        if (all.Max() > limit)
            throw new ArgumentException($"A transition has the count {all.Max()}, above the limit {limit}; give the limit that the run had.", nameof(limit));
        return new LimitedCount(all.Average(), all.Max(), limit, all.Count(n => n == limit) / (double)all.Length);
    }
}
