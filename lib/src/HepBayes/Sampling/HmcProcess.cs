using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves the chains on and adapts step size and mass matrix during warm-up.</summary>
internal sealed class HmcProcess : ChainProcess
{
    private readonly HmcKernel kernel;
    private readonly HmcOptions options;
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly MassEstimator mass;
    private readonly CounterRandom[] random;
    private readonly CounterRandom trajectory;
    private readonly ScalarType numberType;
    private Tensor inverseMass;
    private HmcState state;
    private double stepSize;

    public HmcProcess(HmcKernel kernel, HmcState state, ILogDensity density, HmcOptions options)
    {
        (this.kernel, this.options, this.state) = (kernel, options, Own(state));
        schedule = new WarmupSchedule(options.Warmup);
        averaging = new DualAveraging(options.TargetAcceptance);
        random = [.. Enumerable.Range(0, state.Chains).Select(chain => new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Momentum, chain)))];
        trajectory = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Trajectory));
        numberType = density.NumberType;
        mass = new MassEstimator(state.Chains, density.InitialVariance() ?? ones(density.Parameters, dtype: float64, device: density.Device));
        inverseMass = mass.InverseMass().to(numberType).DetachFromDisposeScope();
        averaging.Restart(options.InitialStepSize ?? ReasonableStepSize());
    }

    public override int Chains => state.Chains;

    public override Tensor Position => state.Position;

    public override Tensor InverseMass => inverseMass;

    public override double StepSize => stepSize;

    public override TransitionInfo Warm(int step)
    {
        stepSize = averaging.Current;
        var info = Transition();
        averaging.Update(info.AcceptProbability.Average());
        if (schedule.IsSlow(step))
            mass.Add(state);
        if (schedule.EndsWindow(step))
            UpdateMass();
        stepSize = averaging.Averaged;
        return info;
    }

    public override TransitionInfo Draw()
    {
        stepSize = averaging.Averaged;
        return Transition();
    }

    public override void Save(Snapshot snapshot)
    {
        snapshot.Add("position", state.Position);
        snapshot.Add("log_density", state.LogDensity);
        snapshot.Add("gradient", state.Gradient);
        snapshot.Add("inverse_mass", inverseMass);
        snapshot.Add("step_size", stepSize);
        averaging.Save(snapshot);
        mass.Save(snapshot);
        snapshot.Add("random.trajectory", trajectory.Position);
        for (var chain = 0; chain < random.Length; chain++)
            snapshot.Add($"random.{chain}", random[chain].Position);
    }

    public override void Restore(Snapshot snapshot)
    {
        var device = inverseMass.device;
        state.Dispose();
        inverseMass.Dispose();
        Tensor Copy(string name) => snapshot.Tensor(name).clone().to(device).DetachFromDisposeScope();
        state = new HmcState(Copy("position"), Copy("log_density"), Copy("gradient"));
        inverseMass = Copy("inverse_mass");
        stepSize = snapshot.Real("step_size");
        averaging.Restore(snapshot);
        mass.Restore(snapshot);
        trajectory.Position = snapshot.Whole("random.trajectory");
        for (var chain = 0; chain < random.Length; chain++)
            random[chain].Position = snapshot.Whole($"random.{chain}");
    }

    public override void Dispose()
    {
        state.Dispose();
        mass.Dispose();
        inverseMass.Dispose();
    }

    private TransitionInfo Transition()
    {
        var length = options.TrajectoryLength * (1 + (options.Jitter * ((2 * trajectory.NextDouble()) - 1)));
        var leapfrogs = Math.Clamp(length / StepSize, 1, options.MaximumLeapfrogs * (length / options.TrajectoryLength) / (1 + options.Jitter));
        return Move((int)Math.Max(1, Math.Round(leapfrogs)));
    }

    private TransitionInfo Move(int leapfrogs)
    {
        var (next, info) = kernel.Step(state, new HmcParameters(StepSize, leapfrogs, inverseMass), random);
        state.Dispose();
        state = Own(next);
        return info;
    }

    private void UpdateMass()
    {
        using var scope = NewDisposeScope();
        inverseMass.Dispose();
        inverseMass = mass.InverseMass().to(numberType).DetachFromDisposeScope();
        mass.Reset();
        stepSize = averaging.Averaged;
        averaging.Restart(ReasonableStepSize());
    }

    // Doubles or halves the step until one leapfrog step is accepted with probability about 0.8 (Hoffman and Gelman,
    // algorithm 4, with Stan's threshold). The chains do not move: the transitions are thrown away.
    private double ReasonableStepSize()
    {
        var step = StepSize > 0 ? StepSize : 0.1;
        var direction = 0;
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var (next, info) = kernel.Step(state, new HmcParameters(step, 1, inverseMass), random);
            next.Dispose();
            var wanted = info.AcceptProbability.Average() > 0.8 ? 1 : -1;
            if (direction == 0)
                direction = wanted;
            if (wanted != direction)
                break;
            step *= direction > 0 ? 2 : 0.5;
        }

        return step;
    }

    private static HmcState Own(HmcState state)
    {
        state.Position.DetachFromDisposeScope();
        state.LogDensity.DetachFromDisposeScope();
        state.Gradient.DetachFromDisposeScope();
        return state;
    }
}
