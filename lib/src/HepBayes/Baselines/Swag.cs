using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;
using TorchSharp;

namespace HepBayes.Baselines;

/// <summary>
/// SWAG: the path of stochastic gradient descent around a trained network, described by a normal distribution with a diagonal
/// and a low-rank part (Maddox, Garipov, Izmailov, Vetrov, Wilson, arXiv 1902.02476). With several starts, each gets its own
/// distribution (Wilson and Izmailov, arXiv 2002.08791).
/// </summary>
/// <example><code>
/// var trained = DeepEnsemble.Train(posterior, members: 1, seed: 1);
/// using var start = trained.Positions();
/// var networks = Swag.Fit(posterior, start, new SwagOptions { Epochs = 100 }).Sample(draws: 100, seed: 1);
/// var mean = networks.Predict(inputs).Mean();
/// </code></example>
public static class Swag
{
    // The rate at the end of a cycle, as a part of that at its start.
    private const double LowestRate = 0.01;

    /// <summary>Walks from trained networks and collects weights.</summary>
    /// <param name="posterior">Model and training rows, on the processor; it stays the caller's.</param>
    /// <param name="start">Trained networks, [members, parameters]; it stays the caller's. Hyper-parameters of the prior stay where they are.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">The start has the wrong shape, or the data are not on the processor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArithmeticException">The weights are no longer numbers; the message says what to change.</exception>
    public static SwagPosterior Fit(DensePosterior posterior, torch.Tensor start, SwagOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(start);
        options ??= new SwagOptions();
        options.Check();
        if (start.dim() != 2 || start.shape[1] != posterior.Parameters)
            throw new ArgumentException($"The start has shape [{string.Join(", ", start.shape)}]; expected [members, {posterior.Parameters}].", nameof(start));
        using var scope = torch.NewDisposeScope();
        var weights = start.to(torch.float32).cpu().contiguous().data<float>().ToArray();
        var members = (int)start.shape[0];
        var descent = new Descent(posterior, weights, members, options);
        var moments = Enumerable.Range(0, members).Select(_ => new SwagMoments(posterior.Parameters, options.Rank)).ToArray();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            descent.Epoch(epoch, cancellation);
            if (weights.Any(w => !float.IsFinite(w)))
                throw new ArithmeticException($"The weights are not finite after epoch {epoch + 1}. Lower the learning rate (now {options.LearningRate}) and check that the inputs are standardised.");
            if ((epoch + 1) % options.CycleEpochs == 0)
            {
                for (var member = 0; member < members; member++)
                    moments[member].Add(weights.AsSpan(member * posterior.Parameters, posterior.Parameters));
            }

            progress?.Report(new ProgressReport((epoch + 1.0) / options.Epochs, $"epoch {epoch + 1} of {options.Epochs}"));
        }

        return new SwagPosterior(posterior.Network, moments);
    }

    private sealed class Descent(DensePosterior posterior, float[] weights, int members, SwagOptions options)
    {
        private readonly BatchGradient batches = new(posterior, members, options.BatchRows, options.Seed);
        private readonly Optimiser optimiser = Checked(Optimiser.Sgd(options.LearningRate, options.Momentum));
        private readonly double[] logLikelihood = new double[members];
        private readonly float[] gradient = new float[weights.Length];
        private readonly float[] velocity = new float[weights.Length];

        public void Epoch(int epoch, CancellationToken cancellation)
        {
            batches.NewEpoch();
            for (var batch = 0; batch < batches.Batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                batches.Evaluate(batch, weights, logLikelihood, gradient);
                for (var member = 0; member < members; member++)
                    gradient.AsSpan(member * posterior.Parameters, posterior.Parameters)[posterior.Prior.HeldWhileClimbing].Clear();
                optimiser.Step(weights, gradient, -posterior.Rows, velocity, [], 0, Rate(epoch + ((double)batch / batches.Batches)));
            }
        }

        private static Optimiser Checked(Optimiser optimiser)
        {
            optimiser.Check();
            return optimiser;
        }

        private double Rate(double epoch)
        {
            if (options.CycleEpochs == 1)
                return options.LearningRate;
            var place = epoch % options.CycleEpochs / options.CycleEpochs;
            return options.LearningRate * (LowestRate + ((1 - LowestRate) * 0.5 * (1 + Math.Cos(Math.PI * place))));
        }
    }
}
