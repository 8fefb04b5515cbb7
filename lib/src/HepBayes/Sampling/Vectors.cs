using System.Numerics;
using System.Runtime.InteropServices;
using HepBayes.Networks;

namespace HepBayes.Sampling;

/// <summary>Sums over vectors on the processor, in an order that depends on their length only.</summary>
internal static class Vectors
{
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : struct, INumber<T>
    {
        var va = MemoryMarshal.Cast<T, Vector<T>>(a);
        var vb = MemoryMarshal.Cast<T, Vector<T>>(b);
        var sums = Vector<T>.Zero;
        for (var i = 0; i < va.Length; i++)
            sums += va[i] * vb[i];
        var sum = Vector.Sum(sums);
        for (var i = va.Length * Vector<T>.Count; i < a.Length; i++)
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

    /// <summary>x = keep x + factor y.</summary>
    public static void Combine<T>(Span<T> x, T keep, ReadOnlySpan<T> y, T factor) where T : struct, INumber<T>
    {
        var vx = MemoryMarshal.Cast<T, Vector<T>>(x);
        var vy = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (var i = 0; i < vx.Length; i++)
            vx[i] = (vx[i] * keep) + (vy[i] * factor);
        for (var i = vx.Length * Vector<T>.Count; i < x.Length; i++)
            x[i] = (x[i] * keep) + (y[i] * factor);
    }

    /// <summary>product = x y, element by element; may be one of them.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> product) where T : struct, INumber<T>
    {
        var vx = MemoryMarshal.Cast<T, Vector<T>>(x);
        var vy = MemoryMarshal.Cast<T, Vector<T>>(y);
        var vp = MemoryMarshal.Cast<T, Vector<T>>(product);
        for (var i = 0; i < vp.Length; i++)
            vp[i] = vx[i] * vy[i];
        for (var i = vp.Length * Vector<T>.Count; i < product.Length; i++)
            product[i] = x[i] * y[i];
    }

    /// <summary>Sum of x y in float64.</summary>
    public static double PreciseDot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged
    {
        double a = 0, b = 0;
        var i = 0;
        for (; i + 2 <= x.Length; i += 2)
        {
            a += Real.ToDouble(x[i]) * Real.ToDouble(y[i]);
            b += Real.ToDouble(x[i + 1]) * Real.ToDouble(y[i + 1]);
        }

        return i < x.Length ? a + b + (Real.ToDouble(x[i]) * Real.ToDouble(y[i])) : a + b;
    }

    /// <summary>Sum of x x y in float64.</summary>
    public static double WeightedSquares<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged
    {
        // Four sums, because each addition waits for the one before.
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            a += WeightedSquare(x[i], y[i]);
            b += WeightedSquare(x[i + 1], y[i + 1]);
            c += WeightedSquare(x[i + 2], y[i + 2]);
            d += WeightedSquare(x[i + 3], y[i + 3]);
        }

        for (; i < x.Length; i++)
            a += WeightedSquare(x[i], y[i]);
        return a + b + (c + d);
    }

    private static double WeightedSquare<T>(T x, T y) where T : unmanaged => Real.ToDouble(x) * Real.ToDouble(x) * Real.ToDouble(y);
}
