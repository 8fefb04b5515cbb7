using HepBayes.Generative.Saving;
using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>What the training of a Bayesian flow gave.</summary>
/// <param name="Flow">The flow of the best epoch.</param>
/// <param name="History">Mean negative log density of an event plus KL / number of training events, by epoch.</param>
public sealed record TrainedBayesianFlow(BayesianFlow Flow, TrainingHistory History)
{
    private const string Kind = "bayesian_flow";

    /// <summary>The seed of the training.</summary>
    public int Seed { get; init; }

    /// <summary>Writes one file, as <see cref="TrainedFlow.Save"/>.</summary>
    /// <param name="path">The file to create or replace, usually ending in <c>.safetensors</c>.</param>
    /// <exception cref="IOException">The file could not be written; what was there is intact.</exception>
    public void Save(string path) => GeneratorFile.Write(path, Kind, FlowState.Of(Flow.Shape, Seed, History), Flow.Parameters.ToArray());

    /// <summary>Reads what <see cref="Save"/> wrote; the networks drawn from it are the same bit for bit.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Runtime.UserErrorException">The file is missing, damaged, of another kind or of a newer version; the message names it and says what to do.</exception>
    public static TrainedBayesianFlow Load(string path) =>
        GeneratorFile.Read<FlowState, TrainedBayesianFlow>(path, Kind, (state, numbers) => new TrainedBayesianFlow(BayesianFlow.Of(state.ToFlow(), numbers), state.History) { Seed = state.Seed });
}
