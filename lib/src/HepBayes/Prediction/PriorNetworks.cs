using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>
/// Networks drawn from the prior: what a model believes before it has seen data. Their predictions are a prior predictive
/// check (Gelman et al., Bayesian Workflow, arXiv 2011.01808, section 2.4).
/// </summary>
public sealed class PriorNetworks : INetworkEnsemble
{
    private readonly float[] positions;

    /// <summary>Draws networks.</summary>
    /// <param name="network">The model.</param>
    /// <param name="draws">Number of networks, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no draws.</exception>
    public PriorNetworks(BayesianNetwork network, int draws, int seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        (Network, Draws) = (network, draws);
        using var all = network.SamplePrior(draws, seed);
        positions = all.data<float>().ToArray();
    }

    /// <inheritdoc/>
    public BayesianNetwork Network { get; }

    /// <summary>1: the draws are independent.</summary>
    public int Chains => 1;

    /// <inheritdoc/>
    public int Draws { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(chain, 0);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return positions.AsSpan(draw * Network.Parameters, Network.Parameters);
    }
}
