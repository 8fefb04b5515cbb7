using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>The random numbers of each chain: momenta and what is decided in a transition.</summary>
internal static class ChainRandom
{
    public static CounterRandom[] Of(int seed, int chains) =>
        [.. Enumerable.Range(0, chains).Select(chain => new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Momentum, chain)))];

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
