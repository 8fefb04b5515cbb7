using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// One transition with a learned leapfrog for several chains (Levy, Hoffman, Sohl-Dickstein, arXiv 1711.09268): fresh normal
/// momenta and a random direction, the steps of the leapfrog or their inverses, Metropolis test with the Jacobian. The kernel
/// is exact for any weights of the networks, trained or not. It has no memory: the same state, leapfrog and random numbers
/// give the same result.
/// </summary>
/// <param name="density">The density to sample, on the processor in float64; it stays the caller's.</param>
/// <param name="leapfrog">What training has learned.</param>
public sealed class L2HmcKernel(ILogDensity density, LearnedLeapfrog leapfrog)
{
    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The density is not one for this leapfrog, the shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position)
    {
        Check(density, leapfrog);
        return new HmcKernel(density).Init(position);
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentException">There is not one generator for each chain.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using var metric = UnitMetric(leapfrog);
        var parameters = Parameters(leapfrog, metric);
        HmcKernel.Check(state.Chains, parameters, random);
        using var chains = new LearnedChains(density, leapfrog, state);
        var info = chains.Move(parameters, random).Info;
        return (chains.State.Copy(), info);
    }

    /// <summary>Refuses a density that the leapfrog was not made for.</summary>
    internal static void Check(ILogDensity density, LearnedLeapfrog leapfrog)
    {
        CheckPrecision(density);
        if (density.Parameters != leapfrog.Parameters)
            throw new ArgumentException($"The density has {density.Parameters} parameters, the leapfrog was trained for {leapfrog.Parameters}. Train one for this density.", nameof(leapfrog));
    }

    /// <summary>Refuses a density of float32, or of a GPU.</summary>
    internal static void CheckPrecision(ILogDensity density)
    {
        if (density.NumberType != ScalarType.Float64 || density.Device.type != DeviceType.CPU)
            throw new ArgumentException($"The density works in {density.NumberType} on {density.Device.type}; a learned leapfrog needs Float64 on the processor, for example LogDensity.Of.", nameof(density));
    }

    /// <summary>The metric in which momenta are standard normal.</summary>
    internal static Metric UnitMetric(LearnedLeapfrog leapfrog)
    {
        using var scope = NewDisposeScope();
        return Metric.Diagonal(ones(1, leapfrog.Parameters, dtype: float64));
    }

    /// <summary>The parameters of a transition: all of them are learned.</summary>
    internal static HmcParameters Parameters(LearnedLeapfrog leapfrog, Metric unit) => new(leapfrog.StepSize, leapfrog.Steps, unit);
}
