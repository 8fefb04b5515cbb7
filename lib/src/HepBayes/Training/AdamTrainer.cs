using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Training;

/// <summary>
/// Trains networks on mini-batches with Adam, several side by side. Without validation rows the last weights are kept
/// (the learning rate has come to rest by then); with them, those of the best epoch.
/// </summary>
public static class AdamTrainer
{
    /// <summary>Trains from given starts.</summary>
    /// <param name="posterior">Model and training rows, on the processor.</param>
    /// <param name="start">Start of each network, [members, parameters]; it stays the caller's.</param>
    /// <param name="options">Settings.</param>
    /// <param name="validation">Model with validation rows, whose likelihood picks the best epoch; or null.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">The start has the wrong shape, or the data are not on the processor.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public static TrainedNetworks Fit(DensePosterior posterior, torch.Tensor start, AdamOptions options, DensePosterior? validation = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (start.dim() != 2 || start.shape[1] != posterior.Parameters)
            throw new ArgumentException($"The start has shape [{string.Join(", ", start.shape)}]; expected [members, {posterior.Parameters}].", nameof(start));
        if (posterior.Cpu is null || validation is { Cpu: null })
            throw new ArgumentException("Training in mini-batches runs on the processor; build the posterior without a device.", nameof(posterior));

        using var scope = torch.NewDisposeScope();
        var training = new Optimisation(posterior, start.to(torch.float32).cpu().contiguous().data<float>().ToArray(), options);
        var members = (int)start.shape[0];
        var best = new BestWeights(members, training.Weights);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var losses = training.Epoch(epoch, cancellation);
            if (losses.Any(double.IsNaN))
                throw new ArithmeticException($"The loss is not a number in epoch {epoch + 1}. Lower the learning rate (now {options.LearningRate}) and check that the inputs are standardised.");
            best.Add(epoch, training.Weights, losses, validation is null ? null : MeanLoss(validation, training.Weights, members));
            progress?.Report(new ProgressReport((epoch + 1.0) / options.Epochs, $"epoch {epoch + 1} of {options.Epochs}, loss {losses.Average():F4}"));
        }

        return new TrainedNetworks(posterior.Network, members, best.Weights, best.History());
    }

    private static double[] MeanLoss(DensePosterior rows, float[] weights, int members)
    {
        var logLikelihood = new double[members];
        rows.LogLikelihood(weights, logLikelihood);
        return [.. logLikelihood.Select(l => -l / rows.Rows)];
    }

    private sealed class BestWeights(int members, float[] start)
    {
        private readonly List<double>[] training = Lists(members);
        private readonly List<double>[] validation = Lists(members);
        private readonly int[] bestEpoch = new int[members];

        public float[] Weights { get; } = (float[])start.Clone();

        public void Add(int epoch, float[] weights, double[] loss, double[]? validationLoss)
        {
            var count = weights.Length / members;
            for (var m = 0; m < members; m++)
            {
                training[m].Add(loss[m]);
                if (validationLoss is not null)
                    validation[m].Add(validationLoss[m]);
                if (validationLoss is not null && epoch > 0 && validationLoss[m] >= validation[m][bestEpoch[m]])
                    continue;
                bestEpoch[m] = epoch;
                weights.AsSpan(m * count, count).CopyTo(Weights.AsSpan(m * count));
            }
        }

        public TrainingHistory History() => new(Arrays(training), validation[0].Count == 0 ? [] : Arrays(validation), bestEpoch);

        private static List<double>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<double>())];

        private static double[][] Arrays(List<double>[] lists) => [.. lists.Select(l => l.ToArray())];
    }

    private sealed class Optimisation
    {
        private readonly DensePosterior posterior;
        private readonly BatchGradient batches;
        private readonly AdamOptions options;
        private readonly int members;
        private readonly float[] gradient;
        private readonly float[] first;
        private readonly float[] second;
        private readonly AdamOptimiser adam = new();
        private int steps;

        public Optimisation(DensePosterior posterior, float[] weights, AdamOptions options)
        {
            (this.posterior, this.options, Weights) = (posterior, options, weights);
            members = weights.Length / posterior.Parameters;
            batches = new BatchGradient(posterior, members, options.BatchRows, options.Seed);
            (gradient, first, second) = (new float[weights.Length], new float[weights.Length], new float[weights.Length]);
        }

        public float[] Weights { get; }

        /// <summary>One pass over the rows; the mean loss of a row of each member.</summary>
        public double[] Epoch(int epoch, CancellationToken cancellation)
        {
            batches.NewEpoch();
            var (sums, logLikelihood) = (new double[members], new double[members]);
            for (var batch = 0; batch < batches.Batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                batches.Evaluate(batch, Weights, logLikelihood, gradient, options.PriorWeight);
                HoldHyperParameters();
                for (var m = 0; m < members; m++)
                    sums[m] -= logLikelihood[m];
                Update(LearningRate(epoch + ((double)batch / batches.Batches)));
            }

            return [.. sums.Select(s => s * batches.Scale / ((double)batches.Batches * posterior.Rows))];
        }

        private double LearningRate(double epoch) =>
            options.LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * epoch / options.Epochs))));

        // The prior's own hyper-parameters stay where they are: their joint density with the weights has no maximum worth finding.
        private void HoldHyperParameters()
        {
            for (var m = 0; m < members; m++)
                gradient.AsSpan(m * posterior.Parameters, posterior.Parameters)[posterior.Prior.HeldWhileClimbing].Clear();
        }

        // One step of Adam down the mean loss of a row.
        private void Update(double rate) => adam.Step(Weights, gradient, -posterior.Rows, first, second, ++steps, rate);
    }
}
