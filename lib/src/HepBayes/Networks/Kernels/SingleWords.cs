using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>One word at a time, for processors without wide vectors.</summary>
internal readonly unsafe struct SingleWords : IWordOperations<ulong>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => 1;

    [MethodImpl(Inline)]
    public static ulong Create(ulong value) => value;

    [MethodImpl(Inline)]
    public static ulong Counters(ulong first) => first;

    [MethodImpl(Inline)]
    public static ulong Multiply(ulong a, ulong b) => (ulong)(uint)a * (uint)b;

    [MethodImpl(Inline)]
    public static ulong High(ulong a) => a >> 32;

    [MethodImpl(Inline)]
    public static ulong Xor(ulong a, ulong b) => a ^ b;

    [MethodImpl(Inline)]
    public static void Mask(ulong even, ulong odd, uint threshold, float factor, float* source, float* target)
    {
        target[0] = (uint)even >= threshold ? source[0] * factor : 0;
        target[1] = (uint)odd >= threshold ? source[1] * factor : 0;
    }
}
