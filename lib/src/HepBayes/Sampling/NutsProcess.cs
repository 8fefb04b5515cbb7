using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by the no-U-turn sampler and adapts step size and metric during warm-up.</summary>
internal sealed class NutsProcess : ChainProcess
{
    private readonly ILogDensity density;
    private readonly NutsOptions options;
    private readonly NutsWorkspace workspace;
    private readonly Adaptation adaptation;
    private readonly CounterRandom[] random;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public NutsProcess(ILogDensity density, Tensor start, NutsOptions options)
    {
        (this.density, this.options) = (density, options);
        using var state = new NutsKernel(density).Init(start);
        adaptation = new Adaptation(options, density, state.Chains, at => HmcChains.Of(density, at));
        random = ChainRandom.Of(options, state.Chains);
        workspace = new NutsWorkspace(density, state);
    }

    public override int Chains => random.Length;

    public override Tensor Position => workspace.State.Position;

    public override Tensor InverseMass => adaptation.Metric.InverseMass;

    public override double StepSize => adaptation.StepSize;

    public override TransitionInfo Warm(int step)
    {
        adaptation.BeforeWarm(workspace.State, random);
        var info = Move();
        adaptation.Learn(step, info.AcceptProbability, workspace.State, random);
        return info;
    }

    public override TransitionInfo Draw()
    {
        adaptation.BeforeDraw(workspace.State, random);
        return Move();
    }

    public override void Save(Snapshot snapshot)
    {
        workspace.State.Save(snapshot);
        adaptation.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        workspace.Set(HmcState.Restored(snapshot, density.Device));
        adaptation.Restore(snapshot);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        adaptation.Dispose();
        workspace.Dispose();
    }

    private TransitionInfo Move()
    {
        var parameters = new NutsParameters(StepSize, options.MaximumDepth, adaptation.Metric);
        NutsKernel.Check(Chains, parameters, random);
        return workspace.Move(parameters, random);
    }
}
