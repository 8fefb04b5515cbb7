using HepBayes.Generative.Engine;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// A flow whose weights have independent normal distributions, q = product of N(mu, sigma^2), biases being ordinary parameters unless asked otherwise
/// (mean-field variational inference with the prior N(0, 1); Bellagente, Haussmann, Luchmann, Plehn, arXiv 2104.04543). Draws are
/// ordinary flows. Does not change.
/// </summary>
public sealed class BayesianFlow
{
    private readonly Flow shape;
    private readonly float[] parameters;

    /// <summary>A Bayesian flow before training: the means of an untrained flow, with log sigma^2 = -9 for every weight.</summary>
    /// <param name="start">Its parameters are the means at the start; a trained flow is a good start.</param>
    /// <param name="uncertainBiases">
    /// Whether biases have a distribution and a prior too. In the published form they are ordinary parameters, and a long training can then
    /// switch all hidden units off and describe the data by biases alone, about which nothing is uncertain: bands that are far too narrow.
    /// </param>
    public BayesianFlow(Flow start, bool uncertainBiases = false)
    {
        ArgumentNullException.ThrowIfNull(start);
        shape = start;
        Uncertain = start.Layout.Uncertain(uncertainBiases);
        parameters = [.. start.Parameters, .. Enumerable.Repeat((float)VariationalWeights.InitialLogVariance, Uncertain.Sum(w => w.Count))];
    }

    private BayesianFlow(BayesianFlow other, float[] parameters) => (shape, Uncertain, this.parameters) = (other.shape, other.Uncertain, parameters);

    /// <summary>The flow of the mean weights.</summary>
    public Flow Mean => shape.WithParameters(parameters.AsSpan(0, shape.Parameters.Length));

    /// <summary>Means and biases as <see cref="Flow.Parameters"/> orders them, then log sigma^2 of every weight in the same order and, if they are uncertain, of every bias.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>KL(q || N(0, 1)) = (1/2) sum (mu^2 + sigma^2 - log sigma^2 - 1) over what is uncertain, in nats.</summary>
    public double KullbackLeibler => VariationalWeights.KullbackLeibler(Uncertain, parameters);

    internal Flow Shape => shape;

    internal IReadOnlyList<ParameterBlock> Uncertain { get; }

    /// <summary>One network: every weight is drawn once, w = mu + sigma e, and kept for all events.</summary>
    /// <param name="seed">Decides all draws.</param>
    /// <param name="network">The number of the network, from 0.</param>
    public Flow Draw(int seed, int network)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(network);
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.FlowNetworks, network));
        var drawn = parameters[..shape.Parameters.Length];
        var next = drawn.Length;
        foreach (var block in Uncertain)
        {
            for (var i = block.Offset; i < block.Offset + block.Count; i++)
                drawn[i] += (float)(Math.Exp(parameters[next++] / 2) * random.NextNormal());
        }

        return shape.WithParameters(drawn);
    }

    /// <summary>Several networks, numbers 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Decides all draws.</param>
    public IReadOnlyList<Flow> Networks(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, count).Select(network => Draw(seed, network))];
    }

    /// <summary>A flow with the given parameters; their number says whether biases are uncertain.</summary>
    internal static BayesianFlow Of(Flow shape, float[] values) => new BayesianFlow(shape, uncertainBiases: values.Length == 2 * shape.Parameters.Length).With(values);

    internal BayesianFlow With(float[] values) => values.Length == parameters.Length ? new(this, values)
        : throw new ArgumentException($"There are {values.Length} parameters; the flow has {parameters.Length}.", nameof(values));
}
