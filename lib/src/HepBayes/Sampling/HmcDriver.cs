using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves the chains on and adapts step size and mass matrix during warm-up.</summary>
internal sealed class HmcDriver : IDisposable
{
    private readonly HmcKernel kernel;
    private readonly HmcOptions options;
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly RunningVariance variance;
    private readonly CounterRandom[] random;
    private readonly CounterRandom trajectory;
    private readonly Tensor guess;
    private readonly ScalarType numberType;
    private Tensor inverseMass;
    private HmcState state;

    public HmcDriver(HmcKernel kernel, HmcState state, ILogDensity density, HmcOptions options)
    {
        (this.kernel, this.options, this.state) = (kernel, options, Own(state));
        schedule = new WarmupSchedule(options.Warmup);
        averaging = new DualAveraging(options.TargetAcceptance);
        variance = new RunningVariance(state.Chains, density.Parameters, density.Device);
        random = [.. Enumerable.Range(0, state.Chains).Select(chain => new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Momentum, chain)))];
        trajectory = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Trajectory));
        numberType = density.NumberType;
        guess = (density.InitialVariance() ?? ones(density.Parameters, dtype: float64, device: density.Device)).DetachFromDisposeScope();
        inverseMass = guess.to(numberType, copy: true).DetachFromDisposeScope();
        averaging.Restart(options.InitialStepSize ?? ReasonableStepSize());
    }

    public int Chains => state.Chains;

    public Tensor Position => state.Position;

    public Tensor InverseMass => inverseMass;

    public double StepSize { get; private set; }

    public HmcInfo Warm(int step)
    {
        StepSize = averaging.Current;
        var info = Transition();
        averaging.Update(info.AcceptProbability.Average());
        if (schedule.IsSlow(step))
            variance.Add(state.Position);
        if (schedule.EndsWindow(step))
            UpdateMass();
        StepSize = averaging.Averaged;
        return info;
    }

    public HmcInfo Draw()
    {
        StepSize = averaging.Averaged;
        return Transition();
    }

    public void Dispose()
    {
        state.Dispose();
        variance.Dispose();
        guess.Dispose();
        inverseMass.Dispose();
    }

    private HmcInfo Transition()
    {
        var length = options.TrajectoryLength * (1 + (options.Jitter * ((2 * trajectory.NextDouble()) - 1)));
        var leapfrogs = Math.Clamp(length / StepSize, 1, options.MaximumLeapfrogs * (length / options.TrajectoryLength) / (1 + options.Jitter));
        return Move((int)Math.Max(1, Math.Round(leapfrogs)));
    }

    private HmcInfo Move(int leapfrogs)
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
        inverseMass = variance.Regularised(guess).to(numberType).DetachFromDisposeScope();
        variance.Reset();
        StepSize = averaging.Averaged;
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
