using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>A transition with the ends of its trajectory, which adaptation of the trajectory length looks at. Holds until the next one.</summary>
/// <param name="Start">The start of the trajectory.</param>
/// <param name="End">The end of the trajectory.</param>
/// <param name="Momentum">The momentum there, [chains, parameters].</param>
/// <param name="Info">What happened.</param>
internal readonly record struct HmcTransition(HmcState Start, HmcState End, torch.Tensor Momentum, TransitionInfo Info);
