using HepBayes.Networks;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>
/// How much each input matters to networks with relevances (<see cref="Prior.WithRelevance"/>): |tanh r|, between 0 (the input is
/// switched off) and 1. The sign of r has no meaning, because the first layer's weights may change theirs with it.
/// </summary>
public sealed class InputRelevance
{
    private readonly double[][][] values;

    private InputRelevance(double[][][] values) => this.values = values;

    /// <summary>Number of inputs.</summary>
    public int Inputs => values.Length;

    /// <summary>Reads the relevances of sampled, saved or trained networks.</summary>
    /// <param name="networks">Networks whose prior has relevances.</param>
    /// <exception cref="ArgumentException">The prior has none.</exception>
    public static InputRelevance Of(INetworkEnsemble networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        var places = RelevancePrior.Places(networks.Network.ParameterNames);
        if (places.Length == 0)
            throw new ArgumentException($"The prior '{networks.Network.Prior.Name}' has no relevances; make the network with prior.WithRelevance().", nameof(networks));
        var values = places.Select(_ => Enumerable.Range(0, networks.Chains).Select(_ => new double[networks.Draws]).ToArray()).ToArray();
        for (var chain = 0; chain < networks.Chains; chain++)
        {
            for (var draw = 0; draw < networks.Draws; draw++)
            {
                var position = networks.Position(chain, draw);
                for (var input = 0; input < places.Length; input++)
                    values[input][chain][draw] = Math.Abs(Math.Tanh(position[places[input]]));
            }
        }

        return new InputRelevance(values);
    }

    /// <summary>|tanh r| of an input in each network, [chains][draws].</summary>
    /// <param name="input">From 0.</param>
    public double[][] Values(int input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs);
        return values[input];
    }

    /// <summary>Mean of |tanh r| over the networks.</summary>
    /// <param name="input">From 0.</param>
    public double Mean(int input) => Values(input).SelectMany(chain => chain).Average();

    /// <summary>The posterior of |tanh r| in numbers, with R-hat and effective sample size; for sampled networks.</summary>
    /// <param name="input">From 0.</param>
    /// <param name="name">The name of the input.</param>
    /// <exception cref="ArgumentException">There are fewer than 4 draws.</exception>
    public PosteriorSummary Summary(int input, string name) => PosteriorSummary.Of(name, Values(input));

    /// <summary>Posterior probability that one input matters more than another, for example than a column of noise: the share of networks.</summary>
    /// <param name="input">From 0.</param>
    /// <param name="other">From 0.</param>
    public double ProbabilityAbove(int input, int other)
    {
        var (first, second) = (Values(input), Values(other));
        return first.Zip(second, (a, b) => a.Zip(b, (x, y) => x > y ? 1.0 : 0.0).Average()).Average();
    }
}
