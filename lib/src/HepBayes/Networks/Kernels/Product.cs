using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// The product of a matrix with one tile of rows: result[m, r] = bias[m] + sum_k matrix[k, m] x[k, r], and in the same pass
/// what <typeparamref name="TEnd"/> does with the sums. A block of up to six results for two or four vectors of rows is summed
/// in registers.
/// </summary>
internal static unsafe class Product<TOps, TVector, T, TEnd>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TEnd : struct, IProductEnd<TOps, TVector, T>
{
    private const int Rows = RowTiles<T>.TileRows;

    private const int LargestBlock = 6;

    // Registers for 24 sums, four inputs and a weight come with the widest vectors; otherwise half as many rows at once.
    private static bool Four => typeof(TVector) == typeof(Vector512<T>);

    /// <summary>One tile.</summary>
    /// <param name="matrix">[k, m].</param>
    /// <param name="k">Numbers that are summed.</param>
    /// <param name="m">Results.</param>
    /// <param name="x">[k, tile rows].</param>
    /// <param name="bias">[m], or null for none.</param>
    /// <param name="stored">[m, tile rows], for <typeparamref name="TEnd"/>.</param>
    /// <param name="result">[m, tile rows].</param>
    /// <param name="parameter">For <typeparamref name="TEnd"/>.</param>
    public static void Run(T* matrix, int k, int m, T* x, T* bias, T* stored, T* result, double parameter)
    {
        // Blocks of nearly equal size: a small one at the end would leave the processor waiting for its sums.
        var blocks = (m + LargestBlock - 1) / LargestBlock;
        var size = m / blocks;
        var larger = m - (size * blocks);
        if (larger > 0)
            Blocks(size + 1, larger, matrix, m, k, x, bias, stored, result, parameter);
        var first = larger * (size + 1);
        Blocks(size, blocks - larger, matrix + first, m, k, x, bias == null ? null : bias + first, stored + ((nint)first * Rows), result + ((nint)first * Rows), parameter);
    }

    private static void Blocks(int size, int count, T* w, int strideK, int k, T* x, T* bias, T* stored, T* result, double parameter)
    {
        switch (size)
        {
            case 1:
                Blocks<Sizes.Size1>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 2:
                Blocks<Sizes.Size2>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 3:
                Blocks<Sizes.Size3>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 4:
                Blocks<Sizes.Size4>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 5:
                Blocks<Sizes.Size5>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 6:
                Blocks<Sizes.Size6>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<TSize>(int count, T* matrix, nint strideK, int k, T* inputs, T* bias, T* stored, T* result, double end)
        where TSize : struct, ISize
    {
        var parameter = TOps.Create(end);
        var step = Four ? 4 * TOps.Count : 2 * TOps.Count;
        for (; count > 0; count--, matrix += TSize.Value, bias += bias == null ? 0 : TSize.Value, stored += TSize.Value * Rows, result += TSize.Value * Rows)
        {
            for (var row = 0; row < Rows; row += step)
                Block<TSize>(matrix, strideK, k, inputs + row, bias, stored + row, result + row, parameter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<TSize>(T* w, nint strideK, int k, T* x, T* bias, T* stored, T* result, TVector parameter)
        where TSize : struct, ISize
    {
        var second = 2 * TOps.Count;
        TVector a0, a1, a2, a3, a4, a5;
        a0 = a1 = a2 = a3 = a4 = a5 = TOps.Create(0);
        if (bias != null)
        {
            a0 = TOps.Broadcast(bias);
            if (TSize.Value > 1)
                a1 = TOps.Broadcast(bias + 1);
            if (TSize.Value > 2)
                a2 = TOps.Broadcast(bias + 2);
            if (TSize.Value > 3)
                a3 = TOps.Broadcast(bias + 3);
            if (TSize.Value > 4)
                a4 = TOps.Broadcast(bias + 4);
            if (TSize.Value > 5)
                a5 = TOps.Broadcast(bias + 5);
        }

        TVector b0 = a0, b1 = a1, b2 = a2, b3 = a3, b4 = a4, b5 = a5;
        TVector c0 = a0, c1 = a1, c2 = a2, c3 = a3, c4 = a4, c5 = a5;
        TVector d0 = a0, d1 = a1, d2 = a2, d3 = a3, d4 = a4, d5 = a5;

        for (var i = k; i > 0; i--, w += strideK, x += Rows)
        {
            TVector weight;
            var x0 = TOps.Load(x);
            var x1 = TOps.Load(x + TOps.Count);
            var x2 = Four ? TOps.Load(x + second) : x0;
            var x3 = Four ? TOps.Load(x + second + TOps.Count) : x0;
            weight = TOps.Broadcast(w);
            a0 = TOps.MultiplyAdd(weight, x0, a0);
            b0 = TOps.MultiplyAdd(weight, x1, b0);
            if (Four)
            {
                c0 = TOps.MultiplyAdd(weight, x2, c0);
                d0 = TOps.MultiplyAdd(weight, x3, d0);
            }

            if (TSize.Value > 1)
            {
                weight = TOps.Broadcast(w + 1);
                a1 = TOps.MultiplyAdd(weight, x0, a1);
                b1 = TOps.MultiplyAdd(weight, x1, b1);
                if (Four)
                {
                    c1 = TOps.MultiplyAdd(weight, x2, c1);
                    d1 = TOps.MultiplyAdd(weight, x3, d1);
                }
            }

            if (TSize.Value > 2)
            {
                weight = TOps.Broadcast(w + 2);
                a2 = TOps.MultiplyAdd(weight, x0, a2);
                b2 = TOps.MultiplyAdd(weight, x1, b2);
                if (Four)
                {
                    c2 = TOps.MultiplyAdd(weight, x2, c2);
                    d2 = TOps.MultiplyAdd(weight, x3, d2);
                }
            }

            if (TSize.Value > 3)
            {
                weight = TOps.Broadcast(w + 3);
                a3 = TOps.MultiplyAdd(weight, x0, a3);
                b3 = TOps.MultiplyAdd(weight, x1, b3);
                if (Four)
                {
                    c3 = TOps.MultiplyAdd(weight, x2, c3);
                    d3 = TOps.MultiplyAdd(weight, x3, d3);
                }
            }

            if (TSize.Value > 4)
            {
                weight = TOps.Broadcast(w + 4);
                a4 = TOps.MultiplyAdd(weight, x0, a4);
                b4 = TOps.MultiplyAdd(weight, x1, b4);
                if (Four)
                {
                    c4 = TOps.MultiplyAdd(weight, x2, c4);
                    d4 = TOps.MultiplyAdd(weight, x3, d4);
                }
            }

            if (TSize.Value > 5)
            {
                weight = TOps.Broadcast(w + 5);
                a5 = TOps.MultiplyAdd(weight, x0, a5);
                b5 = TOps.MultiplyAdd(weight, x1, b5);
                if (Four)
                {
                    c5 = TOps.MultiplyAdd(weight, x2, c5);
                    d5 = TOps.MultiplyAdd(weight, x3, d5);
                }
            }
        }

        TEnd.Store(a0, b0, result, stored, parameter);
        if (Four)
            TEnd.Store(c0, d0, result + second, stored + second, parameter);
        if (TSize.Value > 1)
            TEnd.Store(a1, b1, result + (1 * Rows), stored + (1 * Rows), parameter);
        if (Four && TSize.Value > 1)
            TEnd.Store(c1, d1, result + (1 * Rows) + second, stored + (1 * Rows) + second, parameter);
        if (TSize.Value > 2)
            TEnd.Store(a2, b2, result + (2 * Rows), stored + (2 * Rows), parameter);
        if (Four && TSize.Value > 2)
            TEnd.Store(c2, d2, result + (2 * Rows) + second, stored + (2 * Rows) + second, parameter);
        if (TSize.Value > 3)
            TEnd.Store(a3, b3, result + (3 * Rows), stored + (3 * Rows), parameter);
        if (Four && TSize.Value > 3)
            TEnd.Store(c3, d3, result + (3 * Rows) + second, stored + (3 * Rows) + second, parameter);
        if (TSize.Value > 4)
            TEnd.Store(a4, b4, result + (4 * Rows), stored + (4 * Rows), parameter);
        if (Four && TSize.Value > 4)
            TEnd.Store(c4, d4, result + (4 * Rows) + second, stored + (4 * Rows) + second, parameter);
        if (TSize.Value > 5)
            TEnd.Store(a5, b5, result + (5 * Rows), stored + (5 * Rows), parameter);
        if (Four && TSize.Value > 5)
            TEnd.Store(c5, d5, result + (5 * Rows) + second, stored + (5 * Rows) + second, parameter);
    }
}
