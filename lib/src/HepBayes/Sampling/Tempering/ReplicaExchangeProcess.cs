using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Moves the replicas of all chains by Hamiltonian Monte Carlo as rows of one batch, row = chain x temperatures +
/// temperature, and exchanges them. Only the coldest ones are seen from outside. The ladder moves at the end of each window
/// of the warm-up.
/// </summary>
internal sealed class ReplicaExchangeProcess : ChainProcess
{
    private readonly TemperedDensity tempered;
    private readonly HmcProcess replicas;
    private readonly WarmupSchedule schedule;
    private readonly Tensor position;
    private readonly Tensor inverseMass;
    private readonly int temperatures;
    private bool isCounting;

    /// <summary>Starts chains; all replicas of a chain start at the same place.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public ReplicaExchangeProcess(ILogDensity density, Tensor start, ReplicaExchangeOptions options)
    {
        HmcKernel.CheckStart(start, density);
        using var scope = NewDisposeScope();
        (temperatures, Chains) = (options.Temperatures, (int)start.shape[0]);
        schedule = new WarmupSchedule(options.Warmup);
        Ladder = new TemperatureLadder(temperatures, options.MinimumInverseTemperature);
        Swaps = new ReplicaSwaps(temperatures, [.. Enumerable.Range(0, Chains).Select(chain => ChainRandom.Of(options, RandomPurpose.ReplicaSwaps, chain: chain))]);
        tempered = TemperedDensity.Of(density, Chains, Ladder.Inverse);
        var settings = options.Replicas;
        replicas = new HmcProcess(tempered, start.repeat_interleave(temperatures, 0), settings, new JitteredTrajectory(settings));
        position = Coldest(replicas.Position).clone().DetachFromDisposeScope();
        inverseMass = empty_like(position).DetachFromDisposeScope();
    }

    public override int Chains { get; }

    public override Tensor Position => position;

    /// <inheritdoc/>
    /// <remarks>That of the coldest replicas.</remarks>
    public override Tensor InverseMass
    {
        get
        {
            using var scope = NewDisposeScope();
            inverseMass.copy_(Coldest(replicas.InverseMass.expand(replicas.Position.shape)));
            return inverseMass;
        }
    }

    public override double StepSize => replicas.StepSize;

    /// <summary>The temperatures.</summary>
    public TemperatureLadder Ladder { get; }

    /// <summary>The exchanges.</summary>
    public ReplicaSwaps Swaps { get; }

    public override TransitionInfo Warm(int step)
    {
        var info = Exchange(replicas.Warm(step));
        if (schedule.EndsWindow(step))
            MoveLadder();
        return info;
    }

    public override TransitionInfo Draw()
    {
        if (!isCounting)
            Swaps.ResetCounts();
        isCounting = true;
        return Exchange(replicas.Draw());
    }

    public override void Save(Snapshot snapshot)
    {
        replicas.Save(snapshot);
        Ladder.Save(snapshot);
        Swaps.Save(snapshot);
        snapshot.Add("is_counting", isCounting ? 1UL : 0);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        replicas.Restore(snapshot);
        Ladder.Restore(snapshot);
        Swaps.Restore(snapshot);
        isCounting = snapshot.Whole("is_counting") != 0;
        tempered.SetLadder(Ladder.Inverse);
        position.copy_(Coldest(replicas.Position));
    }

    public override void Dispose()
    {
        replicas.Dispose();
        tempered.Dispose();
        position.Dispose();
        inverseMass.Dispose();
    }

    private Tensor Coldest(Tensor rows) => rows.reshape(Chains, temperatures, -1).select(1, 0);

    private TransitionInfo Exchange(TransitionInfo info)
    {
        using var scope = NewDisposeScope();
        var (next, seen) = Swaps.Exchange(replicas.State, info, Ladder.Inverse);
        replicas.Set(next);
        position.copy_(Coldest(replicas.Position));
        return seen;
    }

    private void MoveLadder()
    {
        Ladder.Equalise(Swaps.Acceptance);
        Swaps.ResetCounts();
        tempered.SetLadder(Ladder.Inverse);
        replicas.Refresh();
    }
}
