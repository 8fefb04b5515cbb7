using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by Hamiltonian Monte Carlo and adapts step size, metric and trajectory during warm-up.</summary>
internal sealed class HmcProcess : ChainProcess
{
    private readonly ILogDensity density;
    private readonly HmcKernel kernel;
    private readonly Trajectory trajectory;
    private readonly Adaptation adaptation;
    private readonly CounterRandom[] random;
    private HmcState state;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    /// <param name="trajectory">Chooses the trajectories.</param>
    /// <param name="stream">Tells processes of one run apart: each has its own random numbers.</param>
    public HmcProcess(ILogDensity density, Tensor start, SamplerOptions options, Trajectory trajectory, int stream = 0)
    {
        this.density = density;
        kernel = new HmcKernel(density);
        this.trajectory = trajectory;
        state = kernel.Init(start).Detach();
        adaptation = new Adaptation(options, density, state.Chains);
        random = ChainRandom.Of(options.Seed, state.Chains, stream);
    }

    public override int Chains => state.Chains;

    public override Tensor Position => state.Position;

    public override Tensor InverseMass => adaptation.Metric.InverseMass;

    public override double StepSize => adaptation.StepSize;

    public override TransitionInfo Warm(int step)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        adaptation.BeforeWarm(state, random);
        var transition = Transition();
        trajectory.Learn(state, transition, adaptation.Metric, StepSize);
        Take(transition.Next);
        adaptation.Learn(step, transition.Info.AcceptProbability, state, random);
        return transition.Info;
    }

    public override TransitionInfo Draw()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        adaptation.BeforeDraw(state, random);
        trajectory.Freeze();
        var transition = Transition();
        Take(transition.Next);
        return transition.Info;
    }

    /// <summary>Evaluates the density again where the chains stand: it has changed.</summary>
    public void Refresh() => density.Evaluate(state.Position, state.LogDensity, state.Gradient);

    public override void Save(Snapshot snapshot)
    {
        state.Save(snapshot);
        adaptation.Save(snapshot);
        trajectory.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        Take(HmcState.Restored(snapshot, state.Position.device));
        adaptation.Restore(snapshot);
        trajectory.Restore(snapshot, state.Position.device);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        state.Dispose();
        adaptation.Dispose();
        trajectory.Dispose();
    }

    private HmcTransition Transition() =>
        kernel.Transition(state, new HmcParameters(StepSize, trajectory.Leapfrogs(StepSize), adaptation.Metric), random);

    private void Take(HmcState next)
    {
        state.Dispose();
        state = next.Detach();
    }
}
