namespace HepBayes.Sampling;

/// <summary>What adaptation decides and a transition of the no-U-turn sampler uses.</summary>
/// <param name="StepSize">Leapfrog step, above 0.</param>
/// <param name="MaximumDepth">Most doublings of the trajectory, at least 1: at most 2^depth - 1 leapfrog steps.</param>
/// <param name="Metric">The inverse mass matrix; stays the caller's.</param>
public readonly record struct NutsParameters(double StepSize, int MaximumDepth, Metric Metric);
