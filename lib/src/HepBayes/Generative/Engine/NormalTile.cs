using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Generative.Engine;

/// <summary>
/// Standard normal numbers for tiles, from the generator of <see cref="Runtime.CounterRandom"/> (Philox4x32-10) and the transform of Box
/// and Muller, many at once. A pure function of seed, stream and position.
/// </summary>
internal static unsafe class NormalTile
{
    /// <summary>Numbers that one position gives.</summary>
    public const int PerPosition = 4;

    private const int PerStep = 16;
    private const ulong Low = 0xFFFFFFFF;

    /// <summary>Fills numbers.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="position">Where to begin; count / <see cref="PerPosition"/> positions are used.</param>
    /// <param name="target">Receives the numbers.</param>
    /// <param name="count">How many, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(ulong seed, ulong stream, ulong position, T* target, int count) where T : unmanaged
    {
        for (var end = target + count; target < end; target += PerStep, position += PerStep / PerPosition)
        {
            var counter = Vector256.Create(position, position + 1, position + 2, position + 3);
            Vector256<ulong> x0 = counter & Vector256.Create(Low), x1 = counter >> 32;
            Vector256<ulong> x2 = Vector256.Create(stream & Low), x3 = Vector256.Create(stream >> 32);
            uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
            for (var round = 0; round < 10; round++, k0 += 0x9E3779B9, k1 += 0xBB67AE85)
            {
                var p0 = x0 * Vector256.Create(0xD2511F53UL);
                var p1 = x2 * Vector256.Create(0xCD9E8D57UL);
                x0 = (p1 >> 32) ^ x1 ^ Vector256.Create((ulong)k0);
                x2 = (p0 >> 32) ^ x3 ^ Vector256.Create((ulong)k1);
                (x1, x3) = (p1 & Vector256.Create(Low), p0 & Vector256.Create(Low));
            }

            Store(BoxMuller((x0 | (x2 << 32)).AsUInt32(), (x1 | (x3 << 32)).AsUInt32(), out var second), target);
            Store(second, target + (PerStep / 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> BoxMuller(Vector256<uint> a, Vector256<uint> b, out Vector256<float> second)
    {
        const float ToUnit = 1 / 4294967296f;
        var uniform = (Vector256.ConvertToSingle(a) * ToUnit) + Vector256.Create(ToUnit / 2);
        // Rounding may reach 1 from below but not pass it.
        var radius = Vector256.Sqrt(-2 * Vector256.Log(Vector256.Min(uniform, Vector256<float>.One)));
        var (sin, cos) = Vector256.SinCos(Vector256.ConvertToSingle(b) * (2 * MathF.PI * ToUnit));
        second = radius * sin;
        return radius * cos;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector256<float> values, T* target) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            values.Store((float*)target);
            return;
        }

        var (low, high) = Vector256.Widen(values);
        low.Store((double*)target);
        high.Store((double*)target + 4);
    }
}
