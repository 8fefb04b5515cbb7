using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// One transition of Hamiltonian Monte Carlo for several chains at once (Neal, MCMC using Hamiltonian dynamics, Handbook
/// of Markov Chain Monte Carlo, 2011, section 5.3): fresh normal momenta, leapfrog steps, Metropolis test. The kernel has
/// no memory: the same state, parameters and random numbers give the same result.
/// </summary>
/// <remarks>
/// A leapfrog step allocates nothing if the density does not. On the processor the kernel works on plain memory in the
/// number type of the density; on a GPU by tensor operations, for which the processor waits once a transition. Energies are
/// float64.
/// </remarks>
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class HmcKernel(ILogDensity density)
{
    /// <summary>A trajectory whose energy error exceeds this is divergent: the integrator has left the typical set.</summary>
    public const double DivergenceThreshold = 1000;

    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position)
    {
        CheckStart(position, density);
        using var scope = NewDisposeScope();
        var start = position.detach().to(density.NumberType).to(density.Device).contiguous().clone();
        var (logDensity, gradient) = density.Evaluate(start);
        var values = logDensity.cpu().data<double>().ToArray();
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"The log density is {values[bad]} at the start of chain {bad}. Start where the density is positive, for example at a maximum found by training.", nameof(position));
        return new HmcState(start, logDensity, gradient).MoveToOuterDisposeScope();
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, metric.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the number of steps is not positive.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Check(state.Chains, parameters, random);
        using var chains = HmcChains.Of(density, state);
        var info = chains.Move(parameters, random).Info;
        return (chains.State.Copy(), info);
    }

    /// <summary>Refuses a start of the wrong shape.</summary>
    internal static void CheckStart(Tensor position, ILogDensity density)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.dim() != 2 || position.shape[0] < 1 || position.shape[1] != density.Parameters)
            throw new ArgumentException($"The start has shape [{string.Join(", ", position.shape)}]; expected [chains, {density.Parameters}] with at least one chain.", nameof(position));
    }

    /// <summary>Refuses parameters that make no sense.</summary>
    internal static void Check(int chains, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(parameters.Metric);
        Check(chains, (parameters.StepSize, parameters.Leapfrogs), random);
    }

    /// <summary>Refuses parameters that make no sense, of a kernel without a metric.</summary>
    internal static void Check(int chains, (double StepSize, int Leapfrogs) parameters, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(parameters.StepSize > 0 && double.IsFinite(parameters.StepSize)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.StepSize, "The step size must be a positive number.");
        if (parameters.Leapfrogs < 1)
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Leapfrogs, "A trajectory needs at least one leapfrog step.");
        if (random.Count != chains)
            throw new ArgumentException($"{random.Count} random generators for {chains} chains; each chain needs its own.", nameof(random));
    }
}
