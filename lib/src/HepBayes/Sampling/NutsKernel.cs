using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// One transition of the no-U-turn sampler for several chains: trajectories double forward or backward until they turn
/// (Hoffman and Gelman, The No-U-Turn Sampler, JMLR 15 (2014) 1593), states are drawn by their weights with a bias towards
/// the new half, and a U-turn is judged by the sum of the momenta (Betancourt, arXiv 1701.02434, appendix A), with Stan's
/// extra checks between subtrees. The kernel has no memory: the same state, parameters and random numbers give the same
/// result.
/// </summary>
/// <remarks>
/// Chains take their leapfrog steps side by side: one evaluation of the density serves every chain whose tree still grows,
/// so no gradient is wasted on chains that are done, and the density uses all threads. A density written as a function of
/// one position (<see cref="LogDensity.Of"/>) is evaluated chain after chain instead. Trees are kept on the processor in
/// float64.
/// </remarks>
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class NutsKernel(ILogDensity density)
{
    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position) => new HmcKernel(density).Init(position);

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, maximum depth, metric.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the depth is not positive.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, NutsParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Check(state.Chains, parameters, random);
        using var workspace = new NutsWorkspace(density, state);
        var info = workspace.Move(parameters, random);
        return (workspace.State.Copy(), info);
    }

    /// <summary>Refuses parameters that make no sense.</summary>
    internal static void Check(int chains, NutsParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(parameters.Metric);
        if (!(parameters.StepSize > 0 && double.IsFinite(parameters.StepSize)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.StepSize, "The step size must be a positive number.");
        if (parameters.MaximumDepth < 1)
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.MaximumDepth, "The tree needs a maximum depth of at least 1.");
        if (random.Count != chains)
            throw new ArgumentException($"{random.Count} random generators for {chains} chains; each chain needs its own.", nameof(random));
    }
}
