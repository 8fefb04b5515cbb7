using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Some steps of microcanonical Langevin dynamics for several chains (Robnik, Seljak, arXiv 2303.18221): before each step the
/// direction is partly forgotten, u' = (u + nu z) / |u + nu z| with nu^2 = (exp(2 eps / L) - 1) / d, and there is no Metropolis
/// test, so the chains are biased. The kernel has no memory: the same state, parameters and random numbers give the same result.
/// </summary>
/// <remarks>
/// <see cref="TransitionInfo.Energy"/> is the mean squared energy error of the steps for each parameter, by which
/// <see cref="Mclmc"/> chooses the step size. A chain whose energy error is not sound stays where it is, is reported as
/// divergent, and has no direction any more.
/// </remarks>
/// <param name="density">The density to sample, of at least 2 parameters; it stays the caller's.</param>
public sealed class MclmcKernel(ILogDensity density)
{
    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state, without directions; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The density has one parameter, the shape is wrong, or the density is not finite at the start of a chain.</exception>
    public MclmcState Init(Tensor position)
    {
        var point = new MamsKernel(density).Init(position);
        return new MclmcState(point.Position, zeros_like(point.Position), point.LogDensity, point.Gradient);
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, time of forgetting, metric.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size, the number of steps or the time of forgetting is not positive.</exception>
    /// <exception cref="ArgumentException">There is not one generator for each chain.</exception>
    public (MclmcState State, TransitionInfo Info) Step(MclmcState state, MclmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        HmcKernel.Check(state.Chains, parameters.Motion, random);
        if (!(parameters.Decoherence > 0))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Decoherence, "The time over which a direction is forgotten must be a positive number.");
        using var chains = MclmcChains.Of(density, state.Point);
        var dynamics = (IMclmcChains)chains;
        dynamics.SetMomentum(state.Momentum);
        dynamics.Decoherence = parameters.Decoherence;
        var info = chains.Move(parameters.Motion, random).Info;
        return (MclmcState.Copy(chains.State, dynamics.Momentum), info);
    }
}
