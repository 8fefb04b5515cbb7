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
    /// <summary>Adds to the gradients of weights [inputs, outputs] and biases [outputs].</summary>
    /// <param name="x">Inputs of the layer, [tiles, inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="xStride">Numbers from tile to tile.</param>
    /// <param name="delta">Gradients with respect to the layer's sums, [tiles, outputs, tile rows].</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="deltaStride">Numbers from tile to tile.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="copy">Room for the copy, <see cref="DenseKernels{T}.CopyBytes"/> for each row of a tile.</param>
    /// <param name="gradient">Gradient of the weights.</param>
    /// <param name="biasGradient">Gradient of the biases.</param>
    public static void Add(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* copy, T* gradient, T* biasGradient)
    {
        var vectors = outputs / TOps.Count;
        var groups = (vectors + OuterProductAlongOutputs<TOps, TVector, T>.MostVectors - 1) / OuterProductAlongOutputs<TOps, TVector, T>.MostVectors;
        var first = 0;
        for (var group = 0; group < groups; group++)
        {
            var count = (vectors - (first / TOps.Count) + groups - group - 1) / (groups - group);
            OuterProductAlongOutputs<TOps, TVector, T>.Add(x, inputs, xStride, delta + ((nint)first * RowTiles<T>.TileRows), count, deltaStride, tiles, copy, gradient + first, outputs, biasGradient + first);
            first += count * TOps.Count;
        }

        if (first < outputs)
            OuterProductAlongRows<TOps, TVector, T>.Add(x, inputs, xStride, delta + ((nint)first * RowTiles<T>.TileRows), outputs - first, deltaStride, tiles, gradient + first, outputs, biasGradient + first);
    }
}
