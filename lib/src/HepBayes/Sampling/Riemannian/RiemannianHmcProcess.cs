using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>Moves chains by Riemannian-manifold Hamiltonian Monte Carlo and adapts the step size.</summary>
internal sealed class RiemannianHmcProcess : ChainProcess
{
    private const double FirstStepSize = 0.1;
    private readonly RiemannianChains chains;
    private readonly DualAveraging averaging;
    private readonly JitteredTrajectory trajectory;
    private readonly CounterRandom[] random;
    private double stepSize;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="hessian">Its Hessian; null for differences of the gradient.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public RiemannianHmcProcess(ILogDensity density, HessianFunction? hessian, Tensor start, RiemannianHmcOptions options)
    {
        using var scope = NewDisposeScope();
        using var state = new HmcKernel(density).Init(start);
        chains = new RiemannianChains(density, hessian, options.Softness, state.Position);
        InverseMass = ones_like(state.Position).DetachFromDisposeScope();
        random = ChainRandom.Of(options, state.Chains);
        trajectory = new JitteredTrajectory(options.Trajectories);
        averaging = new DualAveraging(options.TargetAcceptance);
        averaging.Restart(options.InitialStepSize ?? FirstStepSize);
        stepSize = averaging.Current;
    }

    public override int Chains => chains.Count;

    public override Tensor Position => chains.Position;

    /// <inheritdoc/>
    /// <remarks>All 1: the metric depends on the position.</remarks>
    public override Tensor InverseMass { get; }

    public override double StepSize => stepSize;

    /// <summary>Trajectories since the warm-up whose iterations did not converge.</summary>
    public int NotConverged { get; private set; }

    public override TransitionInfo Warm(int step)
    {
        stepSize = averaging.Current;
        var info = Move();
        averaging.Update(info.AcceptProbability.Average());
        return info;
    }

    public override TransitionInfo Draw()
    {
        stepSize = averaging.Averaged;
        var info = Move();
        NotConverged += chains.NotConverged;
        return info;
    }

    public override void Save(Snapshot snapshot)
    {
        snapshot.Add("position", chains.Position);
        snapshot.Add("step_size", stepSize);
        snapshot.Add("not_converged", (ulong)NotConverged);
        averaging.Save(snapshot);
        trajectory.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        chains.Set(snapshot.Tensor("position"));
        stepSize = snapshot.Real("step_size");
        NotConverged = (int)snapshot.Whole("not_converged");
        averaging.Restore(snapshot);
        trajectory.Restore(snapshot, CPU);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        chains.Dispose();
        trajectory.Dispose();
        InverseMass.Dispose();
    }

    private TransitionInfo Move() => chains.Move(random, stepSize, trajectory.Leapfrogs(stepSize));
}
