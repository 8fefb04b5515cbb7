using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Training;

/// <summary>Networks with trained weights: one, or several that were trained side by side from different starts.</summary>
public sealed class TrainedNetworks : INetworkEnsemble
{
    private readonly float[] weights;

    internal TrainedNetworks(BayesianNetwork network, int members, float[] weights, TrainingHistory history)
    {
        (Network, Members, this.weights, History) = (network, members, weights, history);
    }

    /// <summary>The model that the weights belong to.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Number of networks.</summary>
    public int Members { get; }

    int INetworkEnsemble.Chains => 1;

    int INetworkEnsemble.Draws => Members;

    /// <summary>What training did.</summary>
    public TrainingHistory History { get; }

    /// <summary>The parameter vector of one network.</summary>
    /// <param name="member">From 0.</param>
    public ReadOnlySpan<float> Parameters(int member) => weights.AsSpan(member * Network.Parameters, Network.Parameters);

    ReadOnlySpan<float> INetworkEnsemble.Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(chain, 0);
        return Parameters(draw);
    }

    /// <summary>All parameter vectors, [members, parameters], as a start for chains; the caller owns the tensor.</summary>
    public torch.Tensor Positions() => torch.tensor(weights).reshape(Members, Network.Parameters);
}
