using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>What a training gave.</summary>
/// <param name="Flow">The flow of the best epoch: lowest validation loss, or the last one without validation events.</param>
/// <param name="History">Mean negative log density of an event, in the variables of the events, by epoch.</param>
public sealed record TrainedFlow(Flow Flow, TrainingHistory History);
