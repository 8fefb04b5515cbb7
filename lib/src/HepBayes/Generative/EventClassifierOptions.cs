namespace HepBayes.Generative;

/// <summary>Settings of a classifier between true and generated events.</summary>
public sealed record EventClassifierOptions
{
    /// <summary>Hidden widths.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>Passes over the training events, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Events of a mini-batch, at least 1.</summary>
    public int BatchEvents { get; init; } = 1024;

    /// <summary>Learning rate at the start, above 0; lowered to 0.3 of itself when the validation loss stops falling.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Quantities of an event that the classifier is given beside its variables, for example an invariant mass.</summary>
    public IReadOnlyList<EventFunction> Features { get; init; } = [];

    /// <summary>Decides the split, the initial weights and the order of the events.</summary>
    public int Seed { get; init; } = 1;
}
