using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>Moves chains by a learned leapfrog. Nothing is adapted: a transition of the warm-up is one like any other.</summary>
internal sealed class L2HmcProcess : ChainProcess
{
    private readonly LearnedChains chains;
    private readonly HmcParameters parameters;
    private readonly CounterRandom[] random;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density, already checked; it stays the caller's.</param>
    /// <param name="leapfrog">What training has learned.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public L2HmcProcess(ILogDensity density, LearnedLeapfrog leapfrog, Tensor start, L2HmcOptions options)
    {
        using var scope = NewDisposeScope();
        using var state = new HmcKernel(density).Init(start);
        chains = new LearnedChains(density, leapfrog, state);
        parameters = L2HmcKernel.Parameters(leapfrog, L2HmcKernel.UnitMetric(leapfrog));
        InverseMass = ones_like(state.Position).DetachFromDisposeScope();
        random = ChainRandom.Of(options, state.Chains);
    }

    public override int Chains => random.Length;

    public override Tensor Position => chains.State.Position;

    /// <inheritdoc/>
    /// <remarks>All 1: what a mass matrix would do is learned.</remarks>
    public override Tensor InverseMass { get; }

    public override double StepSize => parameters.StepSize;

    public override TransitionInfo Warm(int step) => Draw();

    public override TransitionInfo Draw() => chains.Move(parameters, random).Info;

    public override void Save(Snapshot snapshot)
    {
        chains.State.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        chains.Set(HmcState.Restored(snapshot, CPU));
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        chains.Dispose();
        parameters.Metric.Dispose();
        InverseMass.Dispose();
    }
}
