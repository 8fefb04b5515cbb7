using HepBayes.Runtime;

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
    private long turn;

    /// <summary>Starts counting.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="chains">Number of chains.</param>
    public ReplicaSwaps(ReplicaExchangeOptions options, int chains)
    {
        temperatures = options.Temperatures;
        random = [.. Enumerable.Range(0, chains).Select(chain => ChainRandom.Of(options, RandomPurpose.ReplicaSwaps, chain: chain))];
        origins = new Origin[chains * temperatures];
        (accepted, proposed, RoundTrips) = (new double[temperatures - 1], new long[temperatures - 1], new int[chains]);
    }

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
        var first = (int)(turn++ % 2);
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

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("swaps.turn", (ulong)turn);
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
        turn = (long)snapshot.Whole("swaps.turn");
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
