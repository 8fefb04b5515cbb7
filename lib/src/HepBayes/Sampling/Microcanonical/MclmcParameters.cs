namespace HepBayes.Sampling.Microcanonical;

/// <summary>What a transition of microcanonical Langevin dynamics uses.</summary>
/// <param name="StepSize">Integration step, above 0, in the units of <see cref="MamsKernel"/>.</param>
/// <param name="Steps">Integration steps of a transition, of two gradients each, at least 1.</param>
/// <param name="Decoherence">Time over which a direction is forgotten, above 0; infinite for motion without noise.</param>
/// <param name="Metric">The inverse mass matrix; stays the caller's.</param>
public readonly record struct MclmcParameters(double StepSize, int Steps, double Decoherence, Metric Metric)
{
    internal HmcParameters Motion => new(StepSize, Steps, Metric);
}
