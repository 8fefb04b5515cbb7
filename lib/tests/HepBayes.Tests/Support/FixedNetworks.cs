using HepBayes.Networks;

namespace HepBayes.Tests.Support;

/// <summary>Networks with given parameter vectors.</summary>
internal sealed class FixedNetworks(BayesianNetwork network, int chains, params float[][] positions) : INetworkEnsemble
{
    public BayesianNetwork Network => network;

    public int Chains => chains;

    public int Draws => positions.Length / chains;

    public ReadOnlySpan<float> Position(int chain, int draw) => positions[(chain * Draws) + draw];

    /// <summary>Straight lines y = w x + b.</summary>
    public static BayesianNetwork Line(Likelihood likelihood, Prior? prior = null, int outputs = 1) =>
        new(Mlp.Of(1, [], outputs, Activation.Identity), prior ?? Prior.Gaussian(fanIn: false), likelihood);
}
