using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>A trained plain network with its pipeline. It does not change; holds no native memory.</summary>
public sealed class TrainedClassifier
{
    private readonly ClassifierTask task;
    private readonly ClassifierState state;

    internal TrainedClassifier(ClassifierTask task, ClassifierState state, ClassifierData data, double seconds, string? continuedFrom, string? folder = null)
    {
        (this.task, this.state, Data) = (task, state, data);
        (Seconds, ContinuedFrom, Folder) = (seconds, continuedFrom, folder);
    }

    /// <summary>The settings of the network.</summary>
    public MlpClassifier Classifier => task.Classifier;

    /// <summary>From table to inputs, as it was in training.</summary>
    public Pipeline Pipeline => task.Pipeline;

    /// <summary>The label column of the training.</summary>
    public string Label => task.Label;

    /// <summary>The settings of the training.</summary>
    public TrainingOptions Options => task.Options;

    /// <summary>What the training did.</summary>
    public ClassifierHistory History => state.History;

    /// <summary>Which rows it was trained on.</summary>
    public ClassifierData Data { get; }

    /// <summary>The duration of the training in seconds, without earlier ones that it continued.</summary>
    public double Seconds { get; }

    /// <summary>The folder that holds this training; null if it was not written.</summary>
    public string? Folder { get; }

    /// <summary>The name of the folder of the training that this one continued; null for none or if that was not written.</summary>
    public string? ContinuedFrom { get; }

    /// <summary>The weights and biases that were kept (those of <see cref="ClassifierHistory.BestEpoch"/>), as <see cref="ParameterLayout"/> orders them.</summary>
    public ReadOnlySpan<float> Parameters => state.Best;

    /// <summary>
    /// The network as a probability model, Bernoulli likelihood and the prior of <see cref="Prior.Gaussian"/>: what samplers and
    /// ensembles take. <see cref="Parameters"/> is one of its parameter vectors.
    /// </summary>
    public BayesianNetwork Model => new(task.Network, Prior.Gaussian(), Likelihood.Bernoulli());

    internal ClassifierTask Task => task;

    internal ClassifierState State => state;

    /// <summary>The probability of class 1 of each row, without dropout. Columns are found by name.</summary>
    /// <param name="table">Rows in the original units; the pipeline is applied here.</param>
    /// <returns>One number from 0 to 1 a row.</returns>
    /// <exception cref="ColumnNotFoundException">An input is missing.</exception>
    /// <exception cref="UserErrorException">A value cannot be used; the message names column and row.</exception>
    public double[] Predict(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var inputs = Pipeline.Matrix(table);
        if (inputs.Length == 0)
            return [];
        using var rows = new ClassifierRows(task.Network, inputs);
        return [.. rows.Logits(state.Best).ToArray().Select(f => 1 / (1 + Math.Exp(-(double)f)))];
    }

    /// <summary>Goes on where this training stopped (from its last weights, not the best ones), up to options.Epochs in all. This network stays as it is.</summary>
    /// <param name="split">The rows, usually those of before.</param>
    /// <param name="options">Settings with more epochs; the optimiser must be of the same kind.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches; nothing is written then.</param>
    /// <exception cref="ArgumentException">The options ask for no further epoch or for another kind of optimiser.</exception>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    public TrainedClassifier Continue(DataSplit split, TrainingOptions options, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Epochs <= History.Epochs.Count)
            throw new ArgumentException($"The network has {History.Epochs.Count} epochs already and the options ask for {options.Epochs} in all; ask for more.", nameof(options));
        if (options.Optimiser.GetType() != Options.Optimiser.GetType())
            throw new ArgumentException("The optimiser is of another kind than before, and its memory of the gradients cannot be taken over. Keep the kind, or train anew.", nameof(options));
        var from = Folder is null ? null : Path.GetFileName(Folder);
        return ClassifierFit.Run(task with { Options = options }, state.Copy(), split, from, progress, cancellation);
    }

    /// <summary>Writes weights, history, settings, pipeline and data checksums into a new folder named by date and time; nothing is ever overwritten.</summary>
    /// <param name="runLog">The folder in which the new one is made.</param>
    /// <returns>This network, with <see cref="Folder"/> set.</returns>
    /// <exception cref="IOException">The files could not be written.</exception>
    public TrainedClassifier Save(string runLog)
    {
        ArgumentException.ThrowIfNullOrEmpty(runLog);
        return new(task, state, Data, Seconds, ContinuedFrom, ClassifierFolder.Write(this, runLog, TimeProvider.System));
    }

    /// <summary>Reads a folder that a training has written.</summary>
    /// <param name="folder">The dated folder.</param>
    /// <param name="pipeline">The pipeline that will be used; null to take the one in the folder. It must be the one of the training.</param>
    /// <exception cref="UserErrorException">The folder is incomplete, damaged or of a newer version, or the pipeline has other features or figures; the message says which.</exception>
    public static TrainedClassifier Load(string folder, Pipeline? pipeline = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var trained = ClassifierFolder.Read(folder);
        pipeline?.RequireEqual(trained.Pipeline, $"'{folder}'");
        return trained;
    }
}
