using System.Globalization;

namespace HepBayes.Sampling;

/// <summary>What the trajectories of a run cost and how often they were accepted.</summary>
/// <param name="Leapfrogs">Leapfrog steps (gradients) a transition.</param>
/// <param name="TreeDepth">Doublings of the trajectory, for NUTS only.</param>
/// <param name="Acceptance">Mean acceptance probability over all chains, 0 to 1.</param>
/// <param name="ChainAcceptance">Mean acceptance probability of each chain: one far below the others is stuck.</param>
public sealed record TrajectoryStatistics(LimitedCount Leapfrogs, LimitedCount? TreeDepth, double Acceptance, IReadOnlyList<double> ChainAcceptance)
{
    /// <summary>Summarises trajectories.</summary>
    /// <param name="leapfrogs">Leapfrog steps, [chains][draws].</param>
    /// <param name="maximumLeapfrogs">Most steps that a trajectory was allowed.</param>
    /// <param name="acceptance">Acceptance probabilities, [chains][draws].</param>
    /// <exception cref="ArgumentException">No transition, different shapes, or a count above the limit.</exception>
    public static TrajectoryStatistics Of(int[][] leapfrogs, int maximumLeapfrogs, double[][] acceptance)
    {
        ArgumentNullException.ThrowIfNull(leapfrogs);
        ArgumentNullException.ThrowIfNull(acceptance);
        if (!leapfrogs.Select(c => c.Length).SequenceEqual(acceptance.Select(c => c.Length)))
            throw new ArgumentException($"Leapfrogs have the lengths {string.Join(", ", leapfrogs.Select(c => c.Length))}, acceptance probabilities {string.Join(", ", acceptance.Select(c => c.Length))}; every draw has one of each.", nameof(acceptance));
        var count = LimitedCount.Of(leapfrogs, maximumLeapfrogs);
        return new TrajectoryStatistics(count, null, acceptance.SelectMany(c => c).Average(), [.. acceptance.Select(c => c.Length > 0 ? c.Average() : double.NaN)]);
    }

    /// <summary>Summarises the trajectories of NUTS, whose tree of depth d has up to 2^d - 1 leapfrog steps.</summary>
    /// <param name="leapfrogs">Leapfrog steps, [chains][draws].</param>
    /// <param name="treeDepth">Doublings, [chains][draws].</param>
    /// <param name="maximumTreeDepth">Most doublings that a trajectory was allowed, at most 30.</param>
    /// <param name="acceptance">Acceptance probabilities, [chains][draws].</param>
    /// <exception cref="ArgumentException">No transition, different shapes, or a count above the limit.</exception>
    public static TrajectoryStatistics OfTrees(int[][] leapfrogs, int[][] treeDepth, int maximumTreeDepth, double[][] acceptance)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumTreeDepth, 30);
        return Of(leapfrogs, (1 << maximumTreeDepth) - 1, acceptance) with { TreeDepth = LimitedCount.Of(treeDepth, maximumTreeDepth) };
    }

    /// <summary>One line for each statistic.</summary>
    public override string ToString()
    {
        static string Line(string name, LimitedCount c) => string.Create(CultureInfo.InvariantCulture, $"{name}: mean {c.Mean:F1}, most {c.Maximum}, {c.ShareAtLimit:P1} at the limit {c.Limit}\n");
        return Line("leapfrog steps", Leapfrogs) + (TreeDepth is { } depth ? Line("tree depth", depth) : "")
            + string.Create(CultureInfo.InvariantCulture, $"acceptance: mean {Acceptance:F3}, chains {ChainAcceptance.Min():F3} to {ChainAcceptance.Max():F3}");
    }
}
