namespace HepBayes.Sampling.Learned;

/// <summary>Settings of the training of a learned leapfrog; the defaults suit two dimensions and widths of order 1.</summary>
public sealed record L2HmcTrainingOptions
{
    /// <summary>Augmented leapfrog steps of a trajectory, at least 1; each costs one gradient.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Units of each of the two hidden layers of the networks, at least 1.</summary>
    public int Hidden { get; init; } = 10;

    /// <summary>Step size to start from, above 0; it is learned too. About a tenth of the smallest width of the density.</summary>
    public double InitialStepSize { get; init; } = 0.1;

    /// <summary>
    /// The length lambda that jumps are compared with, above 0 (arXiv 1711.09268, equation 7). Small values make the mean
    /// jump large; large ones punish places from which the chains cannot go far.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>Weight of the loss of chains that have just started beside those that have gone on, zero or more.</summary>
    public double BurnInWeight { get; init; } = 1;

    /// <summary>Standard deviation of the normal starts around 0, above 0.</summary>
    public double StartSpread { get; init; } = 1;

    /// <summary>Chains that are moved in each iteration, at least 2; as many new starts go with them.</summary>
    public int Chains { get; init; } = 100;

    /// <summary>Steps of Adam, at least 1.</summary>
    public int Iterations { get; init; } = 2000;

    /// <summary>Learning rate of Adam at the start, above 0; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decides masks, first weights, starts and every other random number.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        AtLeast(Steps, 1, nameof(Steps));
        AtLeast(Hidden, 1, nameof(Hidden));
        AtLeast(Chains, 2, nameof(Chains));
        AtLeast(Iterations, 1, nameof(Iterations));
        Positive(InitialStepSize, nameof(InitialStepSize));
        Positive(Scale, nameof(Scale));
        Positive(StartSpread, nameof(StartSpread));
        Positive(LearningRate, nameof(LearningRate));
        if (!(BurnInWeight >= 0 && double.IsFinite(BurnInWeight)))
            throw new ArgumentOutOfRangeException(nameof(BurnInWeight), BurnInWeight, "The weight of the burn-in must be 0 or a positive number.");
    }

    private static void AtLeast(int value, int minimum, string name)
    {
        if (value < minimum)
            throw new ArgumentOutOfRangeException(name, value, $"{name}: {value} is too few, at least {minimum} are needed.");
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a positive number.");
    }
}
