using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Vectors of 128 bits, which every processor has: the portable path.</summary>
internal readonly unsafe struct Operations128<T> : IVectorOperations<Vector128<T>, T>
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Count => Vector128<T>.Count;

    public static int Registers => AdvSimd.IsSupported ? 32 : 16;

    [MethodImpl(Inline)]
    public static Vector128<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector128.Create((float)value).As<float, T>() : Vector128.Create(value).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector128<T> Broadcast(T* value) => Vector128.Create(*value);

    [MethodImpl(Inline)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(Inline)]
    public static void Store(Vector128<T> value, T* target) => value.Store(target);

    [MethodImpl(Inline)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    [MethodImpl(Inline)]
    public static Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(Inline)]
    public static Vector128<T> Divide(Vector128<T> a, Vector128<T> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector128<T> Quotient(Vector128<T> a, Vector128<T> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(Inline)]
    public static Vector128<T> Max(Vector128<T> a, Vector128<T> b) => Vector128.MaxNative(a, b);

    [MethodImpl(Inline)]
    public static Vector128<T> Min(Vector128<T> a, Vector128<T> b) => Vector128.MinNative(a, b);

    [MethodImpl(Inline)]
    public static Vector128<T> Abs(Vector128<T> a) => Vector128.Abs(a);

    [MethodImpl(Inline)]
    public static Vector128<T> CopySign(Vector128<T> size, Vector128<T> sign) => Vector128.CopySign(size, sign);

    [MethodImpl(Inline)]
    public static Vector128<T> PowerOfTwo(Vector128<T> shifted) =>
        typeof(T) == typeof(float) ? (shifted.AsInt32() << 23).As<int, T>() : (shifted.AsInt64() << 52).As<long, T>();

    [MethodImpl(Inline)]
    public static Vector128<T> WherePositive(Vector128<T> test, Vector128<T> value, Vector128<T> otherwise) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(test, Vector128<T>.Zero), value, otherwise);

    [MethodImpl(Inline)]
    public static void AddSums(T* target, int count, Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d)
    {
        if (typeof(T) == typeof(float))
        {
            AddTo(target, count, Transposed(a.AsSingle(), b.AsSingle(), c.AsSingle(), d.AsSingle()));
            return;
        }

        var place = (double*)target;
        place[0] += Vector128.Sum(a.AsDouble());
        if (count > 1)
            place[1] += Vector128.Sum(b.AsDouble());
        if (count > 2)
            place[2] += Vector128.Sum(c.AsDouble());
        if (count > 3)
            place[3] += Vector128.Sum(d.AsDouble());
    }

    /// <summary>Adds the first numbers of a vector to numbers of float32.</summary>
    [MethodImpl(Inline)]
    public static void AddTo(T* target, int count, Vector128<float> sums)
    {
        var place = (float*)target;
        if (count == 4)
        {
            (Vector128.Load(place) + sums).Store(place);
            return;
        }

        for (var i = 0; i < count; i++)
            place[i] += sums.GetElement(i);
    }

    [MethodImpl(Inline)]
    public static Vector128<T> Transpose(T* source, nint sourceStride, T* target, nint targetStride) =>
        Transposition.Run<Operations128<T>, Vector128<T>, T>(source, sourceStride, target, targetStride);

    // The sums of four vectors of four numbers.
    [MethodImpl(Inline)]
    private static Vector128<float> Transposed(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            var ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b);
            var cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
            return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
        }

        return Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
    }
}
