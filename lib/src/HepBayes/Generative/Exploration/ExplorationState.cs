using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>What a strategy may look at when it proposes points.</summary>
public sealed class ExplorationState
{
    private readonly Lazy<ISurrogateFit> fit;

    internal ExplorationState(ICandidates candidates, IReadOnlyList<AskedPoint> asked, int round, int seed, bool hasSurrogate, Func<ISurrogateFit> fit)
    {
        (Candidates, Asked, Round, Seed, HasSurrogate) = (candidates, asked, round, seed, hasSurrogate);
        this.fit = new Lazy<ISurrogateFit>(fit);
    }

    /// <summary>Where the points come from.</summary>
    public ICandidates Candidates { get; }

    /// <summary>All points with answers, in order.</summary>
    public IReadOnlyList<AskedPoint> Asked { get; }

    /// <summary>The round that is proposed, from 1.</summary>
    public int Round { get; }

    /// <summary>A seed that belongs to this round alone.</summary>
    public int Seed { get; }

    /// <summary>Whether the exploration has a surrogate.</summary>
    public bool HasSurrogate { get; }

    /// <summary>The surrogate, fitted to all answers; it is trained when first asked for.</summary>
    /// <exception cref="ArgumentException">The exploration has no surrogate.</exception>
    public ISurrogateFit Surrogate => fit.Value;

    /// <summary>The wanted points so far, as a table of their parameters.</summary>
    public Table Wanted() => Points.Table(Candidates.Parameters, [.. Asked.Where(p => p.Wanted).Select(p => p.Parameters)], "wanted points");
}
