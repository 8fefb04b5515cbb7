namespace HepBayes.Sampling;

/// <summary>What happened in one transition, per chain.</summary>
/// <param name="AcceptProbability">Acceptance probability, 0 to 1: min(1, exp(-energy error)) of a Metropolis test, the mean over the trajectory for NUTS; 0 for a divergent trajectory.</param>
/// <param name="IsAccepted">Whether the chain moved.</param>
/// <param name="IsDivergent">Whether the energy error exceeded <see cref="HmcKernel.DivergenceThreshold"/> or was not a number.</param>
/// <param name="Energy">Total energy (potential + kinetic) at the start of the trajectory, after the momentum was drawn.</param>
/// <param name="LogDensity">Log density of the state after the transition.</param>
/// <param name="Leapfrogs">Integration steps (gradients) of the trajectory.</param>
/// <param name="TreeDepth">Doublings of the trajectory, 0 to the maximum depth; null for samplers without a tree.</param>
public sealed record TransitionInfo(double[] AcceptProbability, bool[] IsAccepted, bool[] IsDivergent, double[] Energy, double[] LogDensity, int[] Leapfrogs, int[]? TreeDepth = null);
