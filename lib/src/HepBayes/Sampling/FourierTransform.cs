using System.Numerics;

namespace HepBayes.Sampling;

/// <summary>
/// The discrete Fourier transform of a power of two of numbers (Cooley and Tukey, radix 2, in place). Its table of roots is
/// kept, and nothing is allocated or handed to other threads: diagnostics run one small transform per half chain, many at a time.
/// </summary>
internal sealed class FourierTransform
{
    private static FourierTransform last = new(1);
    private readonly double[] cosine;
    private readonly double[] sine;

    private FourierTransform(int size)
    {
        Size = size;
        cosine = new double[size / 2];
        sine = new double[size / 2];
        for (var i = 0; i < cosine.Length; i++)
            (sine[i], cosine[i]) = Math.SinCos(-2 * Math.PI * i / size);
    }

    /// <summary>How many numbers are transformed.</summary>
    public int Size { get; }

    /// <summary>The transform of a size; that of the last call is kept, because chains of one run are equally long.</summary>
    /// <param name="size">A power of two.</param>
    public static FourierTransform OfSize(int size)
    {
        var found = last;
        if (found.Size != size)
            last = found = new FourierTransform(size);
        return found;
    }

    /// <summary>sum_n x_n exp(-2 pi i k n / size) for every k, without scaling.</summary>
    /// <param name="real">The real parts, replaced by the result.</param>
    /// <param name="imaginary">The imaginary parts, replaced by the result.</param>
    public void Forward(double[] real, double[] imaginary)
    {
        Reorder(real);
        Reorder(imaginary);
        for (var half = 1; half < Size; half *= 2)
        {
            var stride = Size / (2 * half);
            for (var first = 0; first < Size; first += 2 * half)
                Butterflies(real.AsSpan(first, 2 * half), imaginary.AsSpan(first, 2 * half), half, stride);
        }
    }

    private void Butterflies(Span<double> real, Span<double> imaginary, int half, int stride)
    {
        var lowReal = real[..half];
        var highReal = real.Slice(half, half);
        var lowImaginary = imaginary[..half];
        var highImaginary = imaginary.Slice(half, half);
        for (int i = 0, root = 0; i < lowReal.Length; i++, root += stride)
        {
            var (c, s) = (cosine[root], sine[root]);
            var re = (c * highReal[i]) - (s * highImaginary[i]);
            var im = (c * highImaginary[i]) + (s * highReal[i]);
            (lowReal[i], highReal[i]) = (lowReal[i] + re, lowReal[i] - re);
            (lowImaginary[i], highImaginary[i]) = (lowImaginary[i] + im, lowImaginary[i] - im);
        }
    }

    // The bits of the index reversed.
    private void Reorder(double[] values)
    {
        var unused = 32 - BitOperations.Log2((uint)Size);
        for (uint i = 1; i < (uint)Size; i++)
        {
            var j = Reverse(i) >> unused;
            if (j > i)
                (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static uint Reverse(uint bits)
    {
        bits = ((bits >> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
        bits = ((bits >> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
        bits = ((bits >> 4) & 0x0F0F0F0F) | ((bits & 0x0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits);
    }
}
