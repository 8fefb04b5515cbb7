namespace HepBayes.Training;

/// <summary>What training did, epoch by epoch.</summary>
/// <param name="Training">Mean negative log-likelihood of a training row in each epoch, [members][epochs], taken over the batches as they were used.</param>
/// <param name="Validation">The same for the validation rows after each epoch, [members][epochs]; empty without validation rows.</param>
/// <param name="BestEpoch">The epoch (from 0) whose weights were kept, for each member.</param>
public sealed record TrainingHistory(double[][] Training, double[][] Validation, int[] BestEpoch);
