using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>A transition with the end of its trajectory, which adaptation of the trajectory length looks at.</summary>
/// <param name="Next">The state after the Metropolis test.</param>
/// <param name="End">The end of the trajectory.</param>
/// <param name="Momentum">The momentum there, [chains, parameters].</param>
/// <param name="Info">What happened.</param>
internal readonly record struct HmcTransition(HmcState Next, HmcState End, torch.Tensor Momentum, TransitionInfo Info);
