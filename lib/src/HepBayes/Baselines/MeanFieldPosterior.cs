using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Baselines;

/// <summary>The independent normal distributions that <see cref="MeanFieldVariational"/> found.</summary>
public sealed class MeanFieldPosterior
{
    private readonly float[] state;

    internal MeanFieldPosterior(BayesianNetwork network, float[] state, double[] lowerBound) =>
        (Network, this.state, LowerBound) = (network, state, lowerBound);

    /// <summary>The model.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Mean of each parameter, [parameters].</summary>
    public ReadOnlySpan<float> Mean => state.AsSpan(0, Network.Parameters);

    /// <summary>Standard deviation of each parameter, [parameters].</summary>
    public double[] StandardDeviation => [.. state[Network.Parameters..].Select(r => Math.Exp(r))];

    /// <summary>Estimates of the evidence lower bound, in nats, one an epoch.</summary>
    public IReadOnlyList<double> LowerBound { get; }

    /// <summary>Networks with drawn weights, as one chain of independent draws.</summary>
    /// <param name="draws">Number of networks, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public NetworkSamples Sample(int draws, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var (count, deviation) = (Network.Parameters, StandardDeviation);
        var positions = new float[checked(draws * count)];
        for (var draw = 0; draw < draws; draw++)
        {
            var own = positions.AsSpan(draw * count, count);
            new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.VariationalDraws, draw)).FillNormal(own);
            for (var i = 0; i < count; i++)
                own[i] = (float)(state[i] + (deviation[i] * own[i]));
        }

        return new NetworkSamples(Network, 1, positions);
    }
}
