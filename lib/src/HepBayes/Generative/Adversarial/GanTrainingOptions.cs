namespace HepBayes.Generative.Adversarial;

/// <summary>Settings of the training of a GAN: in each step one step of the critic and one of the generator, by Adam (arXiv 1412.6980) with decays 0.5 and 0.999.</summary>
public sealed record GanTrainingOptions
{
    /// <summary>Steps, at least 1.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>True events of a step, at least 2, and as many generated ones; all true events if there are fewer.</summary>
    public int BatchEvents { get; init; } = 512;

    /// <summary>Learning rate at the start; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Lambda of the gradient penalty, at least 0; for variables of standard deviation 1.</summary>
    public double GradientPenalty { get; init; } = 0.1;

    /// <summary>Derived quantities whose distributions the generator is drawn to match; none at first.</summary>
    public IReadOnlyList<DiscrepancyTerm> Discrepancies { get; init; } = [];

    /// <summary>Decides the order of the events and the latent variables.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1, nameof(Steps));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchEvents, 2, nameof(BatchEvents));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
        if (!(GradientPenalty >= 0 && double.IsFinite(GradientPenalty)))
            throw new ArgumentOutOfRangeException(nameof(GradientPenalty), GradientPenalty, "The gradient penalty must be 0 or a positive number.");
        ArgumentNullException.ThrowIfNull(Discrepancies, nameof(Discrepancies));
        foreach (var term in Discrepancies)
            term.Check();
    }
}
