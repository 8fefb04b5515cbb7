using HepBayes.Generative.Saving;
using HepBayes.Training;

namespace HepBayes.Generative;

/// <summary>What a training gave.</summary>
/// <param name="Flow">The flow of the best epoch: lowest validation loss, or the last one without validation events.</param>
/// <param name="History">Mean negative log density of an event, in the variables of the events, by epoch.</param>
public sealed record TrainedFlow(Flow Flow, TrainingHistory History)
{
    private const string Kind = "flow";

    /// <summary>The seed of the training.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Writes one file: parameters (SafeTensors), design, maps, seed, history, versions and a checksum. It appears whole or not at all.
    /// </summary>
    /// <param name="path">The file to create or replace, usually ending in <c>.safetensors</c>.</param>
    /// <exception cref="IOException">The file could not be written; what was there is intact.</exception>
    public void Save(string path) => GeneratorFile.Write(path, Kind, FlowState.Of(Flow, Seed, History), Flow.Parameters.ToArray());

    /// <summary>Reads what <see cref="Save"/> wrote; densities and events are the same bit for bit on the same processor.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Runtime.UserErrorException">The file is missing, damaged, of another kind or of a newer version; the message names it and says what to do.</exception>
    public static TrainedFlow Load(string path) =>
        GeneratorFile.Read<FlowState, TrainedFlow>(path, Kind, (state, numbers) => new TrainedFlow(state.ToFlow().WithParameters(numbers), state.History) { Seed = state.Seed });
}
