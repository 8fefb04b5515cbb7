using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Tempering;

/// <summary>
/// One transition of replica exchange for several chains: one of Hamiltonian Monte Carlo of every replica on p(x)^b, then
/// exchanges between neighbouring temperatures with probability min(1, exp((b - b') (log p(x') - log p(x)))). The temperatures
/// belong to the state and stay. The kernel has no memory: the same state, parameters and random numbers give the same result.
/// </summary>
/// <param name="density">The density p to sample; it stays the caller's.</param>
public sealed class ReplicaExchangeKernel(ILogDensity density)
{
    /// <summary>Puts all replicas of a chain at the same start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <param name="inverseTemperatures">The first 1, each smaller than the one before and above 0; 2 to <see cref="ReplicaExchangeOptions.MostTemperatures"/> of them; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, the density is not finite at the start of a chain, or the inverse temperatures do not go down from 1.</exception>
    public ReplicaExchangeState Init(Tensor position, IReadOnlyList<double> inverseTemperatures)
    {
        HmcKernel.CheckStart(position, density);
        CheckTemperatures(inverseTemperatures);
        using var scope = NewDisposeScope();
        using var tempered = TemperedDensity.Of(density, (int)position.shape[0], inverseTemperatures);
        var rows = new HmcKernel(tempered).Init(position.repeat_interleave(inverseTemperatures.Count, 0)).MoveToOuterDisposeScope();
        return new ReplicaExchangeState(rows.Position, rows.LogDensity, rows.Gradient, [.. inverseTemperatures], 0);
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the replicas stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, and the metric, of one row or of [chains x temperatures] rows.</param>
    /// <param name="random">One generator for each replica, [chains x temperatures].</param>
    /// <param name="swaps">One generator for the exchanges of each chain, [chains].</param>
    /// <returns>The new state, owned by the caller, and what happened at temperature 1; gradients are counted of all temperatures.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the number of steps is not positive.</exception>
    /// <exception cref="ArgumentException">There is not one generator for each replica and each chain.</exception>
    public (ReplicaExchangeState State, TransitionInfo Info) Step(ReplicaExchangeState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random, IReadOnlyList<CounterRandom> swaps)
    {
        ArgumentNullException.ThrowIfNull(swaps);
        HmcKernel.Check((int)state.Position.shape[0], parameters, random);
        if (swaps.Count != state.Chains)
            throw new ArgumentException($"{swaps.Count} random generators for the exchanges of {state.Chains} chains; each chain needs its own.", nameof(swaps));
        using var scope = NewDisposeScope();
        using var tempered = TemperedDensity.Of(density, state.Chains, state.InverseTemperatures);
        using var chains = HmcChains.Of(tempered, state.Replicas);
        var info = chains.Move(parameters, random).Info;
        var exchanges = new ReplicaSwaps(state.InverseTemperatures.Count, [.. swaps]) { Turn = state.Turn };
        var (next, seen) = exchanges.Exchange(chains.State, info, [.. state.InverseTemperatures]);
        next = next.MoveToOuterDisposeScope();
        return (new ReplicaExchangeState(next.Position, next.LogDensity, next.Gradient, state.InverseTemperatures, exchanges.Turn), seen);
    }

    private static void CheckTemperatures(IReadOnlyList<double> inverse)
    {
        ArgumentNullException.ThrowIfNull(inverse);
        var isLadder = inverse.Count is >= 2 and <= ReplicaExchangeOptions.MostTemperatures && inverse[0] == 1 && inverse[^1] > 0
            && inverse.Zip(inverse.Skip(1), (cold, hot) => cold > hot).All(isLower => isLower);
        if (!isLadder)
            throw new ArgumentException($"The inverse temperatures [{string.Join(", ", inverse)}] are no ladder: 2 to {ReplicaExchangeOptions.MostTemperatures} numbers are needed, the first 1, each smaller than the one before and above 0.", nameof(inverse));
    }
}
