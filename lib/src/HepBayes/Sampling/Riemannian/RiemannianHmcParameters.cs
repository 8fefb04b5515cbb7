namespace HepBayes.Sampling.Riemannian;

/// <summary>What a transition of <see cref="RiemannianHmcKernel"/> uses; the metric follows from the density.</summary>
/// <param name="StepSize">Step of the generalised leapfrog, above 0.</param>
/// <param name="Leapfrogs">Integration steps, at least 1.</param>
/// <param name="Softness">Softness of the absolute value of curvatures, above 0; see <see cref="RiemannianHmcOptions.Softness"/>.</param>
public readonly record struct RiemannianHmcParameters(double StepSize, int Leapfrogs, double Softness);
