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

    /// <summary>
    /// The same functions as positions of a network with learned slopes: weights and biases are taken over, and slopes of 0 make
    /// <see cref="Activation.Prelu"/> and <see cref="Activation.SquarePrelu"/> a rectifier. So an ordinary network can be
    /// trained first and sampled with learned slopes from there.
    /// </summary>
    /// <param name="network">The model to be sampled: the same widths and likelihood, a prior that adds no parameters.</param>
    /// <returns>[members, parameters]; the caller owns the tensor.</returns>
    /// <exception cref="ArgumentException">These networks are no rectifier networks, or the model differs in more than prior and slopes.</exception>
    public torch.Tensor PositionsFor(BayesianNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (from, to) = (Network.Architecture, network.Architecture);
        if (from.Activation != Activation.Relu || (to.Activation != Activation.Prelu && to.Activation != Activation.SquarePrelu))
            throw new ArgumentException($"Only relu becomes prelu or square prelu with slopes of 0; found {from.Activation} and {to.Activation}.", nameof(network));
        if (!Enumerable.Range(0, Math.Max(from.Layers, to.Layers) + 1).All(level => level <= Math.Min(from.Layers, to.Layers) && from.Width(level) == to.Width(level)))
            throw new ArgumentException($"The widths differ: {from} and {to}.", nameof(network));
        var added = Network.Likelihood.HyperParameters;
        if (Network.Likelihood.Name != network.Likelihood.Name || Network.Parameters != from.Layout.Count + added || network.Parameters != to.Layout.Count + added)
            throw new ArgumentException($"The likelihoods differ, or a prior has parameters of its own: {Network.Likelihood} and {Network.Prior}, {network.Likelihood} and {network.Prior}.", nameof(network));
        var positions = new float[Members * network.Parameters];
        for (var member = 0; member < Members; member++)
        {
            var source = Parameters(member);
            var target = positions.AsSpan(member * network.Parameters, network.Parameters);
            foreach (var (old, place) in from.Layout.Blocks.Zip(to.Layout.Blocks.Where(b => b.Kind() != ParameterKind.Slope)))
                source.Slice(old.Offset, old.Count).CopyTo(target[place.Offset..]);
            source[from.Layout.Count..].CopyTo(target[to.Layout.Count..]);
        }

        return torch.tensor(positions).reshape(Members, network.Parameters);
    }
}
