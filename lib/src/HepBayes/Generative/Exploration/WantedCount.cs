using HepBayes.Evaluation;
using MathNet.Numerics;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// The number of wanted points in a pool, from the points of an exploration that were drawn at random. Before round r the pool has U open points,
/// of which T - F are wanted if T are in all and F have been found; among n that are drawn at random from them k are wanted with the
/// hypergeometric probability. However cleverly the other points were chosen, that holds given the past, so the
/// product over rounds is a likelihood for T. With a uniform prior over what is possible its posterior is exact.
/// </summary>
public static class WantedCount
{
    private const double Level = 0.95;

    /// <summary>Median and central 95 % of the posterior of the number of wanted points.</summary>
    /// <param name="pool">Points of the pool.</param>
    /// <param name="rounds">The rounds of an exploration of the pool; none leaves the prior, uniform from 0 to all.</param>
    /// <exception cref="ArgumentException">A round does not say how many points were open, or the rounds contradict each other.</exception>
    public static Interval Posterior(int pool, IReadOnlyList<ExplorationRound> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        ArgumentOutOfRangeException.ThrowIfNegative(pool);
        if (rounds.FirstOrDefault(r => r.Open is null) is { } open)
            throw new ArgumentException($"Round {open.Number} does not say how many points of the pool were open; it was no round of a pool.", nameof(rounds));
        var found = rounds.Count == 0 ? 0 : rounds[^1].Found;
        var most = rounds.Count == 0 ? pool : found + pool - rounds[^1].Calls;
        if (most < found)
            throw new ArgumentException($"{rounds[^1].Calls} calls in a pool of {pool} points; expected at most one for each point.", nameof(rounds));
        var logs = new double[most - found + 1];
        for (var t = 0; t < logs.Length; t++)
            logs[t] = rounds.Sum(r => LogHypergeometric(r.Open!.Value, found + t - r.FoundBefore, r.RandomCalls, r.RandomFound));
        var cumulative = Cumulative(logs);
        double At(double p) => found + Array.FindIndex(cumulative, c => c >= p * cumulative[^1]);
        return new Interval(At(0.5), At((1 - Level) / 2), At((1 + Level) / 2), Level);
    }

    private static double[] Cumulative(double[] logs)
    {
        var (largest, sum) = (logs.Max(), 0.0);
        if (double.IsNegativeInfinity(largest))
            throw new ArgumentException("No number of wanted points is possible with these rounds; their counts contradict each other.");
        return [.. logs.Select(log => sum += Math.Exp(log - largest))];
    }

    // log C(w, k) C(u - w, n - k) / C(u, n).
    private static double LogHypergeometric(int open, int wanted, int drawn, int hits) =>
        wanted < hits || open - wanted < drawn - hits
            ? double.NegativeInfinity
            : SpecialFunctions.BinomialLn(wanted, hits) + SpecialFunctions.BinomialLn(open - wanted, drawn - hits) - SpecialFunctions.BinomialLn(open, drawn);
}
