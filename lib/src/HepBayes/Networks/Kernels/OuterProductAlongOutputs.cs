using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// The gradient of columns of a weight matrix with the outputs along the lanes: no lanes have to be added up, for the price
/// of a row by row copy of the deltas, which stays in the nearest cache while the inputs pass by.
/// </summary>
internal static unsafe class OuterProductAlongOutputs<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;

    /// <summary>Vectors of outputs that are summed at a time.</summary>
    public static int MostVectors => TOps.Registers >= 32 ? 3 : 2;

    private static int MostInputs => TOps.Registers >= 32 ? 8 : 6;

    /// <summary>Adds one tile's share to the gradients of the weights of some outputs and of their biases.</summary>
    /// <param name="x">Inputs of the layer, [inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="delta">Gradients with respect to the sums of the outputs, [outputs, tile rows].</param>
    /// <param name="vectors">Number of outputs in vectors, up to <see cref="MostVectors"/>.</param>
    /// <param name="copy">Room for as many numbers as are in <paramref name="delta"/>.</param>
    /// <param name="gradient">Gradient of the weights, [inputs, outputs].</param>
    /// <param name="stride">Numbers from input to input in <paramref name="gradient"/>.</param>
    /// <param name="biasGradient">Gradient of the biases, [outputs].</param>
    public static void Add(T* x, int inputs, T* delta, int vectors, T* copy, T* gradient, int stride, T* biasGradient)
    {
        CopyRowByRow(delta, vectors, copy, biasGradient);
        var blocks = (inputs + MostInputs - 1) / MostInputs;
        // Blocks of two sizes, one apart.
        var size = inputs / blocks;
        var larger = inputs - (size * blocks);
        if (larger > 0)
            Blocks(size + 1, larger, vectors, x, copy, gradient, stride);
        var first = (nint)larger * (size + 1);
        Blocks(size, blocks - larger, vectors, x + (first * Rows), copy, gradient + (first * stride), stride);
    }

    // The copy is [tile rows, outputs].
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CopyRowByRow(T* delta, int vectors, T* copy, T* sums)
    {
        nint width = vectors * TOps.Count;
        for (nint o = 0; o < width; o += TOps.Count, delta += TOps.Count * Rows)
        {
            var sum = TOps.Load(sums + o);
            for (var r = 0; r < Rows; r += TOps.Count)
                sum = TOps.Add(sum, TOps.Transpose(delta + r, Rows, copy + (r * width) + o, width));
            TOps.Store(sum, sums + o);
        }
    }

    private static void Blocks(int inputs, int count, int vectors, T* x, T* copy, T* gradient, int stride)
    {
        switch (inputs)
        {
            case 1:
                Blocks<Sizes.Size1>(count, vectors, x, copy, gradient, stride);
                break;
            case 2:
                Blocks<Sizes.Size2>(count, vectors, x, copy, gradient, stride);
                break;
            case 3:
                Blocks<Sizes.Size3>(count, vectors, x, copy, gradient, stride);
                break;
            case 4:
                Blocks<Sizes.Size4>(count, vectors, x, copy, gradient, stride);
                break;
            case 5:
                Blocks<Sizes.Size5>(count, vectors, x, copy, gradient, stride);
                break;
            case 6:
                Blocks<Sizes.Size6>(count, vectors, x, copy, gradient, stride);
                break;
            case 7:
                Blocks<Sizes.Size7>(count, vectors, x, copy, gradient, stride);
                break;
            case 8:
                Blocks<Sizes.Size8>(count, vectors, x, copy, gradient, stride);
                break;
        }
    }

    private static void Blocks<TInputs>(int count, int vectors, T* x, T* copy, T* gradient, int stride)
        where TInputs : struct, ISize
    {
        switch (vectors)
        {
            case 1:
                Blocks<TInputs, VectorGroups<TOps, TVector, T>.One>(count, x, copy, gradient, stride);
                break;
            case 2:
                Blocks<TInputs, VectorGroups<TOps, TVector, T>.Two>(count, x, copy, gradient, stride);
                break;
            case 3:
                Blocks<TInputs, VectorGroups<TOps, TVector, T>.Three>(count, x, copy, gradient, stride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Blocks<TInputs, TGroup>(int count, T* xBlocks, T* copy, T* gradient, nint stride)
        where TInputs : struct, ISize
        where TGroup : struct, IVectorGroup<TGroup, TVector, T>
    {
        for (; count > 0; count--, xBlocks += TInputs.Value * Rows, gradient += TInputs.Value * stride)
        {
            T* x = xBlocks, delta = copy;
            TGroup s0, s1, s2, s3, s4, s5, s6, s7;
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TGroup.Create(TOps.Create(0));
            for (var end = x + Rows; x < end; x++, delta += TGroup.Count * TOps.Count)
            {
                var own = TGroup.Load(delta, TOps.Count);
                s0.AddProduct(TOps.Broadcast(x), own);
                if (TInputs.Value > 1)
                    s1.AddProduct(TOps.Broadcast(x + (1 * Rows)), own);
                if (TInputs.Value > 2)
                    s2.AddProduct(TOps.Broadcast(x + (2 * Rows)), own);
                if (TInputs.Value > 3)
                    s3.AddProduct(TOps.Broadcast(x + (3 * Rows)), own);
                if (TInputs.Value > 4)
                    s4.AddProduct(TOps.Broadcast(x + (4 * Rows)), own);
                if (TInputs.Value > 5)
                    s5.AddProduct(TOps.Broadcast(x + (5 * Rows)), own);
                if (TInputs.Value > 6)
                    s6.AddProduct(TOps.Broadcast(x + (6 * Rows)), own);
                if (TInputs.Value > 7)
                    s7.AddProduct(TOps.Broadcast(x + (7 * Rows)), own);
            }

            AddTo(s0, gradient);
            if (TInputs.Value > 1)
                AddTo(s1, gradient + (1 * stride));
            if (TInputs.Value > 2)
                AddTo(s2, gradient + (2 * stride));
            if (TInputs.Value > 3)
                AddTo(s3, gradient + (3 * stride));
            if (TInputs.Value > 4)
                AddTo(s4, gradient + (4 * stride));
            if (TInputs.Value > 5)
                AddTo(s5, gradient + (5 * stride));
            if (TInputs.Value > 6)
                AddTo(s6, gradient + (6 * stride));
            if (TInputs.Value > 7)
                AddTo(s7, gradient + (7 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TGroup>(TGroup sums, T* target)
        where TGroup : struct, IVectorGroup<TGroup, TVector, T> =>
        TGroup.Store<ProductEnds<TOps, TVector, T>.Added>(sums, target, target, TOps.Count, TOps.Create(0));
}
