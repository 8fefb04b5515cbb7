using HepBayes.Data;
using HepBayes.Evaluation;

namespace HepBayes.Generative.Exploration;

/// <summary>What an exploration asked, and what it found.</summary>
public sealed class ExplorationRun
{
    private readonly ExplorationProblem problem;

    internal ExplorationRun(ExplorationProblem problem, ExplorationOptions options, IReadOnlyList<AskedPoint> asked, IReadOnlyList<ExplorationRound> rounds, string stopReason)
    {
        (this.problem, Options, Asked, Rounds, StopReason) = (problem, options, asked, rounds, stopReason);
    }

    /// <summary>The settings.</summary>
    public ExplorationOptions Options { get; }

    /// <summary>All points, in the order of proposal.</summary>
    public IReadOnlyList<AskedPoint> Asked { get; }

    /// <summary>The rounds.</summary>
    public IReadOnlyList<ExplorationRound> Rounds { get; }

    /// <summary>Why it stopped.</summary>
    public string StopReason { get; }

    /// <summary>Calls of the oracle: every point counts, also one on which it failed.</summary>
    public int Calls => Asked.Count;

    /// <summary>Wanted points that were found.</summary>
    public int Found => Rounds.Count == 0 ? 0 : Rounds[^1].Found;

    /// <summary>Points on which the oracle failed; nothing was learned from them, and they are not asked about again.</summary>
    public IReadOnlyList<AskedPoint> Failures => [.. Asked.Where(p => p.Answer.Failed)];

    /// <summary>The share of all points that is wanted, from those drawn at random alone, with its exact binomial interval of 95 %. In a box: of its volume.</summary>
    public Interval WantedShare() =>
        problem.Candidates.Count is { } count ? Of(WantedInPool(), 1.0 / count) : BinomialInterval.ClopperPearson(Rounds.Sum(r => (long)r.RandomFound), Rounds.Sum(r => (long)r.RandomCalls));

    /// <summary>
    /// All wanted points of the pool, found or not: median and central 95 % of the posterior of <see cref="WantedCount"/>. It only uses the points
    /// that were drawn at random, so that no surrogate can deceive it; points on which the oracle fails count as not wanted.
    /// </summary>
    /// <exception cref="InvalidOperationException">The space is no pool.</exception>
    public Interval WantedInPool() => WantedCount.Posterior(
        problem.Candidates.Count ?? throw new InvalidOperationException("Only a pool has a number of wanted points; for a box see WantedShare."), Rounds);

    /// <summary>Wanted points of the pool that have not been found: <see cref="WantedInPool"/> less <see cref="Found"/>.</summary>
    /// <exception cref="InvalidOperationException">The space is no pool.</exception>
    public Interval Remaining()
    {
        var all = WantedInPool();
        return new Interval(all.Value - Found, all.Low - Found, all.High - Found, all.Level);
    }

    /// <summary>The estimated share of the wanted points that has been found, with its interval of 95 %; see <see cref="WantedInPool"/>.</summary>
    /// <exception cref="InvalidOperationException">The space is no pool.</exception>
    public Interval Recall()
    {
        var all = WantedInPool();
        return all.High == 0 ? new Interval(double.NaN, 0, 1, all.Level) : new Interval(Share(all.Value), Share(all.High), Share(all.Low), all.Level);
    }

    /// <summary>Found points against calls, as a share of a known number of wanted points.</summary>
    /// <param name="wanted">All wanted points of the pool, counted from the truth, at least 1.</param>
    public RecallCurve RecallCurve(int wanted) => new([.. Asked.Select(p => p.Wanted)], wanted);

    /// <summary>All points: the parameters, the quantity (NaN without an answer), <c>wanted</c>, <c>random</c> (1 or 0) and <c>round</c>, and the texts <c>status</c> and <c>problem</c>.</summary>
    public Table Table() => Points.Table(problem.Candidates.Parameters, [.. Asked.Select(p => p.Parameters)], $"points asked about for {problem.Region}")
        .WithColumn(problem.Region.Quantity, [.. Asked.Select(p => (float)p.Answer.Value)])
        .WithColumn("wanted", [.. Asked.Select(p => p.Wanted ? 1f : 0)])
        .WithColumn("random", [.. Asked.Select(p => p.Random ? 1f : 0)])
        .WithColumn("round", [.. Asked.Select(p => (float)p.Round)])
        .WithText("status", [.. Asked.Select(p => p.Answer.Status)])
        .WithText(Pmssm.Problem, [.. Asked.Select(p => p.Answer.Reason)]);

    private static Interval Of(Interval interval, double factor) => new(interval.Value * factor, interval.Low * factor, interval.High * factor, interval.Level);

    // The number of wanted points may be 0 at the lower end of its interval only if none was found.
    private double Share(double wanted) => wanted == 0 ? 1 : Found / wanted;
}
