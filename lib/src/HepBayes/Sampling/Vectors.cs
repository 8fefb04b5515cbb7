using System.Numerics;
using System.Runtime.InteropServices;

namespace HepBayes.Sampling;

/// <summary>Sums over vectors on the processor, in an order that depends on their length only.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
            sums += va[i] * vb[i];
        var sum = Vector.Sum(sums);
        for (var i = va.Length * Vector<double>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>x += factor y.</summary>
    public static void AddScaled<T>(Span<T> x, ReadOnlySpan<T> y, T factor) where T : struct, INumber<T>
    {
        var vx = MemoryMarshal.Cast<T, Vector<T>>(x);
        var vy = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (var i = 0; i < vx.Length; i++)
            vx[i] += vy[i] * factor;
        for (var i = vx.Length * Vector<T>.Count; i < x.Length; i++)
            x[i] += y[i] * factor;
    }

    /// <summary>x += factor y z, element by element.</summary>
    public static void AddProduct<T>(Span<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, T factor) where T : struct, INumber<T>
    {
        var vx = MemoryMarshal.Cast<T, Vector<T>>(x);
        var vy = MemoryMarshal.Cast<T, Vector<T>>(y);
        var vz = MemoryMarshal.Cast<T, Vector<T>>(z);
        for (var i = 0; i < vx.Length; i++)
            vx[i] += vy[i] * vz[i] * factor;
        for (var i = vx.Length * Vector<T>.Count; i < x.Length; i++)
            x[i] += y[i] * z[i] * factor;
    }
}
