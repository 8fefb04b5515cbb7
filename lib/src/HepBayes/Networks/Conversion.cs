using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Networks;

/// <summary>Copies between spans of double and of a number type that is float or double.</summary>
internal static class Conversion
{
    public static void ToDoubles<T>(ReadOnlySpan<T> source, Span<double> target) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(source).CopyTo(target);
            return;
        }

        var numbers = MemoryMarshal.Cast<T, float>(source);
        var i = 0;
        for (; i + 8 <= numbers.Length; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(numbers[i..]));
            low.CopyTo(target[i..]);
            high.CopyTo(target[(i + 4)..]);
        }

        for (; i < numbers.Length; i++)
            target[i] = numbers[i];
    }

    public static void FromDoubles<T>(ReadOnlySpan<double> source, Span<T> target) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            source.CopyTo(MemoryMarshal.Cast<T, double>(target));
            return;
        }

        var numbers = MemoryMarshal.Cast<T, float>(target);
        var i = 0;
        for (; i + 8 <= source.Length; i += 8)
            Vector256.Narrow(Vector256.Create(source[i..]), Vector256.Create(source[(i + 4)..])).CopyTo(numbers[i..]);
        for (; i < source.Length; i++)
            numbers[i] = (float)source[i];
    }
}
