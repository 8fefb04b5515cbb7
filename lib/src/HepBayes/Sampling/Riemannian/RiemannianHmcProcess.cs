using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>Moves chains by Riemannian-manifold Hamiltonian Monte Carlo, chain by chain, and adapts the step size.</summary>
internal sealed class RiemannianHmcProcess : ChainProcess
{
    private const double FirstStepSize = 0.1;
    private readonly RiemannianModel model;
    private readonly RiemannianChain[] chains;
    private readonly DualAveraging averaging;
    private readonly JitteredTrajectory trajectory;
    private readonly CounterRandom[] random;
    private readonly ParallelLoop loop;
    private readonly Tensor position;
    private double stepSize;
    private int leapfrogs;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="hessian">Its Hessian; null for differences of the gradient.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public RiemannianHmcProcess(ILogDensity density, HessianFunction? hessian, Tensor start, RiemannianHmcOptions options)
    {
        using var scope = NewDisposeScope();
        using var state = new HmcKernel(density).Init(start);
        position = state.Position.clone().DetachFromDisposeScope();
        InverseMass = ones_like(position).DetachFromDisposeScope();
        model = new RiemannianModel(density, hessian);
        var softAbs = new SoftAbs(options.Softness);
        chains = [.. Enumerable.Range(0, state.Chains).Select(_ => new RiemannianChain(model, softAbs))];
        random = ChainRandom.Of(options, chains.Length);
        trajectory = new JitteredTrajectory(options.Trajectories);
        averaging = new DualAveraging(options.TargetAcceptance);
        averaging.Restart(options.InitialStepSize ?? FirstStepSize);
        stepSize = averaging.Current;
        loop = new ParallelLoop(chain => chains[chain].Move(random[chain], stepSize, leapfrogs));
        SetChains();
    }

    public override int Chains => chains.Length;

    public override Tensor Position => position;

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
        NotConverged += chains.Count(chain => chain.HasNotConverged);
        return info;
    }

    public override void Save(Snapshot snapshot)
    {
        snapshot.Add("position", position);
        snapshot.Add("step_size", stepSize);
        snapshot.Add("not_converged", (ulong)NotConverged);
        averaging.Save(snapshot);
        trajectory.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        position.copy_(snapshot.Tensor("position"));
        stepSize = snapshot.Real("step_size");
        NotConverged = (int)snapshot.Whole("not_converged");
        averaging.Restore(snapshot);
        trajectory.Restore(snapshot, CPU);
        ChainRandom.Restore(snapshot, random);
        SetChains();
    }

    public override void Dispose()
    {
        loop.Dispose();
        trajectory.Dispose();
        model.Dispose();
        position.Dispose();
        InverseMass.Dispose();
    }

    private TransitionInfo Move()
    {
        leapfrogs = trajectory.Leapfrogs(stepSize);
        if (model.IsConcurrent)
            loop.Run(chains.Length);
        else
            OneByOne();
        var values = TensorMemory.Span<double>(position);
        for (var chain = 0; chain < chains.Length; chain++)
            chains[chain].Position.CopyTo(values.Slice(chain * model.Parameters, model.Parameters));
        T[] Of<T>(Func<RiemannianChain, T> value) => Array.ConvertAll(chains, chain => value(chain));
        return new TransitionInfo(Of(c => c.AcceptProbability), Of(c => c.IsAccepted), Of(c => c.IsDivergent), Of(c => c.Energy), Of(c => c.LogDensity), Of(c => c.Leapfrogs));
    }

    private void OneByOne()
    {
        for (var chain = 0; chain < chains.Length; chain++)
            chains[chain].Move(random[chain], stepSize, leapfrogs);
    }

    private void SetChains()
    {
        var values = TensorMemory.Span<double>(position);
        for (var chain = 0; chain < chains.Length; chain++)
        {
            if (!chains[chain].TrySet(values.Slice(chain * model.Parameters, model.Parameters)))
                throw new ArgumentException($"The metric is not finite at the start of chain {chain}: the Hessian of the log density, or its change nearby, is not. Start where the density has finite second and third derivatives, or use Hmc.");
        }
    }
}
