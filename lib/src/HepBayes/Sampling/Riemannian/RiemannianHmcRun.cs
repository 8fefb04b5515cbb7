namespace HepBayes.Sampling.Riemannian;

/// <summary>A run of Riemannian-manifold Hamiltonian Monte Carlo.</summary>
/// <param name="Draws">The draws; leapfrog steps are counted, each of which takes many gradients.</param>
/// <param name="NotConverged">Trajectories since the warm-up, over all chains, that ended because an iteration of the implicit integrator did not converge; they count as divergences too. Many of them call for smaller steps: a higher target acceptance.</param>
public sealed record RiemannianHmcRun(SamplingRun Draws, int NotConverged);
