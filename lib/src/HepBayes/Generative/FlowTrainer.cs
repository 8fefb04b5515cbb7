using HepBayes.Generative.Engine;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>
/// Trains flows on events: the loss is L = - &lt;w log p(x)&gt; / &lt;w&gt;, for a Bayesian flow its mean over the weights' distribution plus
/// KL(q || prior) / N with N the number of training events (arXiv 2104.04543). The same seed gives the same bits on any number of threads.
/// </summary>
public static class FlowTrainer
{
    /// <summary>Trains a flow.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="training">Training events.</param>
    /// <param name="validation">Events whose loss picks the best epoch; null to keep the last one.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Events, weights or conditions do not fit; the message says in what.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public static TrainedFlow Fit(Flow start, FlowData training, FlowData? validation = null, FlowTrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        options ??= new FlowTrainingOptions();
        var run = new Run(start, [.. start.Parameters], null, training, validation, options);
        var history = run.All(progress, cancellation);
        return new TrainedFlow(start.WithParameters(run.Best), history) { Seed = options.Seed };
    }

    /// <summary>Trains a Bayesian flow by local re-parametrisation: fresh noise for the sums of every layer and event.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="training">Training events; their number divides the KL term.</param>
    /// <param name="validation">Events whose loss picks the best epoch; null to keep the last one.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Events, weights or conditions do not fit; the message says in what.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public static TrainedBayesianFlow Fit(BayesianFlow start, FlowData training, FlowData? validation = null, FlowTrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        options ??= new FlowTrainingOptions();
        var run = new Run(start.Shape, [.. start.Parameters], start.Uncertain, training, validation, options);
        var history = run.All(progress, cancellation);
        return new TrainedBayesianFlow(start.With(run.Best), history) { Seed = options.Seed };
    }

    /// <summary>Mapped events with the logarithm of the determinant of the map and weights of mean 1.</summary>
    private sealed class Rows
    {
        public Rows(Flow flow, FlowData data, string what)
        {
            Weights = data.MeanOneWeights(what);
            (Values, var logs) = flow.Variables.Apply(data.Events);
            Conditions = flow.Conditions(data.Conditions, data.Events.Count);
            MapTerm = logs.Zip(Weights, (log, weight) => log * weight).Average();
        }

        public float[] Values { get; }

        public float[] Conditions { get; }

        public double[] Weights { get; }

        public int Count => Weights.Length;

        /// <summary>What the maps in front of the flow add to the mean log density.</summary>
        public double MapTerm { get; }
    }

    private sealed class Run
    {
        private readonly Flow flow;
        private readonly FlowTrainingOptions options;
        private readonly FlowEngine<float> engine;
        private readonly Rows training;
        private readonly Rows? validation;
        private readonly float[] parameters;
        private readonly IReadOnlyList<ParameterBlock>? uncertain;
        private readonly float[] gradient;
        private readonly float[] first;
        private readonly float[] second;
        private readonly AdamOptimiser adam = new();
        private readonly GradientLimit limit = new();
        private int steps;

        public Run(Flow flow, float[] parameters, IReadOnlyList<ParameterBlock>? uncertain, FlowData training, FlowData? validation, FlowTrainingOptions options)
        {
            ArgumentNullException.ThrowIfNull(training);
            options.Check();
            (this.flow, this.parameters, this.uncertain, this.options) = (flow, parameters, uncertain, options);
            this.training = new Rows(flow, training, "training events");
            this.validation = validation is null ? null : new Rows(flow, validation, "validation events");
            engine = new FlowEngine<float>(flow.Layout, uncertain);
            (gradient, first, second) = (new float[parameters.Length], new float[parameters.Length], new float[parameters.Length]);
            Best = parameters;
        }

        public float[] Best { get; private set; }

        public TrainingHistory All(IProgress<ProgressReport>? progress, CancellationToken cancellation)
        {
            var (losses, validated, best) = (new double[options.Epochs], validation is null ? [] : new double[options.Epochs], 0);
            for (var epoch = 0; epoch < options.Epochs; epoch++)
            {
                losses[epoch] = Epoch(epoch, cancellation);
                if (validation is not null)
                    validated[epoch] = Validate(epoch);
                if (!double.IsFinite(losses[epoch]) || (validation is not null && !double.IsFinite(validated[epoch])))
                    throw new ArithmeticException($"The loss is not a number in epoch {epoch + 1}. Lower the learning rate (now {options.LearningRate}) and check that the mapped variables are standardised.");
                if (validation is null || epoch == 0 || validated[epoch] < validated[best])
                    (best, Best) = (epoch, [.. parameters]);
                progress?.Report(new ProgressReport((epoch + 1.0) / options.Epochs, $"epoch {epoch + 1} of {options.Epochs}, loss {losses[epoch]:F4}{(validation is null ? "" : $", validation {validated[epoch]:F4}")}"));
            }

            return new TrainingHistory([losses], validation is null ? [] : [validated], [best]);
        }

        private double Epoch(int epoch, CancellationToken cancellation)
        {
            var order = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.FlowBatches, epoch)).Permutation(training.Count);
            var logDensity = new double[Math.Min(options.BatchEvents, order.Length)];
            var coefficients = new float[logDensity.Length];
            var (sum, weight) = (0.0, 0.0);
            for (var start = 0; start < order.Length; start += options.BatchEvents)
            {
                cancellation.ThrowIfCancellationRequested();
                var batch = order.AsMemory(start, Math.Min(options.BatchEvents, order.Length - start));
                for (var i = 0; i < batch.Length; i++)
                    coefficients[i] = (float)(training.Weights[batch.Span[i]] / batch.Length);
                Step(batch, coefficients.AsMemory(0, batch.Length), logDensity.AsMemory(0, batch.Length), epoch + ((double)start / order.Length));
                for (var i = 0; i < batch.Length; i++)
                    (sum, weight) = (sum + (training.Weights[batch.Span[i]] * logDensity[i]), weight + training.Weights[batch.Span[i]]);
            }

            return Penalty() - (sum / weight) - training.MapTerm;
        }

        private void Step(ReadOnlyMemory<int> batch, ReadOnlyMemory<float> coefficients, Memory<double> logDensity, double epoch)
        {
            engine.SetParameters(parameters);
            engine.Gradient(training.Values, training.Conditions, batch, coefficients, gradient, logDensity, Noise(steps));
            if (uncertain is not null)
                VariationalWeights.AddGradient(uncertain, parameters, -1.0 / training.Count, gradient);
            limit.Apply(gradient);
            var rate = options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * epoch / options.Epochs))));
            steps++;
            // The gradient is that of -loss, hence the divisor.
            var means = flow.Layout.Parameters;
            adam.Step(parameters.AsSpan(0, means), gradient.AsSpan(0, means), -1, first.AsSpan(0, means), second.AsSpan(0, means), steps, rate);
            adam.Step(parameters.AsSpan(means), gradient.AsSpan(means), -1, first.AsSpan(means), second.AsSpan(means), steps, rate * VariationalWeights.RateFactor);
            VariationalWeights.Hold(parameters.AsSpan(means));
        }

        private double Validate(int epoch)
        {
            var logDensity = new double[validation!.Count];
            engine.SetParameters(parameters);
            engine.LogDensity(validation.Values, validation.Conditions, logDensity, Noise(-1 - epoch));
            return Penalty() - logDensity.Zip(validation.Weights, (log, weight) => log * weight).Average() - validation.MapTerm;
        }

        private double Penalty() => uncertain is not null ? VariationalWeights.KullbackLeibler(uncertain, parameters) / training.Count : 0;

        // Steps count up from 0 and validations down from -1.
        private NoisePlace Noise(int index) => new((ulong)options.Seed, RandomStreams.Of(RandomPurpose.FlowNoise, index), 0);
    }
}
