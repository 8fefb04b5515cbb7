using HepBayes.Networks;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>The draws of a run as networks of the model that was sampled.</summary>
public sealed class SampledNetworks : INetworkEnsemble
{
    /// <summary>Joins a run and its model.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <exception cref="ArgumentException">The run belongs to another model.</exception>
    public SampledNetworks(SamplingRun run, BayesianNetwork network)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(network);
        if (run.Parameters != network.Parameters)
            throw new ArgumentException($"The run has {run.Parameters} parameters, the network {network.Parameters}; predict with the network that was sampled.", nameof(network));
        (Run, Network) = (run, network);
    }

    /// <summary>The draws.</summary>
    public SamplingRun Run { get; }

    /// <inheritdoc/>
    public BayesianNetwork Network { get; }

    /// <inheritdoc/>
    public int Chains => Run.Chains;

    /// <inheritdoc/>
    public int Draws => Run.Draws;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Position(int chain, int draw) => Run.Position(chain, draw);
}
