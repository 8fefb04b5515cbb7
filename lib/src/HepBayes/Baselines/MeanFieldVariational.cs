using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Baselines;

/// <summary>
/// Mean-field variational inference: the independent normal distributions of all parameters, hyper-parameters included, that
/// make the evidence lower bound largest, found by Adam on mini-batches (Blundell et al., Bayes by backprop, arXiv
/// 1505.05424). Each step draws several networks, which the engine evaluates side by side.
/// </summary>
/// <example><code>
/// var trained = DeepEnsemble.Train(posterior, members: 1, seed: 1);
/// var networks = MeanFieldVariational.Fit(posterior, trained.Parameters(0)).Sample(draws: 200, seed: 1);
/// var mean = networks.Predict(inputs).Mean();
/// </code></example>
public static class MeanFieldVariational
{
    /// <summary>Finds the distributions.</summary>
    /// <param name="posterior">Model and training rows, on the processor; it stays the caller's.</param>
    /// <param name="start">Means at the start, [parameters], for example a trained network.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">The start has the wrong length, or the data are not on the processor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArithmeticException">The bound is no longer a number; the message says what to change.</exception>
    public static MeanFieldPosterior Fit(DensePosterior posterior, ReadOnlySpan<float> start, VariationalOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        options ??= new VariationalOptions();
        options.Check();
        if (start.Length != posterior.Parameters)
            throw new ArgumentException($"The start has {start.Length} numbers; the model has {posterior.Parameters} parameters.", nameof(start));
        var objective = new VariationalObjective(posterior, options.Samples, options.BatchRows, options.Seed);
        var state = Start(posterior, start, options.InitialScale);
        var climb = new Climb(objective, state, options);
        var history = new double[options.Epochs];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            history[epoch] = climb.Epoch(epoch, cancellation);
            if (!double.IsFinite(history[epoch]))
                throw new ArithmeticException($"The evidence lower bound is not finite in epoch {epoch + 1}. Lower the learning rate (now {options.LearningRate}) and check that the inputs are standardised.");
            progress?.Report(new ProgressReport((epoch + 1.0) / options.Epochs, $"epoch {epoch + 1} of {options.Epochs}, lower bound {history[epoch]:F1}"));
        }

        return new MeanFieldPosterior(posterior.Network, state, history);
    }

    private static float[] Start(DensePosterior posterior, ReadOnlySpan<float> start, double scale)
    {
        var state = new float[2 * posterior.Parameters];
        start.CopyTo(state);
        var spread = posterior.Prior.Describe().Spread;
        for (var i = 0; i < spread.Length; i++)
            state[spread.Length + i] = (float)Math.Log(scale * spread[i]);
        return state;
    }

    private sealed class Climb(VariationalObjective objective, float[] state, VariationalOptions options)
    {
        private readonly AdamOptimiser adam = new();
        private readonly CounterRandom random = new((ulong)options.Seed, RandomStreams.Of(RandomPurpose.VariationalNoise));
        private readonly float[] noise = new float[options.Samples / 2 * objective.Parameters];
        private readonly float[] gradient = new float[state.Length];
        private readonly float[] first = new float[state.Length];
        private readonly float[] second = new float[state.Length];
        private long steps;

        // One pass over the rows; the mean of its estimates of the bound.
        public double Epoch(int epoch, CancellationToken cancellation)
        {
            objective.NewEpoch();
            var sum = 0.0;
            for (var batch = 0; batch < objective.Batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                random.FillNormal(noise);
                sum += objective.Evaluate(batch, state, noise, gradient);
                adam.Step(state, gradient, -1, first, second, ++steps, Rate(epoch + ((double)batch / objective.Batches)));
            }

            return sum / objective.Batches;
        }

        private double Rate(double epoch) => options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * epoch / options.Epochs))));
    }
}
