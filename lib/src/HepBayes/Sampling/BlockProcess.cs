using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Chains of Hamiltonian Monte Carlo whose density may change between transitions, as that of a block of a Gibbs sampler does.</summary>
/// <param name="density">The density; it stays the caller's.</param>
internal abstract class BlockProcess(ILogDensity density) : ChainProcess
{
    /// <summary>Where the chains stand; belongs to them and holds until the next transition.</summary>
    public abstract HmcState State { get; }

    public override Tensor Position => State.Position;

    /// <summary>Evaluates the density again where the chains stand: it has changed.</summary>
    public void Refresh()
    {
        var state = State;
        density.Evaluate(state.Position, state.LogDensity, state.Gradient);
    }
}
