using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Moves chains by microcanonical Langevin dynamics. The warm-up adapts the step size to the energy error, the metric in
/// Stan's windows, and in its last interval the time over which a direction is forgotten.
/// </summary>
internal sealed class MclmcProcess : ChainProcess
{
    private const double FirstStepSize = 0.1;
    private readonly ILogDensity density;
    private readonly MclmcOptions options;
    private readonly HmcChains chains;
    private readonly IMclmcChains dynamics;
    private readonly WarmupSchedule schedule;
    private readonly MetricEstimator estimator;
    private readonly EnergyTuner energy;
    private readonly DecoherenceTuner decoherence;
    private readonly CounterRandom[] random;
    private readonly int lastInterval;
    private Metric metric;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public MclmcProcess(ILogDensity density, Tensor start, MclmcOptions options)
    {
        (this.density, this.options) = (density, options);
        using var state = new MamsKernel(density).Init(start);
        chains = MclmcChains.Of(density, state);
        dynamics = (IMclmcChains)chains;
        random = ChainRandom.Of(options, state.Chains);
        schedule = new WarmupSchedule(options.Warmup);
        lastInterval = 1 + Enumerable.Range(0, options.Warmup).LastOrDefault(schedule.EndsWindow, options.Warmup - 1);
        estimator = MetricEstimator.Of(options.Mass, state.Chains, density);
        energy = new EnergyTuner(options.EnergyVariance);
        energy.Restart(options.InitialStepSize ?? FirstStepSize);
        decoherence = new DecoherenceTuner(state.Chains, density, options.Warmup - lastInterval);
        metric = estimator.Estimate();
    }

    public override int Chains => random.Length;

    public override Tensor Position => chains.State.Position;

    public override Tensor InverseMass => metric.InverseMass;

    public override double StepSize => energy.StepSize;

    public override TransitionInfo Warm(int step)
    {
        var isLast = step >= lastInterval;
        var spacing = isLast ? decoherence.ShortTime : decoherence.Length;
        var (stepSize, steps) = (energy.StepSize, Steps(spacing));
        var info = Move(steps);
        energy.Learn(info.Energy);
        if (isLast)
            LearnLength(step, stepSize * steps);
        else
            LearnMetric(step);
        return info;
    }

    public override TransitionInfo Draw() => Move(Steps(decoherence.Length));

    public override void Save(Snapshot snapshot)
    {
        chains.State.Save(snapshot);
        snapshot.Add("mclmc.momentum", dynamics.Momentum);
        metric.Save(snapshot);
        estimator.Save(snapshot);
        energy.Save(snapshot);
        decoherence.Save(snapshot);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        chains.Set(HmcState.Restored(snapshot, density.Device));
        dynamics.SetMomentum(snapshot.Tensor("mclmc.momentum"));
        Replace(Metric.Restored(snapshot, density.Device));
        estimator.Restore(snapshot);
        energy.Restore(snapshot);
        decoherence.Restore(snapshot);
        ChainRandom.Restore(snapshot, random);
    }

    public override void Dispose()
    {
        chains.Dispose();
        estimator.Dispose();
        decoherence.Dispose();
        metric.Dispose();
    }

    private int Steps(double time) => (int)Math.Clamp(Math.Round(time / energy.StepSize), 1, options.MaximumSteps);

    private TransitionInfo Move(int steps)
    {
        dynamics.Decoherence = decoherence.Length;
        return chains.Move(new HmcParameters(energy.StepSize, steps, metric), random).Info;
    }

    private void LearnMetric(int step)
    {
        if (schedule.IsSlow(step))
        {
            estimator.Add(chains.State);
            decoherence.AddToWindow(chains.State.Position);
        }

        if (!schedule.EndsWindow(step))
            return;
        Replace(estimator.Estimate());
        estimator.Reset();
        decoherence.EndWindow(metric);
        energy.Restart(energy.StepSize);
    }

    private void LearnLength(int step, double spacing)
    {
        decoherence.AddDraw(chains.State.Position);
        if (step == options.Warmup - 1)
            decoherence.EndDraws(spacing);
    }

    private void Replace(Metric replacement)
    {
        metric.Dispose();
        metric = replacement;
    }
}
