using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Training;

/// <summary>
/// A posterior for the output layer of a trained network, whose hidden layers stay as they are: logistic regression on the
/// activations of the last hidden layer. It has few parameters and one mode, so a sampler is done in seconds; what the
/// hidden layers might have been is left out of its uncertainty (Kristiadi, Hein, Hennig, arXiv 2002.10118).
/// </summary>
/// <example><code>
/// var last = new LastLayer(trained, Prior.Gaussian());
/// using var posterior = last.Posterior(split.Train, weight: "w");
/// var run = Hmc.Sample(posterior, options: new HmcOptions { Chains = 4, Seed = 1 });
/// var predictive = last.Predict(run, split.Test);
/// </code></example>
public sealed class LastLayer
{
    private readonly TrainedClassifier trained;
    private readonly Mlp hidden;
    private readonly float[] parameters;

    /// <summary>Takes the hidden layers of a network.</summary>
    /// <param name="trained">The trained network.</param>
    /// <param name="prior">The prior of the weights and the bias of the output layer.</param>
    /// <exception cref="ArgumentException">The network has no hidden layer.</exception>
    public LastLayer(TrainedClassifier trained, Prior prior)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(prior);
        var whole = trained.Task.Network;
        if (whole.Layers == 1)
            throw new ArgumentException("The network has no hidden layer, so its last layer is all of it; sample the network itself.", nameof(trained));
        this.trained = trained;
        var width = whole.Hidden[^1];
        Network = new BayesianNetwork(Mlp.Of(width, [], 1, Activation.Identity), prior, Likelihood.Bernoulli());
        // The features come out of a network whose output layer is the identity.
        hidden = Mlp.Of(whole.Inputs, whole.Hidden, width, whole.Activation);
        parameters = new float[hidden.Layout.Count];
        var output = hidden.Layout.Weight(whole.Layers - 1);
        trained.Parameters[..output.Offset].CopyTo(parameters);
        for (var unit = 0; unit < width; unit++)
            parameters[output.Offset + (unit * width) + unit] = 1;
    }

    /// <summary>The model of the output layer: no hidden layer, as many inputs as the last hidden layer has units. Its parameters are [weights | bias | hyper-parameters of the prior].</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Weights and bias of the output layer as they were trained, [units + 1].</summary>
    public ReadOnlySpan<float> Trained => trained.Parameters[^(Network.Architecture.Inputs + 1)..];

    /// <summary>The activations of the last hidden layer, row by row, [rows, units], without dropout.</summary>
    /// <param name="table">Rows in the original units; the network's pipeline is applied here.</param>
    /// <exception cref="ColumnNotFoundException">An input is missing.</exception>
    /// <exception cref="UserErrorException">A value cannot be used; the message names column and row.</exception>
    public float[] Features(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var features = new float[table.Rows * hidden.Outputs];
        if (table.Rows == 0)
            return features;
        using var rows = new ClassifierRows(hidden, trained.Pipeline.Matrix(table), features);
        rows.Logits(parameters);
        return features;
    }

    /// <summary>The posterior density of the output layer given the rows of a table.</summary>
    /// <param name="table">Rows in the original units, with the label column of the training.</param>
    /// <param name="weight">Name of the column of event weights; null for 1 everywhere. A row of weight w counts as w rows, so the sum of weights decides how narrow the posterior is.</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="ArgumentException">A label or a weight is impossible.</exception>
    public DensePosterior Posterior(Table table, string? weight = null, torch.Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Network.Posterior(Features(table), table.Matrix([trained.Label]), device, table.Source, weight is null ? null : table.Matrix([weight]));
    }

    /// <summary>Predicts the rows of a table with the sampled output layers.</summary>
    /// <param name="run">Draws of <see cref="Posterior"/>.</param>
    /// <param name="table">Rows in the original units.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The run belongs to another model.</exception>
    public PosteriorPredictive Predict(SamplingRun run, Table table, int every = 1) => run.Predict(Network, Features(table), every);
}
