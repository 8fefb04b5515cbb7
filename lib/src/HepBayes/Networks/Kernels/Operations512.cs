using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Operations512<T> : IVectorOperations<Vector512<T>, T>
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => Vector512<T>.Count;

    public static int Registers => 32;

    [MethodImpl(Inline)]
    public static Vector512<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector512.Create((float)value).As<float, T>() : Vector512.Create(value).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> Broadcast(T* value) => Vector512.Create(*value);

    [MethodImpl(Inline)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(Inline)]
    public static void Store(Vector512<T> value, T* target) => value.Store(target);

    [MethodImpl(Inline)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(Inline)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(Inline)]
    public static Vector512<T> Divide(Vector512<T> a, Vector512<T> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector512<T> Quotient(Vector512<T> a, Vector512<T> b)
    {
        if (typeof(T) != typeof(float) || !Avx512F.IsSupported)
            return a / b;
        // A division of this width takes longer than an estimate of 14 bits with one correction.
        Vector512<float> dividend = a.AsSingle(), divisor = b.AsSingle();
        var inverse = Avx512F.Reciprocal14(divisor);
        var quotient = dividend * inverse;
        return Avx512F.FusedMultiplyAdd(quotient, Avx512F.FusedMultiplyAddNegated(divisor, inverse, Vector512<float>.One), quotient).As<float, T>();
    }

    [MethodImpl(Inline)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) => Vector512.MaxNative(a, b);

    [MethodImpl(Inline)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) => Vector512.MinNative(a, b);

    [MethodImpl(Inline)]
    public static Vector512<T> Abs(Vector512<T> a) => Vector512.Abs(a);

    [MethodImpl(Inline)]
    public static Vector512<T> CopySign(Vector512<T> size, Vector512<T> sign) =>
        Vector512.ConditionalSelect(Create(-0.0), sign, size);

    [MethodImpl(Inline)]
    public static Vector512<T> PowerOfTwo(Vector512<T> shifted) =>
        typeof(T) == typeof(float) ? (shifted.AsInt32() << 23).As<int, T>() : (shifted.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector512<T> WherePositive(Vector512<T> test, Vector512<T> value, Vector512<T> otherwise) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(test, Vector512<T>.Zero), value, otherwise);

    [MethodImpl(Inline)]
    public static void AddSums(T* target, int count, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
    {
        if (typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            // Transposes within quarters first, which adds up four vectors for the price of one.
            var ab = Avx512F.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx512F.UnpackHigh(a.AsSingle(), b.AsSingle());
            var cd = Avx512F.UnpackLow(c.AsSingle(), d.AsSingle()) + Avx512F.UnpackHigh(c.AsSingle(), d.AsSingle());
            var quarters = Avx512F.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle() + Avx512F.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
            var halves = quarters.GetLower() + quarters.GetUpper();
            Operations128<T>.AddTo(target, count, halves.GetLower() + halves.GetUpper());
            return;
        }

        Operations256<T>.AddSums(target, count, Folded(a), Folded(b), Folded(c), Folded(d));
    }

    [MethodImpl(Inline)]
    public static Vector512<T> Transpose(T* source, nint sourceStride, T* target, nint targetStride)
    {
        if (typeof(T) != typeof(float) || !Avx512F.IsSupported)
            return Transposition.Run<Operations512<T>, Vector512<T>, T>(source, sourceStride, target, targetStride);
        var sum = Vector512<float>.Zero;
        float* from = (float*)source, to = (float*)target;
        for (var column = 0; column < Count; column += 4, from += 4)
        {
            // Every fourth vector in the quarters of a register, so that four columns follow from transposing within quarters.
            var a = Quarters(from, sourceStride);
            var b = Quarters(from + sourceStride, sourceStride);
            var c = Quarters(from + (2 * sourceStride), sourceStride);
            var d = Quarters(from + (3 * sourceStride), sourceStride);
            var (lowAb, highAb) = (Avx512F.UnpackLow(a, b).AsDouble(), Avx512F.UnpackHigh(a, b).AsDouble());
            var (lowCd, highCd) = (Avx512F.UnpackLow(c, d).AsDouble(), Avx512F.UnpackHigh(c, d).AsDouble());
            a = Avx512F.UnpackLow(lowAb, lowCd).AsSingle();
            b = Avx512F.UnpackHigh(lowAb, lowCd).AsSingle();
            c = Avx512F.UnpackLow(highAb, highCd).AsSingle();
            d = Avx512F.UnpackHigh(highAb, highCd).AsSingle();
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
    private static Vector512<float> Quarters(float* source, nint stride)
    {
        var quarters = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        quarters = Avx512F.InsertVector128(quarters, Vector128.Load(source + (4 * stride)), 1);
        quarters = Avx512F.InsertVector128(quarters, Vector128.Load(source + (8 * stride)), 2);
        return Avx512F.InsertVector128(quarters, Vector128.Load(source + (12 * stride)), 3);
    }

    [MethodImpl(Inline)]
    private static Vector256<T> Folded(Vector512<T> a) => a.GetLower() + a.GetUpper();
}
