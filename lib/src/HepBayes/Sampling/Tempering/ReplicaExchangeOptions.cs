namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Settings of a run of replica exchange: each chain has a replica at every temperature, so a draw costs
/// <see cref="Temperatures"/> trajectories. Step size and mass matrix are adapted over replicas as if they were chains; with
/// <see cref="MassMatrix.PerChain"/> each temperature of each chain has its own matrix.
/// </summary>
public sealed record ReplicaExchangeOptions : SamplerOptions
{
    /// <summary>Most temperatures of a run.</summary>
    public const int MostTemperatures = 256;

    /// <summary>Number of temperatures, 2 to <see cref="MostTemperatures"/>.</summary>
    public int Temperatures { get; init; } = 8;

    /// <summary>
    /// Inverse temperature b of the hottest replica, above 0 and below 1: it samples p(x)^b, which must be flat enough to
    /// pass between modes and still have a finite integral.
    /// </summary>
    public double MinimumInverseTemperature { get; init; } = 0.05;

    /// <summary>Mean length of a trajectory, as in <see cref="HmcOptions.TrajectoryLength"/>.</summary>
    public double TrajectoryLength { get; init; } = Math.PI / 2;

    /// <summary>Most leapfrog steps of a trajectory, at least 1.</summary>
    public int MaximumLeapfrogs { get; init; } = 200;

    internal HmcOptions Replicas => new()
    {
        TrajectoryLength = TrajectoryLength,
        MaximumLeapfrogs = MaximumLeapfrogs,
        Warmup = Warmup,
        Seed = Seed,
        TargetAcceptance = TargetAcceptance,
        InitialStepSize = InitialStepSize,
        Mass = Mass,
        FirstChain = FirstChain * Temperatures,
    };

    internal override void Check()
    {
        base.Check();
        if (Temperatures is < 2 or > MostTemperatures)
            throw new ArgumentOutOfRangeException(nameof(Temperatures), Temperatures, $"The number of temperatures must lie between 2 and {MostTemperatures}; for one use Hmc.");
        if (!(MinimumInverseTemperature > 0 && MinimumInverseTemperature < 1))
            throw new ArgumentOutOfRangeException(nameof(MinimumInverseTemperature), MinimumInverseTemperature, "The smallest inverse temperature must lie between 0 and 1.");
        if ((long)FirstChain * Temperatures >= ChainRandom.MostChains)
            throw new ArgumentOutOfRangeException(nameof(FirstChain), FirstChain, $"With {Temperatures} temperatures the number of the first chain must be below {ChainRandom.MostChains / Temperatures}.");
        Replicas.Check();
    }
}
