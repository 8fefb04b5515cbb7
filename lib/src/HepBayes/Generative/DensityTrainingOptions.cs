namespace HepBayes.Generative;

/// <summary>Settings of the training of a flow from a density.</summary>
public sealed record DensityTrainingOptions
{
    /// <summary>What is minimised.</summary>
    public DensityLoss Loss { get; init; } = DensityLoss.ForwardKullbackLeibler;

    /// <summary>Rounds, at least 1; each draws events from the flow as it is and asks the density about them.</summary>
    public int Rounds { get; init; } = 60;

    /// <summary>Events of a round, at least 64.</summary>
    public int EventsPerRound { get; init; } = 8192;

    /// <summary>
    /// Earlier rounds whose stored events are used again in each round, weighted by f over the density that they were drawn from; 0
    /// learns online only (MadNIS, arXiv 2212.06172). Costs time but no further calls of the density.
    /// </summary>
    public int BufferedRounds { get; init; }

    /// <summary>Events of a mini-batch, at least 1.</summary>
    public int BatchEvents { get; init; } = 1024;

    /// <summary>Learning rate at the start; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decides events and batches.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1, nameof(Rounds));
        ArgumentOutOfRangeException.ThrowIfLessThan(EventsPerRound, 64, nameof(EventsPerRound));
        ArgumentOutOfRangeException.ThrowIfNegative(BufferedRounds, nameof(BufferedRounds));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchEvents, 1, nameof(BatchEvents));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }
}
