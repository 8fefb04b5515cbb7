using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// Drops units of a tile at random. The words are those of <see cref="Runtime.CounterRandom"/> (Philox4x32-10), computed for many
/// positions at once; the result has the same bits for any width of vectors.
/// </summary>
internal static unsafe class DropoutMask
{
    /// <summary>Positions of the generator that one unit of a tile takes: four words each, one word a row.</summary>
    public const int PositionsOfUnit = RowTiles<float>.TileRows / 4;

    private const int HalfTile = RowTiles<float>.TileRows / 2;
    private const int Rounds = 10;

    /// <summary>
    /// target = source times factor, with 0 where a random word is below the threshold, for one tile. Position j of a unit decides about rows 2j and 2j + 1 by its first two
    /// words and about the same rows of the tile's second half by the others.
    /// </summary>
    /// <param name="source">[units, tile rows].</param>
    /// <param name="units">Number of units.</param>
    /// <param name="threshold">Drop probability times 2^32.</param>
    /// <param name="factor">What units that are kept are multiplied by.</param>
    /// <param name="random">Where in the random numbers to begin.</param>
    /// <param name="target">[units, tile rows]; may be the source.</param>
    /// <param name="path">The width of vectors.</param>
    public static void Apply(float* source, int units, uint threshold, float factor, in RandomPlace random, float* target, VectorPath path)
    {
        switch (path)
        {
            case VectorPath.Vector512:
                Apply<Words512, Vector512<ulong>>(source, units, threshold, factor, random, target);
                break;
            case VectorPath.Vector256:
                Apply<Words256, Vector256<ulong>>(source, units, threshold, factor, random, target);
                break;
            default:
                Apply<SingleWords, ulong>(source, units, threshold, factor, random, target);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TOps, TVector>(float* source, int units, uint threshold, float factor, in RandomPlace random, float* target)
        where TOps : struct, IWordOperations<TVector>
        where TVector : unmanaged
    {
        var keys = stackalloc TVector[2 * Rounds];
        for (var round = 0u; round < Rounds; round++)
        {
            keys[2 * round] = TOps.Create((uint)random.Seed + (round * 0x9E3779B9));
            keys[(2 * round) + 1] = TOps.Create((uint)(random.Seed >> 32) + (round * 0xBB67AE85));
        }

        var (low, high) = (TOps.Create((uint)random.Stream), TOps.Create(random.Stream >> 32));
        var position = random.Position;
        for (var unit = 0; unit < units; unit++, source += HalfTile, target += HalfTile)
        {
            for (var j = 0; j < PositionsOfUnit; j += 2 * TOps.Count, position += 2 * (uint)TOps.Count, source += 4 * TOps.Count, target += 4 * TOps.Count)
                Pair<TOps, TVector>(position, low, high, keys, threshold, factor, source, target);
        }
    }

    // Two vectors side by side: each alone would wait for its multiplications.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<TOps, TVector>(ulong position, TVector low, TVector high, TVector* keys, uint threshold, float factor, float* source, float* target)
        where TOps : struct, IWordOperations<TVector>
        where TVector : unmanaged
    {
        var (m0, m1) = (TOps.Create(0xD2511F53), TOps.Create(0xCD9E8D57));
        TVector a0 = TOps.Counters(position), a1 = TOps.High(a0), a2 = low, a3 = high;
        TVector b0 = TOps.Counters(position + (uint)TOps.Count), b1 = TOps.High(b0), b2 = low, b3 = high;
        for (var round = 0; round < Rounds; round++)
        {
            TVector k0 = keys[2 * round], k1 = keys[(2 * round) + 1];
            TVector p0 = TOps.Multiply(m0, a0), p1 = TOps.Multiply(m1, a2);
            TVector q0 = TOps.Multiply(m0, b0), q1 = TOps.Multiply(m1, b2);
            a0 = TOps.Xor(TOps.Xor(TOps.High(p1), a1), k0);
            a2 = TOps.Xor(TOps.Xor(TOps.High(p0), a3), k1);
            (a1, a3) = (p1, p0);
            b0 = TOps.Xor(TOps.Xor(TOps.High(q1), b1), k0);
            b2 = TOps.Xor(TOps.Xor(TOps.High(q0), b3), k1);
            (b1, b3) = (q1, q0);
        }

        var next = 2 * TOps.Count;
        TOps.Mask(a0, a1, threshold, factor, source, target);
        TOps.Mask(a2, a3, threshold, factor, source + HalfTile, target + HalfTile);
        TOps.Mask(b0, b1, threshold, factor, source + next, target + next);
        TOps.Mask(b2, b3, threshold, factor, source + next + HalfTile, target + next + HalfTile);
    }

    /// <summary>A place in the random numbers of <see cref="Runtime.CounterRandom"/>.</summary>
    /// <param name="Seed">The seed.</param>
    /// <param name="Stream">The stream.</param>
    /// <param name="Position">The position of the first block.</param>
    internal readonly record struct RandomPlace(ulong Seed, ulong Stream, ulong Position);
}
