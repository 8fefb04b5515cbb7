using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// One transition of the Metropolis-adjusted microcanonical sampler for several chains (Robnik, Cohn-Gordon, Seljak, arXiv
/// 2503.01707): fresh uniform directions, leapfrog steps at constant speed, Metropolis test on the accumulated energy error.
/// The kernel has no memory: the same state, parameters and random numbers give the same result.
/// </summary>
/// <remarks>
/// Step sizes are in the units of <see cref="HmcKernel"/>: after a unit of time a chain has moved by sqrt(parameters) where
/// the metric makes standard deviations 1. There is no kinetic energy: <see cref="TransitionInfo.Energy"/> is minus the log
/// density at the start. On a GPU only the density works there; positions and gradients travel at every step.
/// </remarks>
/// <param name="density">The density to sample, of at least 2 parameters; it stays the caller's.</param>
public sealed class MamsKernel(ILogDensity density)
{
    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The density has one parameter, the shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position)
    {
        CheckParameters(density);
        return new HmcKernel(density).Init(position);
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, metric.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the number of steps is not positive.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        HmcKernel.Check(state.Chains, parameters, random);
        using var chains = MamsChains.Of(density, state);
        var info = chains.Move(parameters, random).Info;
        return (chains.State.Copy(), info);
    }

    /// <summary>Refuses a density of one parameter.</summary>
    internal static void CheckParameters(ILogDensity density)
    {
        if (density.Parameters < IsokineticMotion.FewestParameters)
            throw new ArgumentException($"Microcanonical samplers turn the direction of motion, for which {density.Parameters} parameter is too few; at least {IsokineticMotion.FewestParameters} are needed. Use Hmc or Nuts.", nameof(density));
    }
}
