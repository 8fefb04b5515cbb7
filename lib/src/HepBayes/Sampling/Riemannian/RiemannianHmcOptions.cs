namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// Settings of a run of Riemannian-manifold Hamiltonian Monte Carlo. The metric follows from the density, so
/// <see cref="SamplerOptions.Mass"/> is not used.
/// </summary>
public sealed record RiemannianHmcOptions : SamplerOptions
{
    /// <summary>
    /// Softness of the absolute value of curvatures, above 0: curvatures below 1 / softness count as 1 / softness, so no
    /// direction is taken to be wider than sqrt(softness).
    /// </summary>
    public double Softness { get; init; } = 1000;

    /// <summary>Mean length of a trajectory in units in which the local curvature is 1.</summary>
    public double TrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most leapfrog steps of a trajectory, at least 1.</summary>
    public int MaximumLeapfrogs { get; init; } = 50;

    /// <summary>Relative half-width of the uniform jitter of the trajectory length, 0 to below 1.</summary>
    public double Jitter { get; init; } = 0.3;

    internal HmcOptions Trajectories => new()
    {
        TrajectoryLength = TrajectoryLength,
        MaximumLeapfrogs = MaximumLeapfrogs,
        Jitter = Jitter,
        Seed = Seed,
        FirstChain = FirstChain,
    };

    internal override void Check()
    {
        base.Check();
        Trajectories.Check();
        if (!(Softness > 0 && double.IsFinite(Softness)))
            throw new ArgumentOutOfRangeException(nameof(Softness), Softness, "The softness must be a positive number.");
    }
}
