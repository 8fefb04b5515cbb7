using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HepBayes.Networks.Kernels;

namespace HepBayes.Generative.Engine;

/// <summary>Functions of vectors of 256 bits that the couplings need.</summary>
internal static class Lane<T> where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static Vector256<T> Of(double value) => Operations256<T>.Create(value);

    [MethodImpl(Inline)]
    public static Vector256<T> Exp(Vector256<T> x) => VectorMath<Operations256<T>, Vector256<T>, T>.Exp(x);

    [MethodImpl(Inline)]
    public static Vector256<T> Log(Vector256<T> x) =>
        typeof(T) == typeof(float) ? Vector256.Log(x.AsSingle()).As<float, T>() : Vector256.Log(x.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> Tanh(Vector256<T> x) => VectorMath<Operations256<T>, Vector256<T>, T>.Tanh(x);

    [MethodImpl(Inline)]
    public static Vector256<T> Sigmoid(Vector256<T> x) => VectorMath<Operations256<T>, Vector256<T>, T>.Sigmoid(x);

    /// <summary>log(1 + exp x).</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Softplus(Vector256<T> x) =>
        Vector256.Max(x, Vector256<T>.Zero) + VectorMath<Operations256<T>, Vector256<T>, T>.LogOnePlus(Exp(-Vector256.Abs(x)));

    [MethodImpl(Inline)]
    public static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) => Operations256<T>.MultiplyAdd(a, b, c);
}
