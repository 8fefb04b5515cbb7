using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Generative.Engine;
using HepBayes.Generative.Refinement;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>
/// A classifier between true and generated events. Its output is an estimate of the ratio of the densities: with D the probability of
/// "true", w(x) = D/(1-D) times the ratio of the numbers of events, by which generated events can be reweighted (DCTR; Andreassen and
/// Nachman, arXiv 1907.08209) and a generator can be judged (arXiv 2305.16774). Trained and judged events must be different ones.
/// </summary>
public sealed class EventClassifier
{
    private const string Label = "is true";
    private readonly TrainedClassifier trained;
    private readonly double logOdds;
    private readonly Lazy<DenseNetwork<float>> network;

    private EventClassifier(TrainedClassifier trained, double logOdds)
    {
        (this.trained, this.logOdds) = (trained, logOdds);
        network = new Lazy<DenseNetwork<float>>(() =>
        {
            var result = new DenseNetwork<float>(trained.Task.Network);
            result.SetParameters(trained.Parameters);
            return result;
        });
    }

    /// <summary>What the training did.</summary>
    public ClassifierHistory History => trained.History;

    /// <summary>Trains a classifier on all events but a fifth of them, which pick the best epoch.</summary>
    /// <param name="truth">True events, at least 10.</param>
    /// <param name="generated">Generated events of the same variables, at least 10.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Too few events, or different numbers of variables.</exception>
    /// <exception cref="UserErrorException">A value cannot be used; the message names it.</exception>
    public static EventClassifier Fit(EventSample truth, EventSample generated, EventClassifierOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(generated);
        options ??= new EventClassifierOptions();
        generated.RequireDimensions(truth.Dimensions, nameof(generated));
        if (truth.Count < 10 || generated.Count < 10)
            throw new ArgumentException($"There are {truth.Count} true and {generated.Count} generated events; a classifier needs at least 10 of each.");
        var table = AsTable(truth.Concat(generated), options).WithColumn(Label, [.. Enumerable.Repeat(1f, truth.Count), .. Enumerable.Repeat(0f, generated.Count)]);
        var split = table.Split(train: 0.8, validation: 0.2, test: 0, options.Seed, stratify: Label);
        var pipeline = Pipeline.Of(table.Columns.Where(c => c != Label)).Standardise().Fit(split.Train, label: Label);
        var network = new MlpClassifier { Hidden = options.Hidden, Activation = Networks.Activation.LeakyRelu };
        var training = new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchRows = options.BatchEvents,
            Optimiser = Optimiser.Adam(options.LearningRate),
            Plateau = new PlateauSchedule { Patience = 2, Factor = 0.3 },
            Seed = options.Seed,
        };
        return new EventClassifier(network.Fit(pipeline, split, Label, training, progress, cancellation), Math.Log((double)truth.Count / generated.Count)) { Options = options };
    }

    /// <summary>The settings.</summary>
    public required EventClassifierOptions Options { get; init; }

    /// <summary>The estimate of log(true density / generated density) of each event.</summary>
    /// <param name="events">Events that were not used in the training.</param>
    public double[] LogRatio(EventSample events)
    {
        ArgumentNullException.ThrowIfNull(events);
        // Far from 0 and 1 a probability keeps the digits of its log-odds; at them it is cut.
        return [.. trained.Predict(AsTable(events, Options)).Select(p => Math.Clamp(Math.Log(p) - Math.Log(1 - p), -30, 30) - logOdds)];
    }

    /// <summary>The estimate of log(true density / generated density) of one event with its gradient, for <see cref="Refinement.LatentRefinement"/>.</summary>
    /// <param name="variables">The variables of the event.</param>
    /// <param name="gradient">Receives the derivative by each variable.</param>
    /// <exception cref="InvalidOperationException">The classifier was given features, whose gradient is not known.</exception>
    public double Score(ReadOnlySpan<float> variables, Span<double> gradient)
    {
        if (Options.Features.Count > 0)
            throw new InvalidOperationException("The classifier sees features, whose gradient by the variables is not known. Train one without features.");
        var scaler = (StandardScaler)trained.Pipeline.Steps[0];
        Span<float> inputs = stackalloc float[variables.Length];
        for (var v = 0; v < inputs.Length; v++)
            inputs[v] = (float)((variables[v] - scaler.Means[v]) / scaler.Scales[v]);
        var logit = ScoreNetwork.Evaluate(network.Value, inputs, gradient);
        for (var v = 0; v < inputs.Length; v++)
            gradient[v] /= scaler.Scales[v];
        return logit - logOdds;
    }

    /// <summary>The weights that turn generated events into true ones; their mean over generated events should be 1.</summary>
    /// <param name="generated">Generated events.</param>
    /// <param name="largest">Weights above this are cut; infinite to cut none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The largest weight is not positive.</exception>
    public double[] Weights(EventSample generated, double largest = double.PositiveInfinity)
    {
        if (!(largest > 0))
            throw new ArgumentOutOfRangeException(nameof(largest), largest, "The largest weight must be positive.");
        return [.. LogRatio(generated).Select(l => Math.Min(largest, Math.Exp(l)))];
    }

    /// <summary>The area under the ROC curve between true and generated events that were not used in the training: 0.5 if the classifier cannot tell them apart.</summary>
    /// <param name="truth">True events.</param>
    /// <param name="generated">Generated events.</param>
    /// <param name="weights">Weights of the generated events, which make the curve that of the reweighted sample; null for none.</param>
    /// <exception cref="ArgumentException">There are no events of one kind.</exception>
    public RocCurve Judge(EventSample truth, EventSample generated, RealValues? weights = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(generated);
        double[] scores = [.. LogRatio(truth), .. LogRatio(generated)];
        bool[] labels = [.. Enumerable.Repeat(true, truth.Count), .. Enumerable.Repeat(false, generated.Count)];
        return weights is null ? RocCurve.Of(scores, labels) : RocCurve.Of(scores, labels, (double[])[.. Enumerable.Repeat(1.0, truth.Count), .. weights.Span]);
    }

    private static Table AsTable(EventSample events, EventClassifierOptions options)
    {
        var columns = Enumerable.Range(0, events.Dimensions).Select(v => ($"x{v}", events.Column(v)))
            .Concat(options.Features.Select((feature, i) => ($"feature {i}", events.Select(feature))));
        return Table.FromColumns([.. columns.Select(c => (c.Item1, Array.ConvertAll(c.Item2, v => (float)v)))]);
    }
}
