using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>A seed for each round of an exploration.</summary>
internal static class Seeds
{
    public static int Of(int seed, int round) => new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.ExplorationSeed, round)).NextInt(int.MaxValue);
}
