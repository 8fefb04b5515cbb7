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

    /// <summary>Adds to the gradients of the weights of some outputs and of their biases.</summary>
    /// <param name="x">Inputs of the layer, [tiles, inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="xStride">Numbers from tile to tile.</param>
    /// <param name="delta">Gradients with respect to the sums of the outputs, [tiles, outputs, tile rows].</param>
    /// <param name="vectors">Number of outputs in vectors, up to <see cref="MostVectors"/>.</param>
    /// <param name="deltaStride">Numbers from tile to tile.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="copy">Room for as many numbers as are in one tile of <paramref name="delta"/>.</param>
    /// <param name="gradient">Gradient of the weights, [inputs, outputs].</param>
    /// <param name="stride">Numbers from input to input in <paramref name="gradient"/>.</param>
    /// <param name="biasGradient">Gradient of the biases, [outputs].</param>
    public static void Add(T* x, int inputs, nint xStride, T* delta, int vectors, nint deltaStride, int tiles, T* copy, T* gradient, int stride, T* biasGradient)
    {
        for (; tiles > 0; tiles--, x += xStride, delta += deltaStride)
            AddTile(x, inputs, delta, vectors, copy, gradient, stride, biasGradient);
    }

    private static void AddTile(T* x, int inputs, T* delta, int vectors, T* copy, T* gradient, int stride, T* biasGradient)
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                Blocks<TInputs, Sizes.Size1>(count, x, copy, gradient, stride);
                break;
            case 2:
                Blocks<TInputs, Sizes.Size2>(count, x, copy, gradient, stride);
                break;
            case 3:
                Blocks<TInputs, Sizes.Size3>(count, x, copy, gradient, stride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<TInputs, TVectors>(int count, T* xBlocks, T* copy, T* gradient, nint stride)
        where TInputs : struct, ISize
        where TVectors : struct, ISize
    {
        for (; count > 0; count--, xBlocks += TInputs.Value * Rows, gradient += TInputs.Value * stride)
        {
            T* x = xBlocks, delta = copy;
            TVector a0, a1, a2, a3, a4, a5, a6, a7;
            TVector b0, b1, b2, b3, b4, b5, b6, b7;
            TVector c0, c1, c2, c3, c4, c5, c6, c7;
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = TOps.Create(0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = TOps.Create(0);
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TOps.Create(0);
            for (var end = x + Rows; x < end; x++, delta += TVectors.Value * TOps.Count)
            {
                var d0 = TOps.Load(delta);
                var d1 = TVectors.Value > 1 ? TOps.Load(delta + TOps.Count) : d0;
                var d2 = TVectors.Value > 2 ? TOps.Load(delta + (2 * TOps.Count)) : d0;
                var own = TOps.Broadcast(x);
                a0 = TOps.MultiplyAdd(own, d0, a0);
                if (TVectors.Value > 1)
                    b0 = TOps.MultiplyAdd(own, d1, b0);
                if (TVectors.Value > 2)
                    c0 = TOps.MultiplyAdd(own, d2, c0);
                if (TInputs.Value > 1)
                {
                    own = TOps.Broadcast(x + (1 * Rows));
                    a1 = TOps.MultiplyAdd(own, d0, a1);
                    if (TVectors.Value > 1)
                        b1 = TOps.MultiplyAdd(own, d1, b1);
                    if (TVectors.Value > 2)
                        c1 = TOps.MultiplyAdd(own, d2, c1);
                }

                if (TInputs.Value > 2)
                {
                    own = TOps.Broadcast(x + (2 * Rows));
                    a2 = TOps.MultiplyAdd(own, d0, a2);
                    if (TVectors.Value > 1)
                        b2 = TOps.MultiplyAdd(own, d1, b2);
                    if (TVectors.Value > 2)
                        c2 = TOps.MultiplyAdd(own, d2, c2);
                }

                if (TInputs.Value > 3)
                {
                    own = TOps.Broadcast(x + (3 * Rows));
                    a3 = TOps.MultiplyAdd(own, d0, a3);
                    if (TVectors.Value > 1)
                        b3 = TOps.MultiplyAdd(own, d1, b3);
                    if (TVectors.Value > 2)
                        c3 = TOps.MultiplyAdd(own, d2, c3);
                }

                if (TInputs.Value > 4)
                {
                    own = TOps.Broadcast(x + (4 * Rows));
                    a4 = TOps.MultiplyAdd(own, d0, a4);
                    if (TVectors.Value > 1)
                        b4 = TOps.MultiplyAdd(own, d1, b4);
                    if (TVectors.Value > 2)
                        c4 = TOps.MultiplyAdd(own, d2, c4);
                }

                if (TInputs.Value > 5)
                {
                    own = TOps.Broadcast(x + (5 * Rows));
                    a5 = TOps.MultiplyAdd(own, d0, a5);
                    if (TVectors.Value > 1)
                        b5 = TOps.MultiplyAdd(own, d1, b5);
                    if (TVectors.Value > 2)
                        c5 = TOps.MultiplyAdd(own, d2, c5);
                }

                if (TInputs.Value > 6)
                {
                    own = TOps.Broadcast(x + (6 * Rows));
                    a6 = TOps.MultiplyAdd(own, d0, a6);
                    if (TVectors.Value > 1)
                        b6 = TOps.MultiplyAdd(own, d1, b6);
                    if (TVectors.Value > 2)
                        c6 = TOps.MultiplyAdd(own, d2, c6);
                }

                if (TInputs.Value > 7)
                {
                    own = TOps.Broadcast(x + (7 * Rows));
                    a7 = TOps.MultiplyAdd(own, d0, a7);
                    if (TVectors.Value > 1)
                        b7 = TOps.MultiplyAdd(own, d1, b7);
                    if (TVectors.Value > 2)
                        c7 = TOps.MultiplyAdd(own, d2, c7);
                }
            }

            AddTo<TVectors>(gradient, a0, b0, c0);
            if (TInputs.Value > 1)
                AddTo<TVectors>(gradient + (1 * stride), a1, b1, c1);
            if (TInputs.Value > 2)
                AddTo<TVectors>(gradient + (2 * stride), a2, b2, c2);
            if (TInputs.Value > 3)
                AddTo<TVectors>(gradient + (3 * stride), a3, b3, c3);
            if (TInputs.Value > 4)
                AddTo<TVectors>(gradient + (4 * stride), a4, b4, c4);
            if (TInputs.Value > 5)
                AddTo<TVectors>(gradient + (5 * stride), a5, b5, c5);
            if (TInputs.Value > 6)
                AddTo<TVectors>(gradient + (6 * stride), a6, b6, c6);
            if (TInputs.Value > 7)
                AddTo<TVectors>(gradient + (7 * stride), a7, b7, c7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TVectors>(T* target, TVector a, TVector b, TVector c)
        where TVectors : struct, ISize
    {
        TOps.Store(TOps.Add(TOps.Load(target), a), target);
        if (TVectors.Value > 1)
            TOps.Store(TOps.Add(TOps.Load(target + TOps.Count), b), target + TOps.Count);
        if (TVectors.Value > 2)
            TOps.Store(TOps.Add(TOps.Load(target + (2 * TOps.Count)), c), target + (2 * TOps.Count));
    }
}
