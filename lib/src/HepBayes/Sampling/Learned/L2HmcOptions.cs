namespace HepBayes.Sampling.Learned;

/// <summary>
/// Settings of a run with a learned leapfrog. The kernel is fixed, so <see cref="SamplerOptions.Mass"/>,
/// <see cref="SamplerOptions.TargetAcceptance"/> and <see cref="SamplerOptions.InitialStepSize"/> are not used, and the
/// warm-up only brings the chains to the density.
/// </summary>
public sealed record L2HmcOptions : SamplerOptions
{
    /// <summary>The defaults, with a short warm-up.</summary>
    public L2HmcOptions() => Warmup = 100;
}
