namespace HepBayes.Sampling;

/// <summary>What mass matrix the warm-up adapts.</summary>
public enum MassMatrix
{
    /// <summary>A diagonal for each chain: right for networks, whose hidden units stand in different order in each chain.</summary>
    PerChain,

    /// <summary>One diagonal for all chains, from the draws of all: for models whose chains explore the same mode.</summary>
    Pooled,

    /// <summary>
    /// A diagonal with a low-rank correction for each chain: for strongly correlated parameters. Costs memory for 200
    /// vectors of the length of the parameter vector a chain during warm-up.
    /// </summary>
    LowRank,

    /// <summary>No adaptation: 1 for every parameter.</summary>
    Unit,
}
