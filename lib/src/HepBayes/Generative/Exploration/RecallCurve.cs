namespace HepBayes.Generative.Exploration;

/// <summary>How the found share of the wanted points grows with the calls of the oracle, judged with the truth.</summary>
public sealed class RecallCurve
{
    private readonly int[] found;

    /// <summary>Counts the found points.</summary>
    /// <param name="hits">Whether each point was wanted, in the order of the calls.</param>
    /// <param name="wanted">All wanted points there are, at least 1 and no fewer than were found.</param>
    /// <exception cref="ArgumentException">More points were found than there are.</exception>
    public RecallCurve(IReadOnlyList<bool> hits, int wanted)
    {
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        found = new int[hits.Count + 1];
        for (var i = 0; i < hits.Count; i++)
            found[i + 1] = found[i] + (hits[i] ? 1 : 0);
        if (found[^1] > wanted)
            throw new ArgumentException($"{found[^1]} wanted points were found, but there are said to be {wanted}.", nameof(wanted));
        Wanted = wanted;
    }

    /// <summary>All wanted points there are.</summary>
    public int Wanted { get; }

    /// <summary>Calls of the oracle.</summary>
    public int Calls => found.Length - 1;

    /// <summary>The found share of the wanted points after some calls; after more than there were, that of the last.</summary>
    /// <param name="calls">At least 0.</param>
    public double Recall(int calls) => (double)Found(calls) / Wanted;

    /// <summary>The wanted share of the points that were asked about; NaN for no calls.</summary>
    /// <param name="calls">At least 0.</param>
    public double Purity(int calls) => (double)Found(calls) / Math.Min(calls, Calls);

    /// <summary>The fewest calls that reached a recall; null if it was not reached.</summary>
    /// <param name="recall">Above 0 and at most 1.</param>
    public int? CallsFor(double recall)
    {
        if (!(recall > 0 && recall <= 1))
            throw new ArgumentOutOfRangeException(nameof(recall), recall, "A recall lies above 0 and is at most 1.");
        var needed = Needed(recall, Wanted);
        var calls = Array.FindIndex(found, f => f >= needed);
        return calls < 0 ? null : calls;
    }

    /// <summary>The mean of the recall over the calls from 1: 1 if everything was found at once, near 1/2 for random points if the whole pool is asked.</summary>
    /// <param name="calls">Up to which call, at least 1.</param>
    public double Area(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        return Enumerable.Range(1, calls).Average(Recall);
    }

    /// <summary>
    /// The mean number of calls that random points need for a recall: to see k of W wanted points of a pool of N takes
    /// k (N + 1) / (W + 1) calls (negative hypergeometric distribution).
    /// </summary>
    /// <param name="recall">Above 0 and at most 1.</param>
    /// <param name="wanted">Wanted points of the pool, at least 1.</param>
    /// <param name="pool">Points of the pool.</param>
    public static double RandomCallsFor(double recall, int wanted, int pool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, wanted);
        return Needed(recall, wanted) * (pool + 1.0) / (wanted + 1.0);
    }

    // A hair less, so that 0.8 of 10 points means 8 whatever the rounding.
    private static int Needed(double recall, int wanted) => Math.Max(1, (int)Math.Ceiling((recall * wanted) - 1e-9));

    private int Found(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(calls);
        return found[Math.Min(calls, Calls)];
    }
}
