using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// The product of a matrix with one tile of rows: result[m, r] = bias[m] + sum_k matrix[k, m] x[k, r], and in the same pass
/// what <typeparamref name="TEnd"/> does with the sums. A block of up to 10 results for two vectors of rows is summed in
/// registers.
/// </summary>
internal static unsafe class Product<TOps, TVector, T, TEnd>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TEnd : struct, IProductEnd<TOps, TVector, T>
{
    private const int Rows = RowTiles<T>.TileRows;

    // Two vectors for each result, two of inputs and one of weights must fit.
    private static int LargestBlock => TOps.Registers >= 32 ? 10 : 6;

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
            case 7:
                Block<Sizes.Size7>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 8:
                Block<Sizes.Size8>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 9:
                Block<Sizes.Size9>(w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 10:
                Block<Sizes.Size10>(w, strideK, k, x, bias, stored, result, parameter);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSize>(T* matrix, nint strideK, int k, T* inputs, T* bias, T* stored, T* result, double end)
        where TSize : struct, ISize
    {
        var parameter = TOps.Create(end);
        for (var pair = 0; pair < Rows; pair += 2 * TOps.Count, inputs += 2 * TOps.Count, stored += 2 * TOps.Count, result += 2 * TOps.Count)
        {
            T* w = matrix, x = inputs;
            TVector a0, a1, a2, a3, a4, a5, a6, a7, a8, a9;
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = TOps.Create(0);
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
                if (TSize.Value > 6)
                    a6 = TOps.Broadcast(bias + 6);
                if (TSize.Value > 7)
                    a7 = TOps.Broadcast(bias + 7);
                if (TSize.Value > 8)
                    a8 = TOps.Broadcast(bias + 8);
                if (TSize.Value > 9)
                    a9 = TOps.Broadcast(bias + 9);
            }

            TVector b0 = a0, b1 = a1, b2 = a2, b3 = a3, b4 = a4, b5 = a5, b6 = a6, b7 = a7, b8 = a8, b9 = a9;
            for (var i = k; i > 0; i--, w += strideK, x += Rows)
            {
                TVector c;
                var x0 = TOps.Load(x);
                var x1 = TOps.Load(x + TOps.Count);
                c = TOps.Broadcast(w);
                a0 = TOps.MultiplyAdd(c, x0, a0);
                b0 = TOps.MultiplyAdd(c, x1, b0);
                if (TSize.Value > 1)
                {
                    c = TOps.Broadcast(w + 1);
                    a1 = TOps.MultiplyAdd(c, x0, a1);
                    b1 = TOps.MultiplyAdd(c, x1, b1);
                }

                if (TSize.Value > 2)
                {
                    c = TOps.Broadcast(w + 2);
                    a2 = TOps.MultiplyAdd(c, x0, a2);
                    b2 = TOps.MultiplyAdd(c, x1, b2);
                }

                if (TSize.Value > 3)
                {
                    c = TOps.Broadcast(w + 3);
                    a3 = TOps.MultiplyAdd(c, x0, a3);
                    b3 = TOps.MultiplyAdd(c, x1, b3);
                }

                if (TSize.Value > 4)
                {
                    c = TOps.Broadcast(w + 4);
                    a4 = TOps.MultiplyAdd(c, x0, a4);
                    b4 = TOps.MultiplyAdd(c, x1, b4);
                }

                if (TSize.Value > 5)
                {
                    c = TOps.Broadcast(w + 5);
                    a5 = TOps.MultiplyAdd(c, x0, a5);
                    b5 = TOps.MultiplyAdd(c, x1, b5);
                }

                if (TSize.Value > 6)
                {
                    c = TOps.Broadcast(w + 6);
                    a6 = TOps.MultiplyAdd(c, x0, a6);
                    b6 = TOps.MultiplyAdd(c, x1, b6);
                }

                if (TSize.Value > 7)
                {
                    c = TOps.Broadcast(w + 7);
                    a7 = TOps.MultiplyAdd(c, x0, a7);
                    b7 = TOps.MultiplyAdd(c, x1, b7);
                }

                if (TSize.Value > 8)
                {
                    c = TOps.Broadcast(w + 8);
                    a8 = TOps.MultiplyAdd(c, x0, a8);
                    b8 = TOps.MultiplyAdd(c, x1, b8);
                }

                if (TSize.Value > 9)
                {
                    c = TOps.Broadcast(w + 9);
                    a9 = TOps.MultiplyAdd(c, x0, a9);
                    b9 = TOps.MultiplyAdd(c, x1, b9);
                }
            }

            TEnd.Store(a0, b0, result, stored, parameter);
            if (TSize.Value > 1)
                TEnd.Store(a1, b1, result + (1 * Rows), stored + (1 * Rows), parameter);
            if (TSize.Value > 2)
                TEnd.Store(a2, b2, result + (2 * Rows), stored + (2 * Rows), parameter);
            if (TSize.Value > 3)
                TEnd.Store(a3, b3, result + (3 * Rows), stored + (3 * Rows), parameter);
            if (TSize.Value > 4)
                TEnd.Store(a4, b4, result + (4 * Rows), stored + (4 * Rows), parameter);
            if (TSize.Value > 5)
                TEnd.Store(a5, b5, result + (5 * Rows), stored + (5 * Rows), parameter);
            if (TSize.Value > 6)
                TEnd.Store(a6, b6, result + (6 * Rows), stored + (6 * Rows), parameter);
            if (TSize.Value > 7)
                TEnd.Store(a7, b7, result + (7 * Rows), stored + (7 * Rows), parameter);
            if (TSize.Value > 8)
                TEnd.Store(a8, b8, result + (8 * Rows), stored + (8 * Rows), parameter);
            if (TSize.Value > 9)
                TEnd.Store(a9, b9, result + (9 * Rows), stored + (9 * Rows), parameter);
        }
    }
}
