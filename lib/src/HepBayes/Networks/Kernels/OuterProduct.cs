namespace HepBayes.Networks.Kernels;

/// <summary>
/// The gradient of a weight matrix over a few tiles of rows: gradient[i, o] += sum_r x[i, r] delta[o, r], and that of the
/// biases. As many outputs as fill vectors run along the lanes, on a row by row copy of the deltas; a few that remain run
/// along the rows, where the lanes have to be added up at the end.
/// </summary>
internal static unsafe class OuterProduct<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Adds one tile's share of the outputs that fill vectors.</summary>
    /// <param name="x">Inputs of the layer, [inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="delta">Gradients with respect to the layer's sums, [outputs, tile rows].</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="copy">Room for the copy, <see cref="DenseKernels{T}.CopyBytes"/> for each row of a tile.</param>
    /// <param name="gradient">Gradient of the weights, [inputs, outputs].</param>
    /// <param name="biasGradient">Gradient of the biases, [outputs].</param>
    public static void AddVectors(T* x, int inputs, T* delta, int outputs, T* copy, T* gradient, T* biasGradient)
    {
        var vectors = outputs / TOps.Count;
        var most = OuterProductAlongOutputs<TOps, TVector, T>.MostVectors;
        var first = 0;
        for (var groups = (vectors + most - 1) / most; groups > 0; groups--)
        {
            var count = (vectors + groups - 1) / groups;
            OuterProductAlongOutputs<TOps, TVector, T>.Add(x, inputs, delta + ((nint)first * RowTiles<T>.TileRows), count, copy, gradient + first, outputs, biasGradient + first);
            first += count * TOps.Count;
            vectors -= count;
        }
    }

    /// <summary>Adds the share of several tiles of the outputs that are left; parameters as above, and the numbers from tile to tile.</summary>
    public static void AddRest(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* gradient, T* biasGradient)
    {
        var first = outputs / TOps.Count * TOps.Count;
        if (first < outputs)
            OuterProductAlongRows<TOps, TVector, T>.Add(x, inputs, xStride, delta + ((nint)first * RowTiles<T>.TileRows), outputs - first, deltaStride, tiles, gradient + first, outputs, biasGradient + first);
    }
}
