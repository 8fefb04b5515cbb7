using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>Predictions of sampled, saved and trained networks. For more rows than fit into memory see <see cref="BatchPredictor"/>.</summary>
public static class Predictor
{
    /// <summary>The draws of a run as networks of the model that was sampled.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <exception cref="ArgumentException">The run belongs to another model.</exception>
    public static SampledNetworks Networks(this SamplingRun run, BayesianNetwork network) => new(run, network);

    /// <summary>Networks from the prior, to predict with before any data are seen.</summary>
    /// <param name="network">The model.</param>
    /// <param name="draws">Number of networks, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public static PriorNetworks PriorNetworks(this BayesianNetwork network, int draws, int seed) => new(network, draws, seed);

    /// <summary>Predicts rows with the networks of a run.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <param name="inputs">Input features, row by row, [rows, inputs], prepared like the training rows.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The run belongs to another model, or the inputs do not fit it or are not finite.</exception>
    public static PosteriorPredictive Predict(this SamplingRun run, BayesianNetwork network, float[] inputs, int every = 1) =>
        new SampledNetworks(run, network).Predict(inputs, every);

    /// <summary>Predicts the rows of a table with the networks of a run.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <param name="rows">The rows, prepared like the training rows.</param>
    /// <param name="inputs">Names of the input columns, in the order of training.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    public static PosteriorPredictive Predict(this SamplingRun run, BayesianNetwork network, Table rows, IReadOnlyList<string> inputs, int every = 1) =>
        new SampledNetworks(run, network).Predict(rows, inputs, every);

    /// <summary>Predicts the rows of a table.</summary>
    /// <param name="networks">Sampled, saved or trained networks.</param>
    /// <param name="rows">The rows, prepared like the training rows.</param>
    /// <param name="inputs">Names of the input columns, in the order of training.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the network or are not finite.</exception>
    public static PosteriorPredictive Predict(this INetworkEnsemble networks, Table rows, IReadOnlyList<string> inputs, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return networks.Predict(rows.Matrix(inputs), every);
    }

    /// <summary>Predicts rows. Keeps one number for each network, row and output: 4 bytes each.</summary>
    /// <param name="networks">Sampled, saved or trained networks.</param>
    /// <param name="inputs">Input features, row by row, [rows, inputs], prepared like the training rows.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the network or are not finite, or the predictions do not fit into one array.</exception>
    public static PosteriorPredictive Predict(this INetworkEnsemble networks, float[] inputs, int every = 1)
    {
        var stack = new NetworkStack(networks, every);
        var rows = stack.CheckInputs(inputs);
        var size = (long)stack.Count * rows * stack.Network.Architecture.Outputs;
        if (size > Array.MaxLength)
            throw new ArgumentException($"{stack.Count} networks and {rows} rows make {size} predictions, more than one array holds; use BatchPredictor, or a larger 'every'.", nameof(inputs));
        var values = new float[size];
        if (rows > 0)
            stack.Forward(inputs, rows, values);
        return new PosteriorPredictive(stack, values, rows);
    }
}
