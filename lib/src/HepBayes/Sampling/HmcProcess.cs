using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by Hamiltonian Monte Carlo and adapts step size, metric and trajectory during warm-up.</summary>
internal sealed class HmcProcess : BlockProcess
{
    private readonly ILogDensity density;
    private readonly HmcChains chains;
    private readonly Trajectory trajectory;
    private readonly Adaptation adaptation;
    private readonly CounterRandom[] random;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    /// <param name="trajectory">Chooses the trajectories.</param>
    /// <param name="stream">Tells processes of one run apart: each has its own random numbers.</param>
    /// <param name="chainsAt">Makes chains of other dynamics than Hamilton's at a state; null for Hamilton's.</param>
    public HmcProcess(ILogDensity density, Tensor start, SamplerOptions options, Trajectory trajectory, int stream = 0, Func<HmcState, HmcChains>? chainsAt = null)
        : base(density)
    {
        chainsAt ??= at => HmcChains.Of(density, at);
        this.density = density;
        this.trajectory = trajectory;
        using var state = new HmcKernel(density).Init(start);
        chains = chainsAt(state);
        adaptation = new Adaptation(options, density, state.Chains, chainsAt);
        random = ChainRandom.Of(options, state.Chains, stream);
    }

    public override int Chains => random.Length;

    public override HmcState State => chains.State;

    public override Tensor InverseMass => adaptation.Metric.InverseMass;

    public override double StepSize => adaptation.StepSize;

    public override TransitionInfo Warm(int step)
    {
        adaptation.BeforeWarm(chains.State, random);
        var transition = Transition();
        trajectory.Learn(transition, adaptation.Metric, StepSize);
        adaptation.Learn(step, transition.Info.AcceptProbability, chains.State, random);
        return transition.Info;
    }

    public override TransitionInfo Draw()
    {
        adaptation.BeforeDraw(chains.State, random);
        trajectory.Freeze();
        return Transition().Info;
    }

    /// <summary>Moves the chains elsewhere.</summary>
    /// <param name="state">A state; copied.</param>
    public void Set(HmcState state) => chains.Set(state);

    public override void Save(Snapshot snapshot)
    {
        chains.State.Save(snapshot);
        adaptation.Save(snapshot);
        trajectory.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        chains.Set(HmcState.Restored(snapshot, density.Device));
        adaptation.Restore(snapshot);
        trajectory.Restore(snapshot, density.Device);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        chains.Dispose();
        adaptation.Dispose();
        trajectory.Dispose();
    }

    private HmcTransition Transition()
    {
        var parameters = new HmcParameters(StepSize, trajectory.Leapfrogs(StepSize), adaptation.Metric);
        HmcKernel.Check(Chains, parameters, random);
        return chains.Move(parameters, random);
    }
}
