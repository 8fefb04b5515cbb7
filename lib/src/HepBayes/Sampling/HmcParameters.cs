using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>What adaptation decides and a transition uses.</summary>
/// <param name="StepSize">Leapfrog step, above 0.</param>
/// <param name="Leapfrogs">Integration steps, at least 1.</param>
/// <param name="InverseMass">Inverse of the diagonal mass matrix, [parameters], in the number type of the positions.</param>
public readonly record struct HmcParameters(double StepSize, int Leapfrogs, torch.Tensor InverseMass);
