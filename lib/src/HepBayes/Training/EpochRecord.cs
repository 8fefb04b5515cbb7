namespace HepBayes.Training;

/// <summary>One epoch of a training. Losses are mean weighted cross-entropies of a row, in nats, after the epoch and without dropout, so that the two compare.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="TrainingLoss">The loss of the training rows.</param>
/// <param name="ValidationLoss">The loss of the validation rows; NaN without any.</param>
/// <param name="LearningRate">The learning rate of the epoch.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double ValidationLoss, double LearningRate);
