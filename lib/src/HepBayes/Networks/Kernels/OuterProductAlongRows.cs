using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// The gradient of columns of a weight matrix with the rows along the lanes. A block of sums stays in registers over all
/// tiles, and only then are its lanes added up.
/// </summary>
internal static unsafe class OuterProductAlongRows<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private const int LargestInputs = 6;

    private static int BlockOutputs => TOps.Registers >= 32 ? 4 : 2;

    /// <summary>Adds to the gradients of the weights of some outputs and of their biases.</summary>
    /// <param name="x">Inputs of the layer, [tiles, inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="xStride">Numbers from tile to tile.</param>
    /// <param name="delta">Gradients with respect to the sums of the outputs, [tiles, outputs, tile rows].</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="deltaStride">Numbers from tile to tile.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="gradient">Gradient of the weights, [inputs, outputs].</param>
    /// <param name="stride">Numbers from input to input in <paramref name="gradient"/>.</param>
    /// <param name="biasGradient">Gradient of the biases, [outputs].</param>
    public static void Add(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* gradient, int stride, T* biasGradient)
    {
        var blocks = (inputs + LargestInputs - 1) / LargestInputs;
        for (int block = 0, i = 0; block < blocks; block++)
        {
            var size = (inputs - i + blocks - block - 1) / (blocks - block);
            for (var o = 0; o < outputs; o += BlockOutputs)
                Block(size, Math.Min(BlockOutputs, outputs - o), x + ((nint)i * Rows), xStride, delta + ((nint)o * Rows), deltaStride, tiles, gradient + ((nint)i * stride) + o, stride);
            i += size;
        }

        for (var o = 0; o < outputs; o += BlockOutputs)
            AddRows(delta + ((nint)o * Rows), Math.Min(BlockOutputs, outputs - o), deltaStride, tiles, biasGradient + o);
    }

    private static void Block(int inputs, int columns, T* x, nint xStride, T* delta, nint deltaStride, int tiles, T* gradient, int stride)
    {
        switch (inputs)
        {
            case 1:
                Columns<Sizes.Size1>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 2:
                Columns<Sizes.Size2>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 3:
                Columns<Sizes.Size3>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 4:
                Columns<Sizes.Size4>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 5:
                Columns<Sizes.Size5>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 6:
                Columns<Sizes.Size6>(columns, x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
        }
    }

    private static void Columns<TInputs>(int columns, T* x, nint xStride, T* delta, nint deltaStride, int tiles, T* gradient, int stride)
        where TInputs : struct, ISize
    {
        switch (columns)
        {
            case 1:
                Block<TInputs, VectorGroups<TOps, TVector, T>.One>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 2:
                Block<TInputs, VectorGroups<TOps, TVector, T>.Two>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 3:
                Block<TInputs, VectorGroups<TOps, TVector, T>.Three>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 4:
                Block<TInputs, VectorGroups<TOps, TVector, T>.Four>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block<TInputs, TGroup>(T* xTiles, nint xStride, T* deltaTiles, nint deltaStride, int tiles, T* gradient, nint stride)
        where TInputs : struct, ISize
        where TGroup : struct, IVectorGroup<TGroup, TVector, T>
    {
        TGroup s0, s1, s2, s3, s4, s5;
        s0 = s1 = s2 = s3 = s4 = s5 = TGroup.Create(TOps.Create(0));
        for (; tiles > 0; tiles--, xTiles += xStride, deltaTiles += deltaStride)
        {
            T* x = xTiles, delta = deltaTiles;
            for (var end = x + Rows; x < end; x += TOps.Count, delta += TOps.Count)
            {
                var own = TGroup.Load(delta, Rows);
                s0.AddProduct(TOps.Load(x), own);
                if (TInputs.Value > 1)
                    s1.AddProduct(TOps.Load(x + (1 * Rows)), own);
                if (TInputs.Value > 2)
                    s2.AddProduct(TOps.Load(x + (2 * Rows)), own);
                if (TInputs.Value > 3)
                    s3.AddProduct(TOps.Load(x + (3 * Rows)), own);
                if (TInputs.Value > 4)
                    s4.AddProduct(TOps.Load(x + (4 * Rows)), own);
                if (TInputs.Value > 5)
                    s5.AddProduct(TOps.Load(x + (5 * Rows)), own);
            }
        }

        s0.AddSums(gradient);
        if (TInputs.Value > 1)
            s1.AddSums(gradient + (1 * stride));
        if (TInputs.Value > 2)
            s2.AddSums(gradient + (2 * stride));
        if (TInputs.Value > 3)
            s3.AddSums(gradient + (3 * stride));
        if (TInputs.Value > 4)
            s4.AddSums(gradient + (4 * stride));
        if (TInputs.Value > 5)
            s5.AddSums(gradient + (5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRows(T* delta, int count, nint stride, int tiles, T* sums)
    {
        // Rows beyond the last stand for nothing, but the first may be read again in their place.
        nint row1 = count > 1 ? Rows : 0, row2 = count > 2 ? 2 * Rows : 0, row3 = count > 3 ? 3 * Rows : 0;
        TVector a, b, c, d;
        a = b = c = d = TOps.Create(0);
        for (; tiles > 0; tiles--, delta += stride)
        {
            for (var r = delta; r < delta + Rows; r += TOps.Count)
            {
                a = TOps.Add(a, TOps.Load(r));
                b = TOps.Add(b, TOps.Load(r + row1));
                c = TOps.Add(c, TOps.Load(r + row2));
                d = TOps.Add(d, TOps.Load(r + row3));
            }
        }

        TOps.AddSums(sums, count, a, b, c, d);
    }
}
