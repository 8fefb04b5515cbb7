using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Baselines;

/// <summary>The normal distributions that <see cref="Swag"/> found, one for each member.</summary>
public sealed class SwagPosterior
{
    private readonly SwagMoments[] moments;

    internal SwagPosterior(BayesianNetwork network, SwagMoments[] moments) => (Network, this.moments) = (network, moments);

    /// <summary>The model.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Number of starts.</summary>
    public int Members => moments.Length;

    /// <summary>The averaged weights of a member (stochastic weight averaging), [parameters].</summary>
    /// <param name="member">From 0.</param>
    public ReadOnlySpan<double> Mean(int member) => moments[member].Mean;

    /// <summary>Networks with drawn weights; each member is a chain.</summary>
    /// <param name="draws">Networks of each member, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public NetworkSamples Sample(int draws, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var positions = new float[checked(Members * draws * Network.Parameters)];
        for (var n = 0; n < Members * draws; n++)
            moments[n / draws].Draw(new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.SwagDraws, n)), positions.AsSpan(n * Network.Parameters, Network.Parameters));
        return new NetworkSamples(Network, Members, positions);
    }
}
