namespace HepBayes.Sampling;

/// <summary>Settings of Hamiltonian Monte Carlo over parts of the data.</summary>
public sealed record SplitHmcOptions : SamplerOptions
{
    /// <summary>
    /// Parts that the rows are divided into, at least 1, at most the blocks of the density. One part at a time has to be in
    /// memory for a density that keeps no rows by itself.
    /// </summary>
    public int Parts { get; init; } = 8;

    /// <summary>Mean length of a trajectory; see <see cref="HmcOptions.TrajectoryLength"/>.</summary>
    public double TrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most integration steps of a trajectory, at least 1; each passes over the data nearly twice.</summary>
    public int MaximumSteps { get; init; } = 100;

    /// <summary>Relative half-width of the jitter of the trajectory length; see <see cref="HmcOptions.Jitter"/>.</summary>
    public double Jitter { get; init; } = 0.3;

    /// <summary>The trajectories as those of plain Hamiltonian Monte Carlo.</summary>
    internal HmcOptions Trajectories => new()
    {
        TrajectoryLength = TrajectoryLength,
        MaximumLeapfrogs = MaximumSteps,
        Jitter = Jitter,
        Seed = Seed,
        FirstChain = FirstChain,
    };

    internal override void Check()
    {
        base.Check();
        AtLeast(Parts, 1, nameof(Parts), "Parts of the data");
        AtLeast(MaximumSteps, 1, nameof(MaximumSteps), "Steps of a trajectory");
        Trajectories.Check();
    }
}
