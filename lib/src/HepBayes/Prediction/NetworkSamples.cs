using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>
/// Networks that are kept in memory as parameter vectors: drawn from an approximate posterior, read from files of another
/// program, or made by hand. Everything that takes the draws of a run takes them too.
/// </summary>
public sealed class NetworkSamples : INetworkEnsemble
{
    private readonly float[] positions;

    /// <summary>Takes over parameter vectors.</summary>
    /// <param name="network">The model that they belong to.</param>
    /// <param name="chains">Number of chains, at least 1; 1 for independent draws.</param>
    /// <param name="positions">[chains, draws, parameters], finite; not copied.</param>
    /// <exception cref="ArgumentException">The numbers do not make whole parameter vectors, as many in each chain, or one is not finite.</exception>
    public NetworkSamples(BayesianNetwork network, int chains, float[] positions)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        if (positions.Length == 0 || positions.Length % (chains * network.Parameters) != 0)
            throw new ArgumentException($"{positions.Length} numbers do not make the same number of vectors of {network.Parameters} parameters in each of {chains} chains.", nameof(positions));
        var bad = Array.FindIndex(positions, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"Parameter '{network.ParameterNames[bad % network.Parameters]}' of vector {bad / network.Parameters} is {positions[bad]}; a network needs finite numbers.", nameof(positions));
        (Network, Chains, Draws, this.positions) = (network, chains, positions.Length / (chains * network.Parameters), positions);
    }

    /// <inheritdoc/>
    public BayesianNetwork Network { get; }

    /// <inheritdoc/>
    public int Chains { get; }

    /// <inheritdoc/>
    public int Draws { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chain, Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return positions.AsSpan(((chain * Draws) + draw) * Network.Parameters, Network.Parameters);
    }
}
