namespace HepBayes.Training;

/// <summary>Ends a training when the validation loss no longer falls.</summary>
public sealed record EarlyStopping
{
    /// <summary>How many epochs without a new lowest validation loss are waited for, at least 1.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>By how much the loss must fall to count as a new lowest one, not negative.</summary>
    public double MinimumImprovement { get; init; }
}
