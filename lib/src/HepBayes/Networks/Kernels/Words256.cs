using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Four words in a vector of 256 bits.</summary>
internal readonly unsafe struct Words256 : IWordOperations<Vector256<ulong>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => 4;

    [MethodImpl(Inline)]
    public static Vector256<ulong> Create(ulong value) => Vector256.Create(value);

    [MethodImpl(Inline)]
    public static Vector256<ulong> Counters(ulong first) => Vector256.Create(first) + Vector256<ulong>.Indices;

    [MethodImpl(Inline)]
    public static Vector256<ulong> Multiply(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

    [MethodImpl(Inline)]
    public static Vector256<ulong> High(Vector256<ulong> a) => a >>> 32;

    [MethodImpl(Inline)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    [MethodImpl(Inline)]
    public static void Mask(Vector256<ulong> even, Vector256<ulong> odd, uint threshold, float factor, float* source, float* target)
    {
        var words = ((even & Vector256.Create(0xFFFFFFFFUL)) | (odd << 32)).AsUInt32();
        var kept = Vector256.GreaterThanOrEqual(words, Vector256.Create(threshold)).AsSingle();
        (Vector256.Load(source) * Vector256.Create(factor) & kept).Store(target);
    }
}
