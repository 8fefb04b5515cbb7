namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Settings of a run of the Metropolis-adjusted microcanonical sampler; its trajectory length is tuned across chains.
/// </summary>
public sealed record MamsOptions : SamplerOptions
{
    /// <summary>The defaults, with a target acceptance of 0.9, as in arXiv 2503.01707.</summary>
    public MamsOptions() => TargetAcceptance = 0.9;

    /// <summary>Trajectory length to start from, above 0, in units of the adapted standard deviations, as for <see cref="CheesOptions"/>.</summary>
    public double InitialTrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most leapfrog steps of a trajectory, at least 1.</summary>
    public int MaximumLeapfrogs { get; init; } = 1000;

    internal CheesOptions Lengths => new() { InitialTrajectoryLength = InitialTrajectoryLength, MaximumLeapfrogs = MaximumLeapfrogs };

    internal override void Check()
    {
        base.Check();
        Lengths.Check();
    }
}
