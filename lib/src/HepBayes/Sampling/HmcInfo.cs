namespace HepBayes.Sampling;

/// <summary>What happened in one transition, per chain.</summary>
/// <param name="AcceptProbability">min(1, exp(-energy error)); 0 for a divergent trajectory.</param>
/// <param name="IsAccepted">Whether the proposal was taken.</param>
/// <param name="IsDivergent">Whether the energy error exceeded <see cref="HmcKernel.DivergenceThreshold"/> or was not a number.</param>
/// <param name="Energy">Total energy (potential + kinetic) at the start of the trajectory, after the momentum was drawn.</param>
/// <param name="LogDensity">Log density of the state after the transition.</param>
/// <param name="Leapfrogs">Integration steps of the trajectory.</param>
public sealed record HmcInfo(double[] AcceptProbability, bool[] IsAccepted, bool[] IsDivergent, double[] Energy, double[] LogDensity, int Leapfrogs);
