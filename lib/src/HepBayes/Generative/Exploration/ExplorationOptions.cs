namespace HepBayes.Generative.Exploration;

/// <summary>Settings of an exploration.</summary>
public sealed record ExplorationOptions
{
    /// <summary>Random points of the first round, at least 1.</summary>
    public int Initial { get; init; } = 200;

    /// <summary>Points of every further round, at least 1.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>
    /// Share of each further batch that is drawn at random, 0 to 1, rounded up to whole points. These points alone say honestly
    /// how much of the region is still unknown, and they go where no surrogate would.
    /// </summary>
    public double RandomShare { get; init; } = 0.1;

    /// <summary>Calls of the oracle after which the exploration stops, at least 1.</summary>
    public int Calls { get; init; } = 1000;

    /// <summary>Stops when the lower end of the interval for the recall (<see cref="ExplorationRun.Recall"/>) reaches this share; null for never. Pools only.</summary>
    public double? StopAtRecall { get; init; }

    /// <summary>Stops after so many rounds in a row without a new wanted point; null for never.</summary>
    public int? StopAfterEmptyRounds { get; init; }

    /// <summary>Decides every random number.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Points that the oracle computes side by side, at least 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// The journal: every proposal and every answer is appended and on the disk before it counts, and an exploration that was killed goes
    /// on from there. Null to keep nothing.
    /// </summary>
    public string? File { get; init; }

    internal void Check(ICandidates candidates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Initial, 1, nameof(Initial));
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1, nameof(Batch));
        ArgumentOutOfRangeException.ThrowIfLessThan(Calls, 1, nameof(Calls));
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallel, 1, nameof(Parallel));
        if (!(RandomShare >= 0 && RandomShare <= 1))
            throw new ArgumentOutOfRangeException(nameof(RandomShare), RandomShare, "The share of random points lies between 0 and 1.");
        if (StopAtRecall is { } recall && !(recall > 0 && recall <= 1))
            throw new ArgumentOutOfRangeException(nameof(StopAtRecall), recall, "The recall to stop at lies between 0 and 1.");
        if (StopAtRecall is not null && candidates.Count is null)
            throw new ArgumentException("A recall is only known for a pool: in a space without end there is no number of wanted points. Stop by calls, or after empty rounds.", nameof(StopAtRecall));
        if (StopAfterEmptyRounds is < 1)
            throw new ArgumentOutOfRangeException(nameof(StopAfterEmptyRounds), StopAfterEmptyRounds, "At least 1 round.");
    }
}
