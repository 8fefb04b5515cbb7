namespace HepBayes.Runtime;

/// <summary>Gives each use of random numbers its own stream of the one seed, so that uses never share numbers.</summary>
internal static class RandomStreams
{
    public static ulong Of(RandomPurpose purpose, int index = 0) => ((ulong)purpose << 32) | (uint)index;
}
