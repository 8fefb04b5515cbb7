using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HepBayes.Networks.Kernels;

namespace HepBayes.Networks;

/// <summary>
/// Vector operations for float and double alike. The type tests are resolved when the code is compiled to machine code.
/// </summary>
internal static class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create<T>(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : Vector256.Create(value).As<double, T>();

    /// <summary>a * b + c, fused where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x) =>
        typeof(T) == typeof(float)
            ? VectorMath<Operations256<float>, Vector256<float>, float>.Exp(x.AsSingle()).As<float, T>()
            : Vector256.Exp(x.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Log<T>(Vector256<T> x) =>
        typeof(T) == typeof(float) ? Vector256.Log(x.AsSingle()).As<float, T>() : Vector256.Log(x.AsDouble()).As<double, T>();

    /// <summary>A mask with the first <paramref name="count"/> lanes set, none for a negative count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FirstOf<T>(int count) => Vector256.LessThan(Vector256<T>.Indices, Create<T>(count));

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
