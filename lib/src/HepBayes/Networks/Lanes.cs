using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HepBayes.Networks.Kernels;

namespace HepBayes.Networks;

/// <summary>
/// Vector operations for float and double alike. The type tests are resolved when the code is compiled to machine code.
/// </summary>
internal static class Lanes
{
    /// <summary>A mask with the first <paramref name="count"/> lanes set, none for a negative count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FirstOf<T>(int count) where T : unmanaged => Vector256.LessThan(Vector256<T>.Indices, Operations256<T>.Create(count));

    /// <summary>The lanes as float64, added up to four partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WidenedSum<T>(Vector256<T> x)
    {
        if (typeof(T) == typeof(double))
            return x.AsDouble();
        var (low, high) = Vector256.Widen(x.AsSingle());
        return low + high;
    }
}
