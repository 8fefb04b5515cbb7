using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>The random numbers of each chain: momenta and what is decided in a transition.</summary>
internal static class ChainRandom
{
    /// <summary>Chains of a seed that have random numbers of their own.</summary>
    public const int MostChains = 1 << 24;


    /// <summary>A generator for each chain.</summary>
    /// <param name="options">Seed and number of the first chain.</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="stream">Tells processes of one run apart.</param>
    public static CounterRandom[] Of(SamplerOptions options, int chains, int stream = 0) =>
        [.. Enumerable.Range(0, chains).Select(chain => Of(options, RandomPurpose.Momentum, stream, chain))];

    /// <summary>A generator of one chain, or with chain 0 of all chains of a run together.</summary>
    /// <param name="options">Seed and number of the first chain.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="stream">Tells processes of one run apart.</param>
    /// <param name="chain">Chain of the run, from 0.</param>
    public static CounterRandom Of(SamplerOptions options, RandomPurpose purpose, int stream = 0, int chain = 0) =>
        new((ulong)options.Seed, RandomStreams.Of(purpose, (stream * MostChains) + options.FirstChain + chain));

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
