using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>The random numbers of each chain: momenta and what is decided in a transition.</summary>
internal static class ChainRandom
{
    private const int MostChains = 1 << 24;

    /// <summary>A generator for each chain.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="stream">Tells processes of one run apart.</param>
    public static CounterRandom[] Of(int seed, int chains, int stream = 0) =>
        [.. Enumerable.Range(0, chains).Select(chain => new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Momentum, (stream * MostChains) + chain)))];

    public static void Save(Snapshot snapshot, CounterRandom[] random)
    {
        for (var chain = 0; chain < random.Length; chain++)
            snapshot.Add($"random.{chain}", random[chain].Position);
    }

    public static void Restore(Snapshot snapshot, CounterRandom[] random)
    {
        for (var chain = 0; chain < random.Length; chain++)
            random[chain].Position = snapshot.Whole($"random.{chain}");
    }
}
