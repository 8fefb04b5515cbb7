using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// One transition of Riemannian-manifold Hamiltonian Monte Carlo with the SoftAbs metric for several chains (Betancourt, arXiv
/// 1212.4693): fresh momenta of the local mass, generalised leapfrog steps, Metropolis test. The kernel has no memory: the same
/// state, parameters and random numbers give the same result.
/// </summary>
/// <remarks>
/// The metric and its derivatives are computed anew where the chains stand, 2 x parameters Hessians a transition more than in a
/// run of <see cref="RiemannianHmc"/>.
/// </remarks>
public sealed class RiemannianHmcKernel
{
    private readonly ILogDensity density;
    private readonly HessianFunction? hessian;

    /// <summary>A kernel of a density.</summary>
    /// <param name="density">The density, on the processor in float64 and of at most <see cref="RiemannianHmc.MostParameters"/> parameters; it stays the caller's.</param>
    /// <param name="hessian">The Hessian of the log density; null for differences of the gradient.</param>
    /// <exception cref="ArgumentException">The density is not one for this sampler.</exception>
    public RiemannianHmcKernel(ILogDensity density, HessianFunction? hessian = null)
    {
        ArgumentNullException.ThrowIfNull(density);
        RiemannianHmc.CheckDensity(density);
        (this.density, this.hessian) = (density, hessian);
    }

    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position) => new HmcKernel(density).Init(position);

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, softness.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened; iterations that do not converge are divergences.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size, the number of steps or the softness is not positive.</exception>
    /// <exception cref="ArgumentException">The metric is not finite where a chain stands, or there is not one generator for each chain.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, RiemannianHmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        HmcKernel.Check(state.Chains, (parameters.StepSize, parameters.Leapfrogs), random);
        if (!(parameters.Softness > 0 && double.IsFinite(parameters.Softness)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Softness, "The softness must be a positive number.");
        using var chains = new RiemannianChains(density, hessian, parameters.Softness, state.Position);
        var info = chains.Move(random, parameters.StepSize, parameters.Leapfrogs);
        using var scope = NewDisposeScope();
        return (chains.State().MoveToOuterDisposeScope(), info);
    }
}
