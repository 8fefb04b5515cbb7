using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>What the training of a Bayesian flow gave.</summary>
/// <param name="Flow">The flow of the best epoch.</param>
/// <param name="History">Mean negative log density of an event plus KL / number of training events, by epoch.</param>
public sealed record TrainedBayesianFlow(BayesianFlow Flow, TrainingHistory History);
