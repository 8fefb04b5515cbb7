namespace HepBayes.Training;

/// <summary>Lowers the learning rate when the validation loss no longer falls. Give it less patience than <see cref="EarlyStopping"/>, or it never acts.</summary>
public sealed record PlateauSchedule
{
    /// <summary>How many epochs without a new lowest validation loss are waited for, at least 1.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>What the rate is multiplied by, between 0 and 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>The lowest rate, not negative.</summary>
    public double LowestRate { get; init; } = 1e-6;
}
