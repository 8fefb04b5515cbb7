namespace HepBayes.Generative.Engine;

/// <summary>Where the noise of a tile begins in the random numbers.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Position">The position.</param>
internal readonly record struct NoisePlace(ulong Seed, ulong Stream, ulong Position);
