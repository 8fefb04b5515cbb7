using HepBayes.Generative.Engine;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>
/// Trains a flow from a density that is known up to a constant: draw events from the flow, ask the density, learn from the weights
/// f/q, and again. Weights are cut at the root of the number of events times their mean (Ionides, J. Comput. Graph. Stat. 17 (2008)
/// 295), so that one event cannot decide a step.
/// </summary>
public static class DensityTrainer
{
    // Where the density is 0 the logarithm of the ratio is cut this far below its largest value.
    private const double LowestLogRatio = 30;

    /// <summary>Trains a flow.</summary>
    /// <param name="start">Where to begin; it should be wide, because a mode where it draws nothing is never found.</param>
    /// <param name="logDensity">log f of each event, up to a constant; negative infinity where f is 0.</param>
    /// <param name="options">Settings; the defaults if not given.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">The flow has conditions, or the density gives NaN, positive infinity or another number of values (the message names the event).</exception>
    /// <exception cref="ArithmeticException">The density is 0 at every event of a round, or the parameters are no longer numbers.</exception>
    public static DensityTraining Fit(Flow start, Func<EventSample, double[]> logDensity, DensityTrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(logDensity);
        options ??= new DensityTrainingOptions();
        options.Check();
        if (start.Design.Conditions > 0)
            throw new ArgumentException("Training from a density is for flows without conditions.", nameof(start));
        return new Run(start, logDensity, options).All(progress, cancellation);
    }

    /// <summary>Events that were drawn once: mapped variables, log f behind the map, and log q when they were drawn.</summary>
    private sealed record Stored(float[] Mapped, double[] LogTarget, double[] LogProposal);

    private sealed class Run(Flow start, Func<EventSample, double[]> logDensity, DensityTrainingOptions options)
    {
        private readonly FlowEngine<float> engine = new(start.Layout);
        private readonly float[] parameters = [.. start.Parameters];
        private readonly float[] gradient = new float[start.Parameters.Length];
        private readonly float[] first = new float[start.Parameters.Length];
        private readonly float[] second = new float[start.Parameters.Length];
        private readonly List<Stored> buffer = [];
        private readonly List<double> efficiencies = [];
        private readonly AdamOptimiser adam = new();
        private float[] best = [.. start.Parameters];
        private int steps;

        public DensityTraining All(IProgress<ProgressReport>? progress, CancellationToken cancellation)
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                Draw(round);
                Learn(round, cancellation);
                progress?.Report(new ProgressReport((round + 1.0) / options.Rounds, $"round {round + 1} of {options.Rounds}, effective share {efficiencies[^1]:P1}"));
            }

            Draw(options.Rounds);
            return new DensityTraining(start.WithParameters(best), efficiencies, efficiencies.Count * options.EventsPerRound);
        }

        private void Draw(int round)
        {
            var dimensions = start.Design.Dimensions;
            if (!parameters.All(float.IsFinite))
                throw new ArithmeticException($"The parameters are not numbers after {round} rounds. Lower the learning rate (now {options.LearningRate}) or begin with a wider flow.");
            engine.SetParameters(parameters);
            var (mapped, logs) = (new float[options.EventsPerRound * dimensions], new double[options.EventsPerRound]);
            engine.Sample((ulong)options.Seed, RandomStreams.Of(RandomPurpose.FlowProposal, round), default, mapped);
            engine.LogDensity(mapped, default, logs);
            var stored = new Stored(mapped, Ask(mapped), logs);
            var share = ImportanceSample.Of(stored.LogTarget, stored.LogProposal).EssFraction;
            if (efficiencies.Count == 0 || share > efficiencies.Max())
                best = [.. parameters];
            efficiencies.Add(share);
            buffer.Add(stored);
            if (buffer.Count > options.BufferedRounds + 1)
                buffer.RemoveAt(0);
        }

        // log f as a density of the mapped variables.
        private double[] Ask(float[] mapped)
        {
            var events = start.Variables.Invert(mapped);
            var target = logDensity(events) ?? throw new ArgumentException("The density gave no values.");
            if (target.Length != events.Count)
                throw new ArgumentException($"The density gave {target.Length} values for {events.Count} events.");
            var bad = Array.FindIndex(target, t => double.IsNaN(t) || double.IsPositiveInfinity(t));
            if (bad >= 0)
                throw new ArgumentException($"The log density is {target[bad]} at event {bad} ({string.Join(", ", events[bad].ToArray())}); expected a number, or negative infinity where the density is 0.");
            if (target.All(double.IsNegativeInfinity))
                throw new ArithmeticException($"The density is 0 at all {events.Count} events that the flow drew, so there is nothing to learn from. Begin with a flow that covers its support.");
            for (var row = 0; row < target.Length; row++)
            {
                for (var variable = 0; variable < events.Dimensions; variable++)
                    target[row] -= start.Variables.Maps[variable].Apply(events[row][variable]).LogDerivative;
                // An event that rounding has put on a bound.
                target[row] = double.IsNaN(target[row]) ? double.NegativeInfinity : target[row];
            }

            return target;
        }

        private void Learn(int round, CancellationToken cancellation)
        {
            for (var i = buffer.Count - 1; i >= 0; i--)
            {
                var stored = buffer[i];
                var order = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.FlowBatches, (round * (options.BufferedRounds + 1)) + i)).Permutation(options.EventsPerRound);
                for (var from = 0; from < order.Length; from += options.BatchEvents)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Step(stored, order.AsMemory(from, Math.Min(options.BatchEvents, order.Length - from)), round + ((double)from / order.Length));
                }
            }
        }

        private void Step(Stored stored, Memory<int> batch, double round)
        {
            engine.SetParameters(parameters);
            engine.Gradient(stored.Mapped, default, batch, Coefficients(stored, batch), gradient);
            var rate = options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, round / options.Rounds)))));
            adam.Step(parameters, gradient, -1, first, second, ++steps, rate);
        }

        // What log q of each event counts in the gradient of minus the loss.
        private float[] Coefficients(Stored stored, Memory<int> batch)
        {
            var rows = batch.ToArray();
            var target = Array.ConvertAll(rows, row => stored.LogTarget[row]);
            var proposal = Array.ConvertAll(rows, row => stored.LogProposal[row]);
            if (options.Loss == DensityLoss.ForwardKullbackLeibler)
                return Means(Ratios(target, proposal));
            var now = LogDensity(stored, rows);
            if (options.Loss == DensityLoss.Variance)
                return Means(Product(Ratios(target, now), Ratios(target, proposal)));
            // Stored events count as often as the flow would draw them now.
            var drift = Ratios(now, proposal);
            var top = target.Zip(now, (t, q) => t - q).Max();
            double[] log = [.. target.Zip(now, (t, q) => Math.Max(t - q, top - LowestLogRatio))];
            var mean = log.Zip(drift, (l, d) => l * d).Sum() / drift.Sum();
            return Means([.. log.Zip(drift, (l, d) => (l - mean) * d)]);
        }

        private double[] LogDensity(Stored stored, int[] rows)
        {
            var (dimensions, values) = (start.Design.Dimensions, new float[rows.Length * start.Design.Dimensions]);
            for (var i = 0; i < rows.Length; i++)
                stored.Mapped.AsSpan(rows[i] * dimensions, dimensions).CopyTo(values.AsSpan(i * dimensions));
            var result = new double[rows.Length];
            engine.LogDensity(values, default, result);
            return result;
        }

        // exp(above - below) with mean 1, cut at the root of their number; 0 for a batch that has none.
        private static double[] Ratios(double[] above, double[] below)
        {
            double[] logs = [.. above.Zip(below, (a, b) => a - b)];
            var top = logs.Max();
            if (double.IsNegativeInfinity(top))
                return new double[logs.Length];
            double[] ratios = [.. logs.Select(l => Math.Exp(l - top))];
            var mean = ratios.Average();
            return [.. ratios.Select(r => Math.Min(r / mean, Math.Sqrt(ratios.Length)))];
        }

        private static double[] Product(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];

        private static float[] Means(double[] coefficients) => [.. coefficients.Select(c => (float)(c / coefficients.Length))];
    }
}
