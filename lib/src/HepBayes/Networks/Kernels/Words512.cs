using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Eight words in a vector of 512 bits.</summary>
internal readonly unsafe struct Words512 : IWordOperations<Vector512<ulong>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => 8;

    [MethodImpl(Inline)]
    public static Vector512<ulong> Create(ulong value) => Vector512.Create(value);

    [MethodImpl(Inline)]
    public static Vector512<ulong> Counters(ulong first) => Vector512.Create(first) + Vector512<ulong>.Indices;

    [MethodImpl(Inline)]
    public static Vector512<ulong> Multiply(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());

    [MethodImpl(Inline)]
    public static Vector512<ulong> High(Vector512<ulong> a) => a >>> 32;

    [MethodImpl(Inline)]
    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    [MethodImpl(Inline)]
    public static void Mask(Vector512<ulong> even, Vector512<ulong> odd, uint threshold, float factor, float* source, float* target)
    {
        var words = ((even & Vector512.Create(0xFFFFFFFFUL)) | (odd << 32)).AsUInt32();
        var kept = Vector512.GreaterThanOrEqual(words, Vector512.Create(threshold)).AsSingle();
        (Vector512.Load(source) * Vector512.Create(factor) & kept).Store(target);
    }
}
