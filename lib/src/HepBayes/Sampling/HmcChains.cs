using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>
/// Chains that make the transitions of <see cref="HmcKernel"/> in memory that is used again. Nothing but that memory is kept
/// between transitions: state, parameters and random numbers decide each of them.
/// </summary>
internal abstract class HmcChains : IDisposable
{
    /// <summary>Chains at a state, of which they take a copy.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="state">Where the chains stand.</param>
    public static HmcChains Of(ILogDensity density, HmcState state) => (density.Device.type, density.NumberType) switch
    {
        (DeviceType.CPU, torch.ScalarType.Float64) => new HostHmcChains<double>(density, state),
        (DeviceType.CPU, torch.ScalarType.Float32) => new HostHmcChains<float>(density, state),
        _ => new TensorHmcChains(density, state),
    };

    /// <summary>Where the chains stand; belongs to them and holds until the next transition.</summary>
    public abstract HmcState State { get; }

    /// <summary>Moves the chains elsewhere.</summary>
    /// <param name="state">A state; copied.</param>
    public abstract void Set(HmcState state);

    /// <summary>One transition of every chain. If the density throws, the chains stay where they are.</summary>
    /// <param name="parameters">Step size, number of steps, metric; checked.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>What happened; its tensors belong to the chains.</returns>
    public abstract HmcTransition Move(HmcParameters parameters, IReadOnlyList<CounterRandom> random);

    /// <inheritdoc/>
    public abstract void Dispose();
}
