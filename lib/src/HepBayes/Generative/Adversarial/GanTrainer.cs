using HepBayes.Generative.Engine;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// Trains GANs on events, weighted or not. The critic lowers
/// - &lt;w log D&gt;_true / &lt;w&gt; - &lt;log(1 - D)&gt;_generated + (lambda/2) [ &lt;w (1-D)^2 |grad s|^2&gt;_true / &lt;w&gt; + &lt;D^2 |grad s|^2&gt;_generated ]
/// with s = logit D and the gradient with respect to the mapped event (arXiv 1907.03764; weights only with the true events, arXiv
/// 2012.07873, so that generated events have weight 1); the generator lowers - &lt;log D&gt;_generated plus weights x MMD^2 of derived
/// quantities. The same seed gives the same bits on any number of threads.
/// </summary>
public static class GanTrainer
{
    /// <summary>Trains a GAN.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="training">Training events, at least 2, without conditions.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every hundredth of the training.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">Events or weights do not fit; the message says in what.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public static TrainedGan Fit(Gan start, FlowData training, GanTrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(training);
        options ??= new GanTrainingOptions();
        options.Check();
        if (training.Conditions is not null)
            throw new ArgumentException("The events have conditions, which a GAN here does not take; train a conditional flow.", nameof(training));
        return new Run(start, training, options).All(progress, cancellation);
    }

    private sealed class Run
    {
        private const int Parts = 100;
        private const double FinalRate = 0.01;
        private readonly Gan start;
        private readonly GanTrainingOptions options;
        private readonly float[] events;
        private readonly double[] weights;
        private readonly int batch;
        private readonly GanEngine<float> engine;
        private readonly DiscrepancyGradient? discrepancy;
        private readonly AdamNetwork generator;
        private readonly AdamNetwork critic;
        private readonly double[] average;
        private int[] order = [];

        public Run(Gan start, FlowData training, GanTrainingOptions options)
        {
            (this.start, this.options) = (start, options);
            weights = training.MeanOneWeights("training events");
            (events, _) = start.Variables.Apply(training.Events);
            batch = Math.Min(options.BatchEvents, weights.Length);
            if (batch < 2)
                throw new ArgumentException("There is one training event; a GAN needs at least 2.", nameof(training));
            engine = new GanEngine<float>(start.Design, batch);
            discrepancy = options.Discrepancies.Count > 0 ? new DiscrepancyGradient(start.Variables, options.Discrepancies, training.Events, weights) : null;
            (generator, critic) = (new AdamNetwork(start.GeneratorParameters), new AdamNetwork(start.CriticParameters));
            average = Array.ConvertAll(generator.Parameters, p => (double)p);
        }

        public TrainedGan All(IProgress<ProgressReport>? progress, CancellationToken cancellation)
        {
            var history = new List<(int Step, Losses Mean)>();
            var (sum, count) = (default(Losses), 0);
            for (var step = 0; step < options.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                (sum, count) = (sum + Step(step), count + 1);
                if ((step + 1) * (long)Parts / options.Steps == step * (long)Parts / options.Steps && step + 1 < options.Steps)
                    continue;
                var mean = sum.Over(count);
                if (!double.IsFinite(mean.Critic + mean.Penalty + mean.Generator + mean.Discrepancy))
                    throw new ArithmeticException($"The loss is not a number at step {step + 1}. Lower the learning rate (now {options.LearningRate}) and check that the mapped variables are standardised.");
                history.Add((step + 1, mean));
                progress?.Report(new ProgressReport((step + 1.0) / options.Steps, $"step {step + 1} of {options.Steps}, critic {mean.Critic:F4}, generator {mean.Generator:F4}"));
                (sum, count) = (default, 0);
            }

            return new TrainedGan(
                start.WithParameters(Array.ConvertAll(average, p => (float)p), critic.Parameters),
                new GanHistory([.. history.Select(h => h.Step)], [.. history.Select(h => h.Mean.Critic)], [.. history.Select(h => h.Mean.Penalty)], [.. history.Select(h => h.Mean.Generator)], [.. history.Select(h => h.Mean.Discrepancy)]))
            {
                Seed = options.Seed,
            };
        }

        private Losses Step(int step)
        {
            var rate = options.LearningRate * (FinalRate + ((1 - FinalRate) * 0.5 * (1 + Math.Cos(Math.PI * step / options.Steps))));
            var chosen = Batch(step);
            engine.Generator.SetParameters(generator.Parameters);
            engine.Critic.SetParameters(critic.Parameters);
            var (crossEntropy, penalty) = engine.CriticGradient(events, chosen, weights, options.GradientPenalty, Noise(RandomPurpose.GanCriticNoise, step), critic.Gradient);
            critic.Step(rate);
            engine.Critic.SetParameters(critic.Parameters);
            var further = 0.0;
            var loss = engine.GeneratorGradient(
                Noise(RandomPurpose.GanGeneratorNoise, step), discrepancy is null ? null : (generated, gradient) => further = discrepancy.Add(chosen, generated, gradient), generator.Gradient);
            generator.Step(rate);
            Average(step);
            return new Losses(crossEntropy, penalty, loss, further);
        }

        // Passes over the events in new random orders; what is left at the end of a pass is not used in it.
        private int[] Batch(int step)
        {
            var batches = weights.Length / batch;
            if (step % batches == 0)
                order = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.GanBatches, step / batches)).Permutation(weights.Length);
            return order[(step % batches * batch)..((step % batches * batch) + batch)];
        }

        private void Average(int step)
        {
            var share = Math.Max(1.0 / (step + 1), Math.Min(1, 20.0 / options.Steps));
            for (var i = 0; i < average.Length; i++)
                average[i] += share * (generator.Parameters[i] - average[i]);
        }

        private NoisePlace Noise(RandomPurpose purpose, int step) => new((ulong)options.Seed, RandomStreams.Of(purpose, step), 0);
    }

    private readonly record struct Losses(double Critic, double Penalty, double Generator, double Discrepancy)
    {
        public static Losses operator +(Losses a, Losses b) => new(a.Critic + b.Critic, a.Penalty + b.Penalty, a.Generator + b.Generator, a.Discrepancy + b.Discrepancy);

        public Losses Over(int count) => new(Critic / count, Penalty / count, Generator / count, Discrepancy / count);
    }

    /// <summary>The parameters of one network with the memory of Adam.</summary>
    private sealed class AdamNetwork(ReadOnlySpan<float> start)
    {
        private readonly AdamOptimiser adam = new() { FirstDecay = 0.5 };
        private readonly float[] first = new float[start.Length];
        private readonly float[] second = new float[start.Length];
        private int steps;

        public float[] Parameters { get; } = start.ToArray();

        public float[] Gradient { get; } = new float[start.Length];

        public void Step(double rate) => adam.Step(Parameters, Gradient, 1, first, second, ++steps, rate);
    }
}
