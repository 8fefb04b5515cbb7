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
        for (int block = 0, o = 0; block < blocks; block++)
        {
            var size = (m - o + blocks - block - 1) / (blocks - block);
            Block(size, matrix + o, m, k, x, bias == null ? null : bias + o, stored + ((nint)o * Rows), result + ((nint)o * Rows), parameter);
            o += size;
        }
    }

    private static void Block(int size, T* w, int strideK, int k, T* x, T* bias, T* stored, T* result, double parameter)
    {
        switch (size)
        {
            case 1:
                Block<Sizes.Size1>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 2:
                Block<Sizes.Size2>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 3:
                Block<Sizes.Size3>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 4:
                Block<Sizes.Size4>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 5:
                Block<Sizes.Size5>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 6:
                Block<Sizes.Size6>(w, strideK, k, x, bias, stored, result, parameter);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSize>(T* matrix, nint strideK, int k, T* inputs, T* bias, T* stored, T* result, double end)
        where TSize : struct, ISize
    {
        var parameter = TOps.Create(end);
        var second = 2 * TOps.Count;
        // Registers for 24 sums, four inputs and a weight come with the widest vectors; otherwise half as many rows at once.
        var four = typeof(TVector) == typeof(Vector512<T>);
        var step = four ? 2 * second : second;
        for (var row = 0; row < Rows; row += step, inputs += step, stored += step, result += step)
        {
            T* w = matrix, x = inputs;
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
                var x2 = four ? TOps.Load(x + second) : x0;
                var x3 = four ? TOps.Load(x + second + TOps.Count) : x0;
                weight = TOps.Broadcast(w);
                a0 = TOps.MultiplyAdd(weight, x0, a0);
                b0 = TOps.MultiplyAdd(weight, x1, b0);
                if (four)
                {
                    c0 = TOps.MultiplyAdd(weight, x2, c0);
                    d0 = TOps.MultiplyAdd(weight, x3, d0);
                }

                if (TSize.Value > 1)
                {
                    weight = TOps.Broadcast(w + 1);
                    a1 = TOps.MultiplyAdd(weight, x0, a1);
                    b1 = TOps.MultiplyAdd(weight, x1, b1);
                    if (four)
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
                    if (four)
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
                    if (four)
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
                    if (four)
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
                    if (four)
                    {
                        c5 = TOps.MultiplyAdd(weight, x2, c5);
                        d5 = TOps.MultiplyAdd(weight, x3, d5);
                    }
                }
            }

            TEnd.Store(a0, b0, result, stored, parameter);
            if (four)
                TEnd.Store(c0, d0, result + second, stored + second, parameter);
            if (TSize.Value > 1)
                TEnd.Store(a1, b1, result + (1 * Rows), stored + (1 * Rows), parameter);
            if (four && TSize.Value > 1)
                TEnd.Store(c1, d1, result + (1 * Rows) + second, stored + (1 * Rows) + second, parameter);
            if (TSize.Value > 2)
                TEnd.Store(a2, b2, result + (2 * Rows), stored + (2 * Rows), parameter);
            if (four && TSize.Value > 2)
                TEnd.Store(c2, d2, result + (2 * Rows) + second, stored + (2 * Rows) + second, parameter);
            if (TSize.Value > 3)
                TEnd.Store(a3, b3, result + (3 * Rows), stored + (3 * Rows), parameter);
            if (four && TSize.Value > 3)
                TEnd.Store(c3, d3, result + (3 * Rows) + second, stored + (3 * Rows) + second, parameter);
            if (TSize.Value > 4)
                TEnd.Store(a4, b4, result + (4 * Rows), stored + (4 * Rows), parameter);
            if (four && TSize.Value > 4)
                TEnd.Store(c4, d4, result + (4 * Rows) + second, stored + (4 * Rows) + second, parameter);
            if (TSize.Value > 5)
                TEnd.Store(a5, b5, result + (5 * Rows), stored + (5 * Rows), parameter);
            if (four && TSize.Value > 5)
                TEnd.Store(c5, d5, result + (5 * Rows) + second, stored + (5 * Rows) + second, parameter);
        }
    }
}
