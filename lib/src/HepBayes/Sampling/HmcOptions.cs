namespace HepBayes.Sampling;

/// <summary>Settings of a Hamiltonian Monte Carlo run.</summary>
public sealed record HmcOptions
{
    /// <summary>Warm-up transitions, which adapt step size and mass matrix and are not kept.</summary>
    public int Warmup { get; init; } = 300;

    /// <summary>Transitions whose states are kept, at least 4 a chain for the diagnostics.</summary>
    public int Draws { get; init; } = 500;

    /// <summary>Decides every random number of the run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Acceptance probability that the step size is adapted to, between 0 and 1.</summary>
    public double TargetAcceptance { get; init; } = 0.8;

    /// <summary>
    /// Mean length of a trajectory, in units in which the mass matrix makes the standard deviations of uncorrelated
    /// parameters 1; with correlations the widest directions are longer than that. A quarter of a period, pi / 2,
    /// decorrelates a normal distribution; longer trajectories pay where directions are wide.
    /// </summary>
    public double TrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most leapfrog steps of a trajectory, at least 1: bounds the cost of a draw when the step must be small.</summary>
    public int MaximumLeapfrogs { get; init; } = 200;

    /// <summary>
    /// Relative half-width of the uniform jitter of the trajectory length, 0 to below 1; it breaks resonance with
    /// periodic directions.
    /// </summary>
    public double Jitter { get; init; } = 0.3;

    /// <summary>Step size to start from; null to find one by doubling or halving.</summary>
    public double? InitialStepSize { get; init; }

    internal void Check()
    {
        AtLeast(Warmup, 0, nameof(Warmup), "Warm-up transitions");
        AtLeast(Draws, 4, nameof(Draws), "Draws (the diagnostics split every chain in two halves)");
        AtLeast(MaximumLeapfrogs, 1, nameof(MaximumLeapfrogs), "Leapfrog steps");
        if (!(TargetAcceptance > 0 && TargetAcceptance < 1))
            throw new ArgumentOutOfRangeException(nameof(TargetAcceptance), TargetAcceptance, "The target acceptance must lie between 0 and 1; 0.65 to 0.9 is usual.");
        if (!(TrajectoryLength > 0 && double.IsFinite(TrajectoryLength)))
            throw new ArgumentOutOfRangeException(nameof(TrajectoryLength), TrajectoryLength, "The trajectory length must be a positive number.");
        if (!(Jitter >= 0 && Jitter < 1))
            throw new ArgumentOutOfRangeException(nameof(Jitter), Jitter, "The jitter must be at least 0 and below 1.");
        if (InitialStepSize is { } step && !(step > 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(InitialStepSize), step, "The step size must be a positive number.");
    }

    private static void AtLeast(int value, int minimum, string name, string what)
    {
        if (value < minimum)
            throw new ArgumentOutOfRangeException(name, value, $"{what}: {value} is too few, at least {minimum} are needed.");
    }
}
