namespace HepBayes.Generative;

/// <summary>Settings of the training of a flow by Adam (arXiv 1412.6980).</summary>
public sealed record FlowTrainingOptions
{
    /// <summary>Passes over the training events, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Events of a mini-batch, at least 1.</summary>
    public int BatchEvents { get; init; } = 1024;

    /// <summary>Learning rate at the start; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decides the order of the events and the noise of a Bayesian flow.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchEvents, 1, nameof(BatchEvents));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }
}
