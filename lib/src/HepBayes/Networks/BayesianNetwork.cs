using HepBayes.Data;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// A neural network with a prior over its weights and a likelihood for the data: a complete probability model. Its
/// parameter vector is [network | prior's hyper-parameters | likelihood's hyper-parameters].
/// </summary>
/// <param name="Architecture">Layers and activation.</param>
/// <param name="Prior">Prior of weights and biases.</param>
/// <param name="Likelihood">How targets scatter around the outputs.</param>
public sealed record BayesianNetwork(Mlp Architecture, Prior Prior, Likelihood Likelihood)
{
    private PriorDensity? density;

    // A copy made by "with" may have another prior, so it makes its own density.
    private BayesianNetwork(BayesianNetwork original)
    {
        (Architecture, Prior, Likelihood) = (original.Architecture, original.Prior, original.Likelihood);
    }

    /// <summary>Number of sampled parameters: those of the network, and the hyper-parameters of prior and likelihood.</summary>
    public int Parameters => Architecture.Layout.Count + Density.HyperParameters + Likelihood.HyperParameters;

    /// <summary>A name for each sampled parameter, for example <c>layer1.weight[3,0]</c>, in the order of the vector.</summary>
    public IReadOnlyList<string> ParameterNames =>
        [.. Architecture.Layout.Blocks.SelectMany(block => Networks.ParameterNames.Each(block)), .. Density.HyperParameterNames, .. Likelihood.Hypers.Select(h => h.Name)];

    private PriorDensity Density => density ??= Prior.Of([.. Architecture.Layout.Blocks]);

    /// <summary>The weights, biases and slopes that a parameter vector stands for.</summary>
    /// <param name="position">One parameter vector, [<see cref="Parameters"/>].</param>
    /// <param name="weights">Receives them, [<see cref="ParameterLayout.Count"/>].</param>
    public void Weights(ReadOnlySpan<float> position, Span<float> weights)
    {
        if (Density.HoldsWeights)
        {
            position[..Architecture.Layout.Count].CopyTo(weights);
            return;
        }

        var (numbers, result) = (new double[Density.NetworkParameters + Density.HyperParameters], new double[Density.NetworkParameters]);
        Conversion.ToDoubles(position[..numbers.Length], numbers);
        Density.Weights(numbers, result);
        Conversion.FromDoubles(result, weights);
    }

    /// <summary>The likelihood's hyper-parameters in a parameter vector, [<see cref="Likelihood.HyperParameters"/>].</summary>
    /// <param name="position">One parameter vector, [<see cref="Parameters"/>].</param>
    public ReadOnlySpan<float> LikelihoodParameters(ReadOnlySpan<float> position) => position[^Likelihood.HyperParameters..];

    /// <summary>The posterior density given data.</summary>
    /// <param name="inputs">Input features, row by row, [rows, inputs].</param>
    /// <param name="targets">Targets, row by row, [rows, target columns of the likelihood].</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="source">What the data are, for error messages.</param>
    /// <param name="weights">
    /// Event weights, [rows], finite and not negative: a row of weight w counts as w equal rows. Null for 1 everywhere.
    /// </param>
    /// <exception cref="ArgumentException">Sizes do not match, a number is missing or infinite, or a target or weight is impossible.</exception>
    public DensePosterior Posterior(float[] inputs, float[] targets, torch.Device? device = null, string source = "the data", float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        NativeLibraries.EnsureLoaded();
        return new DensePosterior(this, TrainingRows.Of(this, inputs, targets, weights, source), device ?? torch.CPU);
    }

    /// <summary>The posterior density given the rows of a table with one target column.</summary>
    /// <param name="rows">The training rows, prepared (scaled) as the network is to see them.</param>
    /// <param name="inputs">Names of the input columns, in order.</param>
    /// <param name="target">Name of the target column.</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="weight">Name of the column of event weights; null for 1 everywhere.</param>
    /// <exception cref="UserErrorException">A column does not exist, or holds a number that is missing or infinite.</exception>
    /// <exception cref="ArgumentException">The number of columns does not fit the network, or a target or weight is impossible.</exception>
    public DensePosterior Posterior(Table rows, IReadOnlyList<string> inputs, string target, torch.Device? device = null, string? weight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Posterior(rows, inputs, [target], device, weight);
    }

    /// <summary>The posterior density given the rows of a table with any number of target columns.</summary>
    /// <param name="rows">The training rows, prepared (scaled) as the network is to see them.</param>
    /// <param name="inputs">Names of the input columns, in order.</param>
    /// <param name="targets">Names of the target columns, in order.</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="weight">Name of the column of event weights; null for 1 everywhere.</param>
    /// <exception cref="UserErrorException">A column does not exist, or holds a number that is missing or infinite.</exception>
    /// <exception cref="ArgumentException">The number of columns does not fit the network, or a target or weight is impossible.</exception>
    public DensePosterior Posterior(Table rows, IReadOnlyList<string> inputs, IReadOnlyList<string> targets, torch.Device? device = null, string? weight = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        var columns = Likelihood.TargetColumns(Architecture.Outputs);
        if (inputs.Count != Architecture.Inputs || targets.Count != columns)
            throw new ArgumentException($"{inputs.Count} input columns and {targets.Count} target columns for the network {Architecture} with a {Likelihood.Name} likelihood; it needs {Architecture.Inputs} and {columns}.", nameof(inputs));
        var source = targets.Count == 1 ? $"column '{targets[0]}' of {rows.Source}" : $"columns {string.Join(", ", targets.Select(t => $"'{t}'"))} of {rows.Source}";
        return Posterior(rows.Matrix(inputs), rows.Matrix(targets), device, source, weight is null ? null : rows.Matrix([weight]));
    }

    /// <summary>
    /// A random start of the chains: the network's part normal around the prior's centre with its scale times
    /// <paramref name="shrink"/> (whatever the family, so that heavy tails do not throw a chain far off), hyper-parameters
    /// at their prior's centre.
    /// </summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <param name="shrink">Factor on the prior's scale.</param>
    /// <returns>[chains, parameters] on the processor; the caller owns it.</returns>
    public torch.Tensor PriorDraws(int chains, int seed, double shrink = 1.0)
    {
        using var prior = NewPrior();
        return prior.Start(chains, seed, shrink);
    }

    /// <summary>Independent draws of all parameters, hyper-parameters included, from the prior.</summary>
    /// <param name="draws">Number of draws, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <returns>[draws, parameters] on the processor; the caller owns it.</returns>
    public torch.Tensor SamplePrior(int draws, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        NativeLibraries.EnsureLoaded();
        using var prior = NewPrior();
        var values = new float[draws * Parameters];
        for (var draw = 0; draw < draws; draw++)
            prior.Sample(new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Prior, draw)), values.AsSpan(draw * Parameters, Parameters));
        return torch.tensor(values).reshape(draws, Parameters);
    }

    /// <summary>Networks are equal when architecture, prior and likelihood are.</summary>
    /// <param name="other">The other network.</param>
    public bool Equals(BayesianNetwork? other) =>
        other is not null && Architecture == other.Architecture && Prior.Equals(other.Prior) && Likelihood.Equals(other.Likelihood);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Architecture, Prior, Likelihood);

    /// <summary>A prior of its own for each user, because it keeps buffers.</summary>
    internal JointPrior NewPrior() => new(Prior.Of([.. Architecture.Layout.Blocks]), Likelihood);
}
