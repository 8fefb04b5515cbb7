using System.Runtime.CompilerServices;

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
    where TEnd : struct, IProductEnd<TVector, T>
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
        // Registers for 24 sums, four inputs and a weight come with the widest vectors; otherwise half as many rows at once.
        if (TOps.Registers >= 32)
            Run<VectorGroups<TOps, TVector, T>.Four>(matrix, k, m, x, bias, stored, result, parameter);
        else
            Run<VectorGroups<TOps, TVector, T>.Two>(matrix, k, m, x, bias, stored, result, parameter);
    }

    private static void Run<TGroup>(T* matrix, int k, int m, T* x, T* bias, T* stored, T* result, double parameter)
        where TGroup : struct, IVectorGroup<TGroup, TVector, T>
    {
        // Blocks of nearly equal size: a small one at the end would leave the processor waiting for its sums.
        var blocks = (m + LargestBlock - 1) / LargestBlock;
        var size = m / blocks;
        var larger = m - (size * blocks);
        if (larger > 0)
            Blocks<TGroup>(size + 1, larger, matrix, m, k, x, bias, stored, result, parameter);
        var first = larger * (size + 1);
        Blocks<TGroup>(size, blocks - larger, matrix + first, m, k, x, bias == null ? null : bias + first, stored + ((nint)first * Rows), result + ((nint)first * Rows), parameter);
    }

    private static void Blocks<TGroup>(int size, int count, T* w, int strideK, int k, T* x, T* bias, T* stored, T* result, double parameter)
        where TGroup : struct, IVectorGroup<TGroup, TVector, T>
    {
        switch (size)
        {
            case 1:
                Blocks<TGroup, Sizes.Size1>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 2:
                Blocks<TGroup, Sizes.Size2>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 3:
                Blocks<TGroup, Sizes.Size3>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 4:
                Blocks<TGroup, Sizes.Size4>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 5:
                Blocks<TGroup, Sizes.Size5>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
            case 6:
                Blocks<TGroup, Sizes.Size6>(count, w, strideK, k, x, bias, stored, result, parameter);
                break;
        }
    }

    // All in one method: the compiler inlines only so much into a short one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Blocks<TGroup, TSize>(int count, T* matrix, nint strideK, int k, T* inputs, T* bias, T* stored, T* result, double end)
        where TGroup : struct, IVectorGroup<TGroup, TVector, T>
        where TSize : struct, ISize
    {
        var zero = Real.From<T>(0);
        for (; count > 0; count--, matrix += TSize.Value, bias += bias == null ? 0 : TSize.Value, stored += TSize.Value * Rows, result += TSize.Value * Rows)
        {
            for (nint row = 0; row < Rows; row += TGroup.Count * TOps.Count)
            {
                T* w = matrix, x = inputs + row, b = bias == null ? &zero : bias;
                var next = bias == null ? 0 : 1;
                var s0 = TGroup.Create(TOps.Broadcast(b));
                var s1 = TGroup.Create(TOps.Broadcast(b + (TSize.Value > 1 ? next : 0)));
                var s2 = TGroup.Create(TOps.Broadcast(b + (TSize.Value > 2 ? 2 * next : 0)));
                var s3 = TGroup.Create(TOps.Broadcast(b + (TSize.Value > 3 ? 3 * next : 0)));
                var s4 = TGroup.Create(TOps.Broadcast(b + (TSize.Value > 4 ? 4 * next : 0)));
                var s5 = TGroup.Create(TOps.Broadcast(b + (TSize.Value > 5 ? 5 * next : 0)));
                for (var i = k; i > 0; i--, w += strideK, x += Rows)
                {
                    var own = TGroup.Load(x, TOps.Count);
                    s0.AddProduct(TOps.Broadcast(w), own);
                    if (TSize.Value > 1)
                        s1.AddProduct(TOps.Broadcast(w + 1), own);
                    if (TSize.Value > 2)
                        s2.AddProduct(TOps.Broadcast(w + 2), own);
                    if (TSize.Value > 3)
                        s3.AddProduct(TOps.Broadcast(w + 3), own);
                    if (TSize.Value > 4)
                        s4.AddProduct(TOps.Broadcast(w + 4), own);
                    if (TSize.Value > 5)
                        s5.AddProduct(TOps.Broadcast(w + 5), own);
                }

                T* target = result + row, kept = stored + row;
                var parameter = TOps.Create(end);
                TGroup.Store<TEnd>(s0, target, kept, TOps.Count, parameter);
                if (TSize.Value > 1)
                    TGroup.Store<TEnd>(s1, target + (1 * Rows), kept + (1 * Rows), TOps.Count, parameter);
                if (TSize.Value > 2)
                    TGroup.Store<TEnd>(s2, target + (2 * Rows), kept + (2 * Rows), TOps.Count, parameter);
                if (TSize.Value > 3)
                    TGroup.Store<TEnd>(s3, target + (3 * Rows), kept + (3 * Rows), TOps.Count, parameter);
                if (TSize.Value > 4)
                    TGroup.Store<TEnd>(s4, target + (4 * Rows), kept + (4 * Rows), TOps.Count, parameter);
                if (TSize.Value > 5)
                    TGroup.Store<TEnd>(s5, target + (5 * Rows), kept + (5 * Rows), TOps.Count, parameter);
            }
        }
    }
}
