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
    private const int BlockOutputs = 4;

    private static int LargestInputs => TOps.Registers >= 32 ? 6 : 3;

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
                Block<TInputs, Sizes.Size1>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 2:
                Block<TInputs, Sizes.Size2>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 3:
                Block<TInputs, Sizes.Size3>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
            case 4:
                Block<TInputs, Sizes.Size4>(x, xStride, delta, deltaStride, tiles, gradient, stride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block<TInputs, TOutputs>(T* xTiles, nint xStride, T* deltaTiles, nint deltaStride, int tiles, T* gradient, nint stride)
        where TInputs : struct, ISize
        where TOutputs : struct, ISize
    {
        TVector s00, s01, s02, s03;
        TVector s10, s11, s12, s13;
        TVector s20, s21, s22, s23;
        TVector s30, s31, s32, s33;
        TVector s40, s41, s42, s43;
        TVector s50, s51, s52, s53;
        s00 = s01 = s02 = s03 = TOps.Create(0);
        s10 = s11 = s12 = s13 = TOps.Create(0);
        s20 = s21 = s22 = s23 = TOps.Create(0);
        s30 = s31 = s32 = s33 = TOps.Create(0);
        s40 = s41 = s42 = s43 = TOps.Create(0);
        s50 = s51 = s52 = s53 = TOps.Create(0);

        for (; tiles > 0; tiles--, xTiles += xStride, deltaTiles += deltaStride)
        {
            T* x = xTiles, delta = deltaTiles;
            for (var r = 0; r < Rows; r += TOps.Count, x += TOps.Count, delta += TOps.Count)
            {
                var x0 = TOps.Load(x);
                var x1 = TInputs.Value > 1 ? TOps.Load(x + (1 * Rows)) : x0;
                var x2 = TInputs.Value > 2 ? TOps.Load(x + (2 * Rows)) : x0;
                var x3 = TInputs.Value > 3 ? TOps.Load(x + (3 * Rows)) : x0;
                var x4 = TInputs.Value > 4 ? TOps.Load(x + (4 * Rows)) : x0;
                var x5 = TInputs.Value > 5 ? TOps.Load(x + (5 * Rows)) : x0;
                var d = TOps.Load(delta);
                s00 = TOps.MultiplyAdd(x0, d, s00);
                if (TInputs.Value > 1)
                    s10 = TOps.MultiplyAdd(x1, d, s10);
                if (TInputs.Value > 2)
                    s20 = TOps.MultiplyAdd(x2, d, s20);
                if (TInputs.Value > 3)
                    s30 = TOps.MultiplyAdd(x3, d, s30);
                if (TInputs.Value > 4)
                    s40 = TOps.MultiplyAdd(x4, d, s40);
                if (TInputs.Value > 5)
                    s50 = TOps.MultiplyAdd(x5, d, s50);
                if (TOutputs.Value > 1)
                {
                    d = TOps.Load(delta + (1 * Rows));
                    s01 = TOps.MultiplyAdd(x0, d, s01);
                    if (TInputs.Value > 1)
                        s11 = TOps.MultiplyAdd(x1, d, s11);
                    if (TInputs.Value > 2)
                        s21 = TOps.MultiplyAdd(x2, d, s21);
                    if (TInputs.Value > 3)
                        s31 = TOps.MultiplyAdd(x3, d, s31);
                    if (TInputs.Value > 4)
                        s41 = TOps.MultiplyAdd(x4, d, s41);
                    if (TInputs.Value > 5)
                        s51 = TOps.MultiplyAdd(x5, d, s51);
                }

                if (TOutputs.Value > 2)
                {
                    d = TOps.Load(delta + (2 * Rows));
                    s02 = TOps.MultiplyAdd(x0, d, s02);
                    if (TInputs.Value > 1)
                        s12 = TOps.MultiplyAdd(x1, d, s12);
                    if (TInputs.Value > 2)
                        s22 = TOps.MultiplyAdd(x2, d, s22);
                    if (TInputs.Value > 3)
                        s32 = TOps.MultiplyAdd(x3, d, s32);
                    if (TInputs.Value > 4)
                        s42 = TOps.MultiplyAdd(x4, d, s42);
                    if (TInputs.Value > 5)
                        s52 = TOps.MultiplyAdd(x5, d, s52);
                }

                if (TOutputs.Value > 3)
                {
                    d = TOps.Load(delta + (3 * Rows));
                    s03 = TOps.MultiplyAdd(x0, d, s03);
                    if (TInputs.Value > 1)
                        s13 = TOps.MultiplyAdd(x1, d, s13);
                    if (TInputs.Value > 2)
                        s23 = TOps.MultiplyAdd(x2, d, s23);
                    if (TInputs.Value > 3)
                        s33 = TOps.MultiplyAdd(x3, d, s33);
                    if (TInputs.Value > 4)
                        s43 = TOps.MultiplyAdd(x4, d, s43);
                    if (TInputs.Value > 5)
                        s53 = TOps.MultiplyAdd(x5, d, s53);
                }
            }
        }

        TOps.AddSums(gradient, TOutputs.Value, s00, s01, s02, s03);
        if (TInputs.Value > 1)
            TOps.AddSums(gradient + (1 * stride), TOutputs.Value, s10, s11, s12, s13);
        if (TInputs.Value > 2)
            TOps.AddSums(gradient + (2 * stride), TOutputs.Value, s20, s21, s22, s23);
        if (TInputs.Value > 3)
            TOps.AddSums(gradient + (3 * stride), TOutputs.Value, s30, s31, s32, s33);
        if (TInputs.Value > 4)
            TOps.AddSums(gradient + (4 * stride), TOutputs.Value, s40, s41, s42, s43);
        if (TInputs.Value > 5)
            TOps.AddSums(gradient + (5 * stride), TOutputs.Value, s50, s51, s52, s53);
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
