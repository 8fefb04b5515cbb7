namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Settings of a run of microcanonical Langevin Monte Carlo without Metropolis test. The target acceptance is not used: the
/// step size follows <see cref="EnergyVariance"/>.
/// </summary>
public sealed record MclmcOptions : SamplerOptions
{
    /// <summary>
    /// Mean squared energy error of a step, for each parameter, that the step size is adapted to, above 0. It decides the
    /// bias: smaller means less bias and more gradients.
    /// </summary>
    public double EnergyVariance { get; init; } = 5e-4;

    /// <summary>Most integration steps, of two gradients each, between two draws, at least 1.</summary>
    public int MaximumSteps { get; init; } = 500;

    internal override void Check()
    {
        base.Check();
        AtLeast(MaximumSteps, 1, nameof(MaximumSteps), "Integration steps");
        if (!(EnergyVariance > 0 && double.IsFinite(EnergyVariance)))
            throw new ArgumentOutOfRangeException(nameof(EnergyVariance), EnergyVariance, "The energy variance must be a positive number; 5e-4 is usual.");
    }
}
