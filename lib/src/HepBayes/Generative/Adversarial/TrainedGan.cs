using HepBayes.Generative.Saving;

namespace HepBayes.Generative.Adversarial;

/// <summary>What a training gave.</summary>
/// <param name="Gan">The critic of the last step and a generator with the mean of the parameters over about the last twentieth of the steps, which damps their circling around the balance.</param>
/// <param name="History">The losses.</param>
public sealed record TrainedGan(Gan Gan, GanHistory History)
{
    private const string Kind = "gan";

    /// <summary>The seed of the training.</summary>
    public int Seed { get; init; }

    /// <summary>Writes one file, as <see cref="TrainedFlow.Save"/>.</summary>
    /// <param name="path">The file to create or replace, usually ending in <c>.safetensors</c>.</param>
    /// <exception cref="IOException">The file could not be written; what was there is intact.</exception>
    public void Save(string path) => GeneratorFile.Write(path, Kind, GanState.Of(Gan, Seed, History), [.. Gan.GeneratorParameters, .. Gan.CriticParameters]);

    /// <summary>Reads what <see cref="Save"/> wrote; events are the same bit for bit on the same processor.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Runtime.UserErrorException">The file is missing, damaged, of another kind or of a newer version; the message names it and says what to do.</exception>
    public static TrainedGan Load(string path) => GeneratorFile.Read<GanState, TrainedGan>(path, Kind, (state, numbers) =>
    {
        var start = state.ToGan();
        var generator = Math.Min(numbers.Length, start.GeneratorParameters.Length);
        return new TrainedGan(start.WithParameters(numbers.AsSpan(0, generator), numbers.AsSpan(generator)), state.History) { Seed = state.Seed };
    });
}
