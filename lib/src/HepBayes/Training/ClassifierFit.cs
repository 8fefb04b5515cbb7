using System.Diagnostics;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// Trains a plain network epoch by epoch. The order of the rows in an epoch and what dropout drops in a step follow from the
/// seed and the numbers of epoch and step alone, so a training that is continued goes on as if it had never stopped.
/// </summary>
internal static class ClassifierFit
{
    /// <summary>Trains until an end is reached and writes the run log if there is one.</summary>
    public static TrainedClassifier Run(
        ClassifierTask task, ClassifierState state, DataSplit split, string? continuedFrom, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        var options = task.Options;
        options.Check(split.Validation.Rows > 0);
        if (split.Train.Rows == 0)
            throw new UserErrorException($"There are no training rows ({split.Train.Source}). Check the selection of rows and the fractions of the split.");
        var clock = Stopwatch.StartNew();
        using var training = ClassifierRows.Of(task, split.Train);
        using var validation = split.Validation.Rows > 0 ? ClassifierRows.Of(task, split.Validation) : null;
        var levels = task.Classifier.Levels(task.Network);
        using var engine = new DropoutEngine(task.Network, task.Classifier.DropoutOfEachLayer, (training.Inputs, training.Labels, training.Weights), options.Seed, levels, Math.Min(options.BatchRows, training.Count));
        while (state.History.Epochs.Count < options.Epochs && !state.History.Ends(options.EarlyStopping))
        {
            var record = Epoch(options, state, levels, engine, training, validation, cancellation);
            if (!double.IsFinite(record.TrainingLoss) || (validation is not null && !double.IsFinite(record.ValidationLoss)))
                throw new ArithmeticException($"The loss is not a number in epoch {record.Epoch}. Lower the learning rate (now {record.LearningRate}) and check that the inputs are standardised.");
            progress?.Report(new ProgressReport((double)record.Epoch / options.Epochs, $"epoch {record.Epoch} of {options.Epochs}, loss {record.TrainingLoss:F4}, validation {record.ValidationLoss:F4}"));
            if (options.AfterEpoch?.Invoke(record) == false)
                break;
        }

        var trained = new TrainedClassifier(task, state, ClassifierData.Of(task, split), clock.Elapsed.TotalSeconds, continuedFrom);
        return options.RunLog is null ? trained : trained.Save(options.RunLog);
    }

    private static EpochRecord Epoch(
        TrainingOptions options, ClassifierState state, NormalisedLevels levels, DropoutEngine engine, ClassifierRows training, ClassifierRows? validation, CancellationToken cancellation)
    {
        var number = state.History.Epochs.Count + 1;
        var rate = state.History.NextRate(options.Optimiser.LearningRate, options.Plateau);
        var order = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Batches, number)).Permutation(training.Count);
        var gradient = new float[state.Weights.Length];
        for (var first = 0; first < order.Length; first += options.BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = order.AsMemory(first, Math.Min(options.BatchRows, order.Length - first));
            engine.Gradient(state.Weights, batch, state.Steps, gradient);
            engine.UpdateRunning(state.Running);
            state.Steps++;
            options.Optimiser.Step(state.Weights, gradient, -batch.Length, state.First, state.Second, state.Steps, rate);
        }

        var plain = levels.Fold(state.Weights, state.Running);
        var record = new EpochRecord(number, training.Loss(plain), validation?.Loss(plain) ?? double.NaN, rate);
        state.History = state.History.With(record);
        if (state.History.BestEpoch == number)
        {
            state.Weights.CopyTo(state.Best, 0);
            state.Running.CopyTo(state.BestRunning, 0);
        }

        return record;
    }
}
