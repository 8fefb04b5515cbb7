namespace HepBayes.Generative.Exploration;

/// <summary>Size and training of the networks of a surrogate.</summary>
public sealed record SurrogateOptions
{
    /// <summary>Hidden widths.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [40, 40];

    /// <summary>Networks that are trained side by side from different starts, at least 2: their spread is the uncertainty.</summary>
    public int Members { get; init; } = 4;

    /// <summary>Steps of Adam in the first round, at least 1.</summary>
    public int FirstSteps { get; init; } = 1500;

    /// <summary>Steps of Adam in each further round, which starts from the networks of the round before, at least 1.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>Learning rate at the start of each round; it falls to a hundredth.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>
    /// Draws of Hamiltonian Monte Carlo from each trained network as a start; 0 takes the trained networks themselves. Draws give an
    /// uncertainty with a meaning, for many times the price.
    /// </summary>
    public int Draws { get; init; }

    /// <summary>Warm-up transitions of each chain before the draws.</summary>
    public int Warmup { get; init; } = 50;

    /// <summary>Most leapfrog steps of a transition.</summary>
    public int MaximumLeapfrogs { get; init; } = 30;

    internal string Name => FormattableString.Invariant($"{string.Join("-", Hidden)}, {Members} members, {FirstSteps} then {Steps} steps at {LearningRate}") +
        (Draws == 0 ? "" : FormattableString.Invariant($", {Warmup} + {Draws} transitions of at most {MaximumLeapfrogs} steps"));

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Hidden, nameof(Hidden));
        ArgumentOutOfRangeException.ThrowIfLessThan(Members, 2, nameof(Members));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstSteps, 1, nameof(FirstSteps));
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1, nameof(Steps));
        ArgumentOutOfRangeException.ThrowIfNegative(Warmup, nameof(Warmup));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumLeapfrogs, 1, nameof(MaximumLeapfrogs));
        if (Draws != 0 && Draws < 4)
            throw new ArgumentOutOfRangeException(nameof(Draws), Draws, "Either 0 draws, for the trained networks themselves, or at least 4.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }
}
