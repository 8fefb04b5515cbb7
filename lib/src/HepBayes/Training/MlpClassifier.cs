using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// A plain (not Bayesian) network for two classes, before training: dense hidden layers, dropout behind each where wanted, one output
/// whose logistic function is the probability of class 1. Settings only; <see cref="Fit"/> gives the trained network.
/// </summary>
/// <example><code>
/// var network = new MlpClassifier { Hidden = [25, 20, 15], Dropout = [0.05, 0.05, 0] };
/// var trained = network.Fit(pipeline, split, "signal", new TrainingOptions { Epochs = 200, RunLog = "runs" });
/// double[] scores = trained.Predict(split.Test);
/// </code></example>
public sealed record MlpClassifier
{
    /// <summary>Hidden widths from the input on, each at least 1; empty for a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [25, 20, 15];

    /// <summary>The activation of the hidden layers, one of the library's own.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The probability to drop a unit, one per hidden layer, from 0 to below 1; empty for none. The number at place k acts between hidden layer k and the next layer.</summary>
    public IReadOnlyList<double> Dropout { get; init; } = [];

    /// <summary>
    /// Whether the inputs are batch-normalised: in training by mean and variance of the batch, in prediction by running ones (momentum 0.1, epsilon 1e-5), with a scale and a
    /// shift that are learnt (Ioffe and Szegedy, arXiv 1502.03167). Event weights do not enter the statistics of a batch.
    /// </summary>
    public bool NormaliseInputs { get; init; }

    /// <summary>Whether the sums of each hidden layer are batch-normalised in the same way, before the activation. Batches are then passed on one thread.</summary>
    public bool NormaliseHidden { get; init; }

    /// <summary>The standard deviation of the initial weights, above 0; null for He's choice sqrt(2 / inputs of the layer) (arXiv 1502.01852). Biases begin at 0.</summary>
    public double? InitialScale { get; init; }

    /// <summary>
    /// Trains on the training rows and watches the validation rows; test rows are not touched. The same seed gives the same weights,
    /// on any number of threads.
    /// </summary>
    /// <param name="pipeline">From table to inputs, fitted on the training rows; it is kept with the network.</param>
    /// <param name="split">The rows; without validation rows the last weights are kept.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches; nothing is written then.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the label is among the inputs.</exception>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="UserErrorException">There are no training rows, a class is missing, or a value cannot be used; the message names it.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public TrainedClassifier Fit(Pipeline pipeline, DataSplit split, string label, TrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentException.ThrowIfNullOrEmpty(label);
        options ??= new TrainingOptions();
        var network = Architecture(pipeline.Outputs.Count);
        if (pipeline.Columns.Contains(label))
            throw new ArgumentException($"The label '{label}' is among the inputs of the pipeline; leave it out there.", nameof(label));
        var state = InitialState(network, options.Seed);
        return ClassifierFit.Run(new ClassifierTask(this, network, pipeline, label, options), state, split, continuedFrom: null, progress, cancellation);
    }

    /// <summary>The architecture for a number of inputs.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal Mlp Architecture(int inputs)
    {
        if (Dropout.Count != 0 && Dropout.Count != Hidden.Count)
            throw new ArgumentException($"There are {Dropout.Count} dropout probabilities for {Hidden.Count} hidden layers; give one per layer, or none.");
        var wrong = Dropout.Where(p => !(p >= 0 && p < 1)).Select(p => (double?)p).FirstOrDefault();
        if (wrong is not null)
            throw new ArgumentException($"A dropout probability is {wrong}; expected 0 to below 1.");
        if (InitialScale is { } scale && !(scale > 0 && double.IsFinite(scale)))
            throw new ArgumentException($"The initial scale is {scale}; it must be a positive number.");
        return Mlp.Of(inputs, Hidden, 1, Activation);
    }

    /// <summary>One probability for each hidden layer.</summary>
    internal IReadOnlyList<double> DropoutOfEachLayer => Dropout.Count > 0 ? Dropout : new double[Hidden.Count];

    /// <summary>What is batch-normalised.</summary>
    internal NormalisedLevels Levels(Mlp network) => new(network, NormaliseInputs, NormaliseHidden);

    private ClassifierState InitialState(Mlp network, int seed)
    {
        var levels = Levels(network);
        var (weights, running) = (new float[network.Layout.Count + levels.Count], new float[levels.Count]);
        InitialWeights(network, seed, weights);
        levels.Initialise(weights.AsSpan(network.Layout.Count), statistics: false);
        levels.Initialise(running, statistics: true);
        return new ClassifierState(weights, running);
    }

    private void InitialWeights(Mlp network, int seed, float[] weights)
    {
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var block = network.Layout.Weight(layer);
            var own = weights.AsSpan(block.Offset, block.Count);
            new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.InitialWeights, layer)).FillNormal(own);
            var scale = (float)(InitialScale ?? Math.Sqrt(2.0 / network.Width(layer)));
            foreach (ref var weight in own)
                weight *= scale;
            if (network.Layout.Slope(layer) is { } slope)
                weights.AsSpan(slope.Offset, slope.Count).Fill(0.25f);
        }
    }
}
