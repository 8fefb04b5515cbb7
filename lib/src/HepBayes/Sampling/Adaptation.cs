using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Step size and metric of a run: Stan's warm-up windows with dual averaging and an estimator of the metric. Samplers ask
/// it before and tell it after each transition.
/// </summary>
/// <remarks>
/// The step size is learnt from the mean acceptance of all chains, but a chain in a mode much more curved than the others'
/// would then never move while the mean looks good: one whose own acceptance falls far below the target gets a step that
/// is shorter by a factor of its own, folded into <see cref="Metric"/>.
/// </remarks>
internal sealed class Adaptation : IDisposable
{
    private readonly WarmupSchedule schedule;
    private readonly DualAveraging averaging;
    private readonly MetricEstimator estimator;
    private readonly ChainSteps chainSteps;
    private readonly Func<HmcState, HmcChains> chainsAt;
    private readonly SamplerOptions options;
    private readonly Device device;
    private Metric plain;
    private Metric? scaled;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="chainsAt">Makes chains of the sampler's dynamics at a state, on which a first step size is tried.</param>
    public Adaptation(SamplerOptions options, ILogDensity density, int chains, Func<HmcState, HmcChains> chainsAt)
    {
        this.chainsAt = chainsAt;
        this.options = options;
        device = density.Device;
        schedule = new WarmupSchedule(options.Warmup);
        averaging = new DualAveraging(options.TargetAcceptance);
        estimator = MetricEstimator.Of(options.Mass, chains, density);
        chainSteps = new ChainSteps(chains, options.TargetAcceptance);
        plain = estimator.Estimate();
    }

    /// <summary>The metric of the next transition.</summary>
    public Metric Metric => scaled ?? plain;

    /// <summary>The step size of the last transition; 0 before the first.</summary>
    public double StepSize { get; private set; }

    /// <summary>Sets the step size of a transition of the warm-up.</summary>
    public void BeforeWarm(HmcState state, CounterRandom[] random)
    {
        Start(state, random);
        StepSize = averaging.Current;
    }

    /// <summary>Sets the step size of a transition after the warm-up.</summary>
    public void BeforeDraw(HmcState state, CounterRandom[] random)
    {
        Start(state, random);
        StepSize = averaging.Averaged;
    }

    /// <summary>Learns from a transition of the warm-up.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="acceptance">Its acceptance probabilities.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="random">The generators of the chains.</param>
    public void Learn(int step, double[] acceptance, HmcState state, CounterRandom[] random)
    {
        averaging.Update(acceptance.Average());
        if (chainSteps.Update(acceptance))
            Scale();
        if (schedule.IsSlow(step))
            estimator.Add(state);
        if (schedule.EndsWindow(step))
            UpdateMetric(state, random);
        StepSize = averaging.Averaged;
    }

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("step_size", StepSize);
        plain.Save(snapshot);
        averaging.Save(snapshot);
        chainSteps.Save(snapshot);
        estimator.Save(snapshot);
    }

    public void Restore(Snapshot snapshot)
    {
        StepSize = snapshot.Real("step_size");
        averaging.Restore(snapshot);
        chainSteps.Restore(snapshot);
        estimator.Restore(snapshot);
        Replace(Metric.Restored(snapshot, device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        estimator.Dispose();
        plain.Dispose();
        scaled?.Dispose();
    }

    private void Start(HmcState state, CounterRandom[] random)
    {
        if (StepSize == 0)
            averaging.Restart(options.InitialStepSize ?? ReasonableStepSize(0.1, state, random));
    }

    private void UpdateMetric(HmcState state, CounterRandom[] random)
    {
        Replace(estimator.Estimate());
        estimator.Reset();
        averaging.Restart(ReasonableStepSize(averaging.Averaged, state, random));
    }

    private void Replace(Metric metric)
    {
        plain.Dispose();
        plain = metric;
        Scale();
    }

    private void Scale()
    {
        scaled?.Dispose();
        scaled = chainSteps.AreEqual ? null : plain.WithSteps(chainSteps.Factors);
    }

    // Doubles or halves the step until one leapfrog step is accepted with probability about 0.8 (Hoffman and Gelman,
    // algorithm 4, with Stan's threshold). The chains do not move: the transitions are thrown away.
    private double ReasonableStepSize(double step, HmcState state, CounterRandom[] random)
    {
        var direction = 0;
        for (var attempt = 0; attempt < 60; attempt++)
        {
            using var trial = chainsAt(state);
            var wanted = trial.Move(new HmcParameters(step, 1, Metric), random).Info.AcceptProbability.Average() > 0.8 ? 1 : -1;
            if (direction == 0)
                direction = wanted;
            if (wanted != direction)
                break;
            step *= direction > 0 ? 2 : 0.5;
        }

        return step;
    }
}
