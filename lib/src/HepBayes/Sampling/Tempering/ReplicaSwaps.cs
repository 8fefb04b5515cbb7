using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Exchanges of replicas between neighbouring temperatures: the pairs (0, 1), (2, 3), ... and (1, 2), (3, 4), ... in turn,
/// which lets replicas keep a direction (Okabe, Kawata, Okamoto, Mikami, Chem. Phys. Lett. 335 (2001) 435; Syed et al.,
/// J. R. Statist. Soc. B 84 (2022) 321). Counts how many are accepted and how often replicas go to the hottest temperature
/// and back.
/// </summary>
internal sealed class ReplicaSwaps
{
    private enum Origin
    {
        None,
        Cold,
        Hot,
    }

    private readonly int temperatures;
    private readonly CounterRandom[] random;
    private readonly Origin[] origins;
    private readonly double[] accepted;
    private readonly long[] proposed;

    /// <summary>Starts counting.</summary>
    /// <param name="temperatures">Number of temperatures.</param>
    /// <param name="random">One generator for each chain.</param>
    public ReplicaSwaps(int temperatures, CounterRandom[] random)
    {
        (this.temperatures, this.random) = (temperatures, random);
        origins = new Origin[random.Length * temperatures];
        (accepted, proposed, RoundTrips) = (new double[temperatures - 1], new long[temperatures - 1], new int[random.Length]);
    }

    /// <summary>Transitions so far, which decide the pairs that are next.</summary>
    public long Turn { get; set; }

    /// <summary>Ways from the coldest temperature to the hottest and back that replicas of each chain have made.</summary>
    public int[] RoundTrips { get; }

    /// <summary>Mean acceptance of exchanges of each pair of neighbours; NaN where none was tried.</summary>
    public double[] Acceptance => [.. accepted.Zip(proposed, (sum, count) => sum / count)];

    /// <summary>Forgets what was counted.</summary>
    public void ResetCounts()
    {
        Array.Clear(accepted);
        Array.Clear(proposed);
        Array.Clear(RoundTrips);
    }

    /// <summary>Decides the exchanges after a transition.</summary>
    /// <param name="logDensity">Log density at temperature 1 of each replica, chain after chain.</param>
    /// <param name="inverseTemperatures">The ladder.</param>
    /// <returns>The row that each row takes its replica from.</returns>
    public long[] Next(double[] logDensity, double[] inverseTemperatures)
    {
        var sources = Enumerable.Range(0, logDensity.Length).Select(row => (long)row).ToArray();
        var first = (int)(Turn++ % 2);
        for (var chain = 0; chain < random.Length; chain++)
        {
            for (var k = first; k + 1 < temperatures; k += 2)
            {
                var cold = (chain * temperatures) + k;
                // Of p_k(x_k) p_k+1(x_k+1) before and after the exchange.
                var ratio = (inverseTemperatures[k] - inverseTemperatures[k + 1]) * (logDensity[cold + 1] - logDensity[cold]);
                var probability = Math.Min(1, Math.Exp(ratio));
                accepted[k] += probability;
                proposed[k]++;
                if (random[chain].NextDouble() >= probability)
                    continue;
                (sources[cold], sources[cold + 1]) = (cold + 1, cold);
                (origins[cold], origins[cold + 1]) = (origins[cold + 1], origins[cold]);
            }

            CountTrips(chain);
        }

        return sources;
    }

    /// <summary>Exchanges replicas after a transition.</summary>
    /// <param name="replicas">Where the replicas stand, row = chain x temperatures + temperature; not changed.</param>
    /// <param name="info">Their transition.</param>
    /// <param name="inverseTemperatures">The ladder.</param>
    /// <returns>The replicas after the exchanges, owned by the caller, and what is seen of it at temperature 1.</returns>
    public (HmcState Replicas, TransitionInfo Info) Exchange(HmcState replicas, TransitionInfo info, double[] inverseTemperatures)
    {
        using var scope = NewDisposeScope();
        double Inverse(long row) => inverseTemperatures[row % temperatures];
        var powers = replicas.LogDensity.cpu().data<double>().ToArray();
        var logDensity = powers.Select((value, row) => value / Inverse(row)).ToArray();
        var sources = Next(logDensity, inverseTemperatures);
        var next = Exchanged(replicas, sources, [.. sources.Select((source, row) => Inverse(row) / Inverse(source))]);
        T[] Cold<T>(T[] rows) => [.. Enumerable.Range(0, random.Length).Select(chain => rows[chain * temperatures])];
        var seen = new TransitionInfo(Cold(info.AcceptProbability), Cold(info.IsAccepted), Cold(info.IsDivergent), Cold(info.Energy),
            [.. Cold(sources).Select(source => logDensity[source])],
            [.. Cold(info.Leapfrogs).Select(count => count * temperatures)]);
        return (next.MoveToOuterDisposeScope(), seen);
    }

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("swaps.turn", (ulong)Turn);
        for (var row = 0; row < origins.Length; row++)
            snapshot.Add($"swaps.origin.{row}", (ulong)origins[row]);
        for (var pair = 0; pair < accepted.Length; pair++)
        {
            snapshot.Add($"swaps.accepted.{pair}", accepted[pair]);
            snapshot.Add($"swaps.proposed.{pair}", (ulong)proposed[pair]);
        }

        for (var chain = 0; chain < random.Length; chain++)
        {
            snapshot.Add($"swaps.random.{chain}", random[chain].Position);
            snapshot.Add($"swaps.trips.{chain}", (ulong)RoundTrips[chain]);
        }
    }

    public void Restore(Snapshot snapshot)
    {
        Turn = (long)snapshot.Whole("swaps.turn");
        for (var row = 0; row < origins.Length; row++)
            origins[row] = (Origin)snapshot.Whole($"swaps.origin.{row}");
        for (var pair = 0; pair < accepted.Length; pair++)
        {
            accepted[pair] = snapshot.Real($"swaps.accepted.{pair}");
            proposed[pair] = (long)snapshot.Whole($"swaps.proposed.{pair}");
        }

        for (var chain = 0; chain < random.Length; chain++)
        {
            random[chain].Position = snapshot.Whole($"swaps.random.{chain}");
            RoundTrips[chain] = (int)snapshot.Whole($"swaps.trips.{chain}");
        }
    }

    // Densities and gradients are those of the temperature that a replica comes to.
    private static HmcState Exchanged(HmcState state, long[] sources, double[] ratio)
    {
        var device = state.Position.device;
        var rows = tensor(sources, device: device);
        var factor = tensor(ratio, dtype: float64, device: device);
        return new HmcState(
            state.Position.index_select(0, rows),
            state.LogDensity.index_select(0, rows).mul_(factor),
            state.Gradient.index_select(0, rows).mul_(factor.unsqueeze(1).to(state.Gradient.dtype)));
    }

    private void CountTrips(int chain)
    {
        ref var coldest = ref origins[chain * temperatures];
        ref var hottest = ref origins[((chain + 1) * temperatures) - 1];
        if (coldest == Origin.Hot)
            RoundTrips[chain]++;
        coldest = Origin.Cold;
        if (hottest == Origin.Cold)
            hottest = Origin.Hot;
    }
}
