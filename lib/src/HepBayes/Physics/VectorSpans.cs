using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>The few operations on long rows of numbers that a likelihood consists of. All lengths are multiples of four.</summary>
internal static class VectorSpans
{
    /// <summary>The numbers of a vector; the length of a row is a multiple of it.</summary>
    public const int Lanes = 4;

    /// <summary>The least multiple of <see cref="Lanes"/> that is not smaller.</summary>
    public static int Padded(int length) => (length + Lanes - 1) / Lanes * Lanes;

    public static ReadOnlySpan<Vector256<double>> Of(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);

    public static Span<Vector256<double>> Of(Span<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);

    /// <summary>One row of a matrix.</summary>
    public static Span<Vector256<double>> Row(Span<double> matrix, int row, int columns) => Of(matrix.Slice(row * columns, columns));

    /// <summary>target += a x.</summary>
    public static void Add(Span<double> target, double a, ReadOnlySpan<double> x)
    {
        var t = Of(target);
        var u = Of(x);
        for (var i = 0; i < t.Length; i++)
            t[i] = Vector256.MultiplyAddEstimate(Vector256.Create(a), u[i], t[i]);
    }

    /// <summary>target += a x + b y.</summary>
    public static void Add(Span<double> target, double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y)
    {
        var t = Of(target);
        var u = Of(x);
        var v = Of(y);
        for (var i = 0; i < t.Length; i++)
            t[i] = Vector256.MultiplyAddEstimate(Vector256.Create(a), u[i], Vector256.MultiplyAddEstimate(Vector256.Create(b), v[i], t[i]));
    }

    /// <summary>The sum of x y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var u = Of(x);
        var v = Of(y);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < u.Length; i++)
            sum = Vector256.MultiplyAddEstimate(u[i], v[i], sum);
        return Vector256.Sum(sum);
    }

    /// <summary>target *= x.</summary>
    public static void Multiply(Span<double> target, ReadOnlySpan<double> x)
    {
        var t = Of(target);
        var u = Of(x);
        for (var i = 0; i < t.Length; i++)
            t[i] *= u[i];
    }

    /// <summary>The sum of the logarithms; then the numbers are replaced by their inverses. NaN if one of them is not above 0.</summary>
    public static double LogSumAndInvert(Span<double> x)
    {
        var u = Of(x);
        var sum = Vector256<double>.Zero;
        var least = Vector256<double>.One;
        for (var i = 0; i < u.Length; i++)
        {
            least = Vector256.Min(least, u[i]);
            sum += Vector256.Log(u[i]);
            u[i] = Vector256<double>.One / u[i];
        }

        return Vector256.GreaterThanAll(least, Vector256<double>.Zero) ? Vector256.Sum(sum) : double.NaN;
    }
}
