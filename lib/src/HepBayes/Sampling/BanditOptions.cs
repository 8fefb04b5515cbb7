namespace HepBayes.Sampling;

/// <summary>
/// Settings of a Hamiltonian Monte Carlo run whose step size and number of leapfrog steps a bandit chooses during warm-up.
/// The mass matrix stays at its start (the density's rough variance; 1 with <see cref="MassMatrix.Unit"/>), and the target
/// acceptance is not used. Steps are jittered by 20 %.
/// </summary>
public sealed record BanditOptions : SamplerOptions
{
    /// <summary>Smallest step size of the grid, above 0, where parameters have unit spread.</summary>
    public double MinimumStepSize { get; init; } = 1e-3;

    /// <summary>Largest step size of the grid, above the smallest.</summary>
    public double MaximumStepSize { get; init; } = 1;

    /// <summary>Fewest leapfrog steps of the grid, at least 1.</summary>
    public int MinimumLeapfrogs { get; init; } = 5;

    /// <summary>Most leapfrog steps of the grid, above the fewest.</summary>
    public int MaximumLeapfrogs { get; init; } = 200;

    /// <summary>Transitions whose mean reward makes one data point, at least 1.</summary>
    public int TransitionsPerPoint { get; init; } = 5;

    /// <summary>Points that are chosen at random before the model is asked, at least 1.</summary>
    public int RandomPoints { get; init; } = 10;

    internal override void Check()
    {
        base.Check();
        AtLeast(MinimumLeapfrogs, 1, nameof(MinimumLeapfrogs), "Leapfrog steps");
        AtLeast(MaximumLeapfrogs, MinimumLeapfrogs + 1, nameof(MaximumLeapfrogs), "Most leapfrog steps");
        AtLeast(TransitionsPerPoint, 1, nameof(TransitionsPerPoint), "Transitions for each point");
        AtLeast(RandomPoints, 1, nameof(RandomPoints), "Random points");
        if (!(MinimumStepSize > 0 && MaximumStepSize > MinimumStepSize && double.IsFinite(MaximumStepSize)))
            throw new ArgumentOutOfRangeException(nameof(MaximumStepSize), MaximumStepSize, $"Step sizes from {MinimumStepSize} to {MaximumStepSize} are no range of positive numbers.");
    }
}
