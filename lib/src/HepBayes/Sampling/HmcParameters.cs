namespace HepBayes.Sampling;

/// <summary>What adaptation decides and a transition uses.</summary>
/// <param name="StepSize">Leapfrog step, above 0.</param>
/// <param name="Leapfrogs">Integration steps, at least 1.</param>
/// <param name="Metric">The inverse mass matrix; stays the caller's.</param>
public readonly record struct HmcParameters(double StepSize, int Leapfrogs, Metric Metric);
