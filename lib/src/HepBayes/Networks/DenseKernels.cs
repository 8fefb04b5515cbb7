using System.Runtime.Intrinsics;

namespace HepBayes.Networks;

/// <summary>
/// The matrix products of a dense layer on one tile of rows. Tiles are stored feature by feature, <c>[features, rows]</c>,
/// so that every product runs along the rows of the tile and nothing is ever transposed. Blocks of sums stay in registers.
/// </summary>
internal static unsafe class DenseKernels
{
    /// <summary>
    /// result[m, r] = start[m] + sum_k matrix(k, m) * x[k, r], where matrix(k, m) stands at
    /// <c>matrix[k * strideK + m * strideM]</c>: the forward product, and with the strides exchanged the backward one.
    /// </summary>
    public static void Product<T>(T* matrix, int strideK, int strideM, int k, int m, T* x, T* start, T* result, int rows) where T : unmanaged
    {
        for (var r = 0; r < rows; r += 2 * Vector256<T>.Count)
        {
            var o = 0;
            for (; o + 5 <= m; o += 5)
                Product5(matrix + (o * strideM), strideK, strideM, k, x + r, start == null ? null : start + o, result + (o * rows) + r, rows);
            for (; o < m; o++)
                Product1(matrix + (o * strideM), strideK, k, x + r, start == null ? null : start + o, result + (o * rows) + r, rows);
        }
    }

    /// <summary>gradient[i, o] += sum_r x[i, r] * delta[o, r], and biasGradient[o] += sum_r delta[o, r].</summary>
    public static void AddOuter<T>(T* x, int inputs, T* delta, int outputs, int rows, T* gradient, T* biasGradient) where T : unmanaged
    {
        var o = 0;
        for (; o + 4 <= outputs; o += 4)
        {
            var i = 0;
            for (; i + 3 <= inputs; i += 3)
                AddOuter3x4(x + (i * rows), delta + (o * rows), rows, gradient + (i * outputs) + o, outputs);
            for (; i < inputs; i++)
                AddOuter1x4(x + (i * rows), delta + (o * rows), rows, gradient + (i * outputs) + o);
        }

        for (; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
                AddOuter1x1(x + (i * rows), delta + (o * rows), rows, gradient + (i * outputs) + o);
        }

        for (o = 0; o < outputs; o++)
        {
            var sum = Vector256<T>.Zero;
            for (var r = 0; r < rows; r += Vector256<T>.Count)
                sum += Vector256.Load(delta + (o * rows) + r);
            Lanes.AddSum(biasGradient + o, sum);
        }
    }

    private static void Product5<T>(T* w, int strideK, int strideM, int k, T* x, T* start, T* result, int rows) where T : unmanaged
    {
        var lanes = Vector256<T>.Count;
        Vector256<T> a0, a1, a2, a3, a4;
        if (start == null)
            a0 = a1 = a2 = a3 = a4 = Vector256<T>.Zero;
        else
            (a0, a1, a2, a3, a4) = (Vector256.Create(start[0]), Vector256.Create(start[1]), Vector256.Create(start[2]), Vector256.Create(start[3]), Vector256.Create(start[4]));
        var (b0, b1, b2, b3, b4) = (a0, a1, a2, a3, a4);
        T* w1 = w + strideM, w2 = w1 + strideM, w3 = w2 + strideM, w4 = w3 + strideM;
        for (nint i = 0, s = 0; i < k; i++, s += strideK, x += rows)
        {
            var x0 = Vector256.Load(x);
            var x1 = Vector256.Load(x + lanes);
            var c = Vector256.Create(w[s]);
            a0 = Lanes.MultiplyAdd(c, x0, a0);
            b0 = Lanes.MultiplyAdd(c, x1, b0);
            c = Vector256.Create(w1[s]);
            a1 = Lanes.MultiplyAdd(c, x0, a1);
            b1 = Lanes.MultiplyAdd(c, x1, b1);
            c = Vector256.Create(w2[s]);
            a2 = Lanes.MultiplyAdd(c, x0, a2);
            b2 = Lanes.MultiplyAdd(c, x1, b2);
            c = Vector256.Create(w3[s]);
            a3 = Lanes.MultiplyAdd(c, x0, a3);
            b3 = Lanes.MultiplyAdd(c, x1, b3);
            c = Vector256.Create(w4[s]);
            a4 = Lanes.MultiplyAdd(c, x0, a4);
            b4 = Lanes.MultiplyAdd(c, x1, b4);
        }

        a0.Store(result);
        b0.Store(result + lanes);
        a1.Store(result += rows);
        b1.Store(result + lanes);
        a2.Store(result += rows);
        b2.Store(result + lanes);
        a3.Store(result += rows);
        b3.Store(result + lanes);
        a4.Store(result += rows);
        b4.Store(result + lanes);
    }

    private static void Product1<T>(T* w, int strideK, int k, T* x, T* start, T* result, int rows) where T : unmanaged
    {
        var lanes = Vector256<T>.Count;
        var a = start == null ? Vector256<T>.Zero : Vector256.Create(*start);
        var b = a;
        for (nint i = 0, s = 0; i < k; i++, s += strideK, x += rows)
        {
            var c = Vector256.Create(w[s]);
            a = Lanes.MultiplyAdd(c, Vector256.Load(x), a);
            b = Lanes.MultiplyAdd(c, Vector256.Load(x + lanes), b);
        }

        a.Store(result);
        b.Store(result + lanes);
    }

    private static void AddOuter3x4<T>(T* x, T* delta, int rows, T* gradient, int stride) where T : unmanaged
    {
        Vector256<T> s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23;
        s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = s20 = s21 = s22 = s23 = Vector256<T>.Zero;
        T* x1 = x + rows, x2 = x1 + rows, d1 = delta + rows, d2 = d1 + rows, d3 = d2 + rows;
        for (nint r = 0; r < rows; r += Vector256<T>.Count)
        {
            var a = Vector256.Load(x + r);
            var b = Vector256.Load(x1 + r);
            var c = Vector256.Load(x2 + r);
            var d = Vector256.Load(delta + r);
            s00 = Lanes.MultiplyAdd(a, d, s00);
            s10 = Lanes.MultiplyAdd(b, d, s10);
            s20 = Lanes.MultiplyAdd(c, d, s20);
            d = Vector256.Load(d1 + r);
            s01 = Lanes.MultiplyAdd(a, d, s01);
            s11 = Lanes.MultiplyAdd(b, d, s11);
            s21 = Lanes.MultiplyAdd(c, d, s21);
            d = Vector256.Load(d2 + r);
            s02 = Lanes.MultiplyAdd(a, d, s02);
            s12 = Lanes.MultiplyAdd(b, d, s12);
            s22 = Lanes.MultiplyAdd(c, d, s22);
            d = Vector256.Load(d3 + r);
            s03 = Lanes.MultiplyAdd(a, d, s03);
            s13 = Lanes.MultiplyAdd(b, d, s13);
            s23 = Lanes.MultiplyAdd(c, d, s23);
        }

        Lanes.AddSums(gradient, s00, s01, s02, s03);
        Lanes.AddSums(gradient + stride, s10, s11, s12, s13);
        Lanes.AddSums(gradient + (2 * stride), s20, s21, s22, s23);
    }

    private static void AddOuter1x4<T>(T* x, T* delta, int rows, T* gradient) where T : unmanaged
    {
        Vector256<T> s0, s1, s2, s3;
        s0 = s1 = s2 = s3 = Vector256<T>.Zero;
        for (nint r = 0; r < rows; r += Vector256<T>.Count)
        {
            var a = Vector256.Load(x + r);
            s0 = Lanes.MultiplyAdd(a, Vector256.Load(delta + r), s0);
            s1 = Lanes.MultiplyAdd(a, Vector256.Load(delta + rows + r), s1);
            s2 = Lanes.MultiplyAdd(a, Vector256.Load(delta + (2 * rows) + r), s2);
            s3 = Lanes.MultiplyAdd(a, Vector256.Load(delta + (3 * rows) + r), s3);
        }

        Lanes.AddSums(gradient, s0, s1, s2, s3);
    }

    private static void AddOuter1x1<T>(T* x, T* delta, int rows, T* gradient) where T : unmanaged
    {
        var sum = Vector256<T>.Zero;
        for (nint r = 0; r < rows; r += Vector256<T>.Count)
            sum = Lanes.MultiplyAdd(Vector256.Load(x + r), Vector256.Load(delta + r), sum);
        Lanes.AddSum(gradient, sum);
    }
}
