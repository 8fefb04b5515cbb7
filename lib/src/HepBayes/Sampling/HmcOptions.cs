namespace HepBayes.Sampling;

/// <summary>Settings of a Hamiltonian Monte Carlo run with jittered trajectories of given mean length.</summary>
public sealed record HmcOptions : SamplerOptions
{
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

    internal override void Check()
    {
        base.Check();
        AtLeast(MaximumLeapfrogs, 1, nameof(MaximumLeapfrogs), "Leapfrog steps");
        if (!(TrajectoryLength > 0 && double.IsFinite(TrajectoryLength)))
            throw new ArgumentOutOfRangeException(nameof(TrajectoryLength), TrajectoryLength, "The trajectory length must be a positive number.");
        if (!(Jitter >= 0 && Jitter < 1))
            throw new ArgumentOutOfRangeException(nameof(Jitter), Jitter, "The jitter must be at least 0 and below 1.");
    }
}
