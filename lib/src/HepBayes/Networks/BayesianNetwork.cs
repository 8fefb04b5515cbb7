using HepBayes.Data;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>A neural network with a prior over its weights and a likelihood for the data: a complete probability model.</summary>
/// <param name="Architecture">Layers and activation.</param>
/// <param name="Prior">Prior of weights and biases.</param>
/// <param name="Likelihood">How targets scatter around the outputs.</param>
public sealed record BayesianNetwork(Mlp Architecture, Prior Prior, Likelihood Likelihood)
{
    /// <summary>Number of sampled parameters: weights, biases, and the likelihood's hyper-parameters behind them.</summary>
    public int Parameters => Architecture.Layout.Count + Likelihood.HyperParameters;

    /// <summary>The weights and biases that a parameter vector stands for.</summary>
    /// <param name="position">One parameter vector, [<see cref="Parameters"/>].</param>
    /// <param name="weights">Receives the weights and biases, [<see cref="ParameterLayout.Count"/>].</param>
    public void Weights(ReadOnlySpan<float> position, Span<float> weights) => position[..Architecture.Layout.Count].CopyTo(weights);

    /// <summary>The likelihood's hyper-parameters in a parameter vector, [<see cref="Likelihood.HyperParameters"/>].</summary>
    /// <param name="position">One parameter vector, [<see cref="Parameters"/>].</param>
    public ReadOnlySpan<float> LikelihoodParameters(ReadOnlySpan<float> position) => position[^Likelihood.HyperParameters..];

    /// <summary>The posterior density given data.</summary>
    /// <param name="inputs">Input features, row by row, [rows, inputs].</param>
    /// <param name="targets">Targets, row by row, [rows, outputs].</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="source">What the data are, for error messages.</param>
    /// <exception cref="ArgumentException">Sizes do not match, a number is missing or infinite, or a label is impossible.</exception>
    public DensePosterior Posterior(float[] inputs, float[] targets, torch.Device? device = null, string source = "the data")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        NativeLibraries.EnsureLoaded();
        var rows = targets.Length / Architecture.Outputs;
        if (rows == 0 || inputs.Length != rows * Architecture.Inputs || targets.Length != rows * Architecture.Outputs)
            throw new ArgumentException($"{source}: {inputs.Length} input values and {targets.Length} target values do not make rows of {Architecture.Inputs} inputs and {Architecture.Outputs} targets. Select the columns that the network was built for.");
        RefuseMissing(inputs, Architecture.Inputs, "input", source);
        RefuseMissing(targets, Architecture.Outputs, "target", source);
        Likelihood.CheckTargets(targets, source);
        var (x, y) = Shuffle(inputs, targets, rows);
        return new DensePosterior(this, x, y, rows, device ?? torch.CPU);
    }

    /// <summary>The posterior density given the rows of a table.</summary>
    /// <param name="rows">The training rows, prepared (scaled) as the network is to see them.</param>
    /// <param name="inputs">Names of the input columns, in order.</param>
    /// <param name="target">Name of the target column of a network with one output.</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <exception cref="UserErrorException">A column does not exist, or holds a number that is missing or infinite.</exception>
    /// <exception cref="ArgumentException">The number of columns does not fit the network, or a label is impossible.</exception>
    public DensePosterior Posterior(Table rows, IReadOnlyList<string> inputs, string target, torch.Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Architecture.Inputs || Architecture.Outputs != 1)
            throw new ArgumentException($"{inputs.Count} input columns and one target for the network {Architecture}; it needs {Architecture.Inputs} inputs and has {Architecture.Outputs} outputs.", nameof(inputs));
        return Posterior(rows.Matrix(inputs), rows.Matrix([target]), device, $"column '{target}' of {rows.Source}");
    }

    /// <summary>A random start of the chains: weights and biases from the prior shrunk by <paramref name="shrink"/>, hyper-parameters at their prior's centre.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <param name="shrink">Factor on the prior's standard deviation.</param>
    /// <returns>[chains, parameters] on the processor; the caller owns it.</returns>
    public torch.Tensor PriorDraws(int chains, int seed, double shrink = 1.0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        NativeLibraries.EnsureLoaded();
        var sd = Prior.StandardDeviations(Architecture.Layout);
        var values = new float[chains * Parameters];
        var hyper = new double[Likelihood.HyperParameters];
        Likelihood.InitialiseHyperParameters(hyper);
        for (var chain = 0; chain < chains; chain++)
        {
            var own = values.AsSpan(chain * Parameters, Parameters);
            new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Start, chain)).FillNormal(own);
            for (var i = 0; i < sd.Length; i++)
                own[i] *= (float)(sd[i] * shrink);
            for (var h = 0; h < hyper.Length; h++)
                own[sd.Length + h] = (float)hyper[h];
        }

        return torch.tensor(values).reshape(chains, Parameters);
    }

    // Training takes blocks of neighbouring rows as batches; files are often sorted by class or by sample.
    private (float[] Inputs, float[] Targets) Shuffle(float[] inputs, float[] targets, int rows)
    {
        var order = new CounterRandom(0, RandomStreams.Of(RandomPurpose.Rows)).Permutation(rows);
        var (x, y) = (new float[inputs.Length], new float[targets.Length]);
        var (width, outputs) = (Architecture.Inputs, Architecture.Outputs);
        for (var row = 0; row < rows; row++)
        {
            inputs.AsSpan(order[row] * width, width).CopyTo(x.AsSpan(row * width));
            targets.AsSpan(order[row] * outputs, outputs).CopyTo(y.AsSpan(row * outputs));
        }

        return (x, y);
    }

    private static void RefuseMissing(float[] values, int width, string what, string source)
    {
        var index = Array.FindIndex(values, v => !float.IsFinite(v));
        if (index >= 0)
            throw new ArgumentException($"{source}: {what} {index % width} of row {index / width} is {values[index]}; a network needs finite numbers. Remove such rows or fill them in first.");
    }
}
