using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by the no-U-turn sampler and adapts step size and metric during warm-up.</summary>
internal sealed class NutsProcess : ChainProcess
{
    private readonly NutsKernel kernel;
    private readonly NutsOptions options;
    private readonly NutsWorkspace workspace;
    private readonly Adaptation adaptation;
    private readonly CounterRandom[] random;
    private HmcState state;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public NutsProcess(ILogDensity density, Tensor start, NutsOptions options)
    {
        (kernel, this.options) = (new NutsKernel(density), options);
        state = kernel.Init(start).Detach();
        adaptation = new Adaptation(options, density, state.Chains);
        random = ChainRandom.Of(options.Seed, state.Chains);
        workspace = new NutsWorkspace(state.Chains, density);
    }

    public override int Chains => state.Chains;

    public override Tensor Position => state.Position;

    public override Tensor InverseMass => adaptation.Metric.InverseMass;

    public override double StepSize => adaptation.StepSize;

    public override TransitionInfo Warm(int step)
    {
        adaptation.BeforeWarm(state, random);
        var info = Move();
        adaptation.Learn(step, info.AcceptProbability, state, random);
        return info;
    }

    public override TransitionInfo Draw()
    {
        adaptation.BeforeDraw(state, random);
        return Move();
    }

    public override void Save(Snapshot snapshot)
    {
        state.Save(snapshot);
        adaptation.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        Take(HmcState.Restored(snapshot, state.Position.device));
        adaptation.Restore(snapshot);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        state.Dispose();
        adaptation.Dispose();
        workspace.Dispose();
    }

    private TransitionInfo Move()
    {
        var (next, info) = kernel.Step(state, new NutsParameters(StepSize, options.MaximumDepth, adaptation.Metric), random, workspace);
        Take(next);
        return info;
    }

    private void Take(HmcState next)
    {
        state.Dispose();
        state = next.Detach();
    }
}
