namespace HepBayes.Sampling.Langevin;

/// <summary>
/// Settings of a run of the Metropolis-adjusted Langevin algorithm. A transition is one gradient and moves a chain little:
/// give <see cref="SamplerOptions.Thin"/> and <see cref="SamplerOptions.Warmup"/> larger values than for other samplers.
/// </summary>
public sealed record MalaOptions : SamplerOptions
{
    /// <summary>
    /// The defaults, with the target acceptance 0.574 that is best in many dimensions (Roberts, Rosenthal, J. R. Statist.
    /// Soc. B 60 (1998) 255), and 10 transitions for each kept state.
    /// </summary>
    public MalaOptions() => (TargetAcceptance, Thin) = (0.574, 10);
}
