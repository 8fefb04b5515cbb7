namespace HepBayes.Sampling.Tempering;

/// <summary>A run of replica exchange.</summary>
/// <param name="Draws">The draws at temperature 1; their gradients count all replicas, their divergences and energies only those at temperature 1.</param>
/// <param name="InverseTemperatures">The ladder after the warm-up, from 1 down.</param>
/// <param name="SwapAcceptance">Mean acceptance of exchanges of each pair of neighbouring temperatures since the warm-up, [temperatures - 1]; a pair near 0 cuts the ladder, and more temperatures are needed.</param>
/// <param name="RoundTrips">How often replicas of each chain went from temperature 1 to the hottest and back since the warm-up, [chains]; without any, modes were not exchanged.</param>
public sealed record ReplicaExchangeRun(SamplingRun Draws, IReadOnlyList<double> InverseTemperatures, IReadOnlyList<double> SwapAcceptance, IReadOnlyList<int> RoundTrips);
