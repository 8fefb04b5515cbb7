using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Operations256<T> : IVectorOperations<Vector256<T>, T>
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => Vector256<T>.Count;

    public static int Registers => 16;

    [MethodImpl(Inline)]
    public static Vector256<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : Vector256.Create(value).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> Broadcast(T* value) => Vector256.Create(*value);

    [MethodImpl(Inline)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(Inline)]
    public static void Store(Vector256<T> value, T* target) => value.Store(target);

    [MethodImpl(Inline)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(Inline)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(Inline)]
    public static Vector256<T> Divide(Vector256<T> a, Vector256<T> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector256<T> Quotient(Vector256<T> a, Vector256<T> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) => Vector256.MaxNative(a, b);

    [MethodImpl(Inline)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) => Vector256.MinNative(a, b);

    [MethodImpl(Inline)]
    public static Vector256<T> Abs(Vector256<T> a) => Vector256.Abs(a);

    [MethodImpl(Inline)]
    public static Vector256<T> CopySign(Vector256<T> size, Vector256<T> sign) => Vector256.CopySign(size, sign);

    [MethodImpl(Inline)]
    public static Vector256<T> PowerOfTwo(Vector256<T> shifted) =>
        typeof(T) == typeof(float) ? (shifted.AsInt32() << 23).As<int, T>() : (shifted.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector256<T> WherePositive(Vector256<T> test, Vector256<T> value, Vector256<T> otherwise) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(test, Vector256<T>.Zero), value, otherwise);

    [MethodImpl(Inline)]
    public static void AddSums(T* target, int count, Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
    {
        if (typeof(T) == typeof(float) && Avx.IsSupported)
        {
            var ab = Avx.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx.UnpackHigh(a.AsSingle(), b.AsSingle());
            var cd = Avx.UnpackLow(c.AsSingle(), d.AsSingle()) + Avx.UnpackHigh(c.AsSingle(), d.AsSingle());
            var halves = Avx.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle() + Avx.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
            Operations128<T>.AddTo(target, count, halves.GetLower() + halves.GetUpper());
            return;
        }

        Operations128<T>.AddSums(target, count, Folded(a), Folded(b), Folded(c), Folded(d));
    }

    [MethodImpl(Inline)]
    public static Vector256<T> Transpose(T* source, nint sourceStride, T* target, nint targetStride)
    {
        if (typeof(T) != typeof(float) || !Avx.IsSupported)
            return Transposition.Run<Operations256<T>, Vector256<T>, T>(source, sourceStride, target, targetStride);
        var sum = Vector256<float>.Zero;
        float* from = (float*)source, to = (float*)target;
        for (var column = 0; column < Count; column += 4, from += 4)
        {
            // Every fourth vector in the halves of a register, so that four columns follow from transposing within halves.
            var a = Halves(from, sourceStride);
            var b = Halves(from + sourceStride, sourceStride);
            var c = Halves(from + (2 * sourceStride), sourceStride);
            var d = Halves(from + (3 * sourceStride), sourceStride);
            var (lowAb, highAb) = (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackHigh(a, b).AsDouble());
            var (lowCd, highCd) = (Avx.UnpackLow(c, d).AsDouble(), Avx.UnpackHigh(c, d).AsDouble());
            a = Avx.UnpackLow(lowAb, lowCd).AsSingle();
            b = Avx.UnpackHigh(lowAb, lowCd).AsSingle();
            c = Avx.UnpackLow(highAb, highCd).AsSingle();
            d = Avx.UnpackHigh(highAb, highCd).AsSingle();
            a.Store(to);
            b.Store(to + targetStride);
            c.Store(to + (2 * targetStride));
            d.Store(to + (3 * targetStride));
            to += 4 * targetStride;
            sum += (a + b) + (c + d);
        }

        return sum.As<float, T>();
    }

    [MethodImpl(Inline)]
    private static Vector256<float> Halves(float* source, nint stride) =>
        Avx.InsertVector128(Vector128.Load(source).ToVector256Unsafe(), Vector128.Load(source + (4 * stride)), 1);

    [MethodImpl(Inline)]
    private static Vector128<T> Folded(Vector256<T> a) => a.GetLower() + a.GetUpper();
}
