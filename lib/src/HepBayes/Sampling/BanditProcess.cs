using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by Hamiltonian Monte Carlo with step size and leapfrog steps of a <see cref="TrajectoryBandit"/>.</summary>
internal sealed class BanditProcess : BlockProcess
{
    // A fixed step and number of steps may be a whole period of some direction, which then never moves.
    private const double Jitter = 0.2;
    private readonly ILogDensity density;
    private readonly HmcChains chains;
    private readonly TrajectoryBandit bandit;
    private readonly Metric metric;
    private readonly CounterRandom[] random;
    private readonly CounterRandom jitter;
    private double stepSize;
    private bool isFrozen;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    /// <param name="stream">Tells processes of one run apart: each has its own random numbers.</param>
    public BanditProcess(ILogDensity density, Tensor start, BanditOptions options, int stream = 0)
        : base(density)
    {
        this.density = density;
        bandit = new TrajectoryBandit(options, stream);
        using var state = new HmcKernel(density).Init(start);
        chains = HmcChains.Of(density, state);
        random = ChainRandom.Of(options, state.Chains, stream);
        jitter = ChainRandom.Of(options, RandomPurpose.Trajectory, stream);
        using var estimator = MetricEstimator.Of(options.Mass, state.Chains, density);
        metric = estimator.Estimate();
    }

    public override int Chains => random.Length;

    public override HmcState State => chains.State;

    public override Tensor InverseMass => metric.InverseMass;

    public override double StepSize => stepSize;

    public override TransitionInfo Warm(int step)
    {
        var (info, distance) = Move();
        bandit.Learn(distance / Math.Sqrt(info.Leapfrogs[0]));
        return info;
    }

    public override TransitionInfo Draw()
    {
        if (!isFrozen)
            bandit.Freeze();
        isFrozen = true;
        return Move().Info;
    }

    public override void Save(Snapshot snapshot)
    {
        chains.State.Save(snapshot);
        bandit.Save(snapshot);
        ChainRandom.Save(snapshot, random);
        snapshot.Add("random.jitter", jitter.Position);
        snapshot.Add("step_size", stepSize);
        snapshot.Add("is_frozen", isFrozen ? 1UL : 0);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        chains.Set(HmcState.Restored(snapshot, density.Device));
        bandit.Restore(snapshot);
        ChainRandom.Restore(snapshot, random);
        jitter.Position = snapshot.Whole("random.jitter");
        stepSize = snapshot.Real("step_size");
        isFrozen = snapshot.Whole("is_frozen") != 0;
    }

    public override void Dispose()
    {
        chains.Dispose();
        metric.Dispose();
    }

    // The transition and the squared distance travelled, in units of the metric, as a mean over chains.
    private (TransitionInfo Info, double Distance) Move()
    {
        using var scope = NewDisposeScope();
        stepSize = bandit.StepSize * (1 + (Jitter * ((2 * jitter.NextDouble()) - 1)));
        var parameters = new HmcParameters(stepSize, bandit.Leapfrogs, metric);
        HmcKernel.Check(Chains, parameters, random);
        var transition = chains.Move(parameters, random);
        var distance = metric.Whiten(chains.State.Position.sub(transition.Start.Position)).to(float64).square().sum(1).mean().cpu().item<double>();
        return (transition.Info, distance);
    }
}
