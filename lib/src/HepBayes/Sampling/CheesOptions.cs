namespace HepBayes.Sampling;

/// <summary>Settings of a Hamiltonian Monte Carlo run that tunes the trajectory length across its chains.</summary>
public sealed record CheesOptions : SamplerOptions
{
    /// <summary>Trajectory length to start from, above 0, in units of the adapted standard deviations.</summary>
    public double InitialTrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most leapfrog steps of a trajectory, at least 1.</summary>
    public int MaximumLeapfrogs { get; init; } = 1000;

    /// <summary>Rate at which the logarithm of the trajectory length is learnt, above 0.</summary>
    public double LearningRate { get; init; } = 0.025;

    internal override void Check()
    {
        base.Check();
        AtLeast(MaximumLeapfrogs, 1, nameof(MaximumLeapfrogs), "Leapfrog steps");
        if (!(InitialTrajectoryLength > 0 && double.IsFinite(InitialTrajectoryLength)))
            throw new ArgumentOutOfRangeException(nameof(InitialTrajectoryLength), InitialTrajectoryLength, "The trajectory length must be a positive number.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }
}
