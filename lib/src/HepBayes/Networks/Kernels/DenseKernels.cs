namespace HepBayes.Networks.Kernels;

/// <summary>
/// The products of a dense layer with its activation on tiles of rows. A tile is stored feature by feature,
/// <c>[features, tile rows]</c>, so every product runs along the rows of the tile.
/// </summary>
internal abstract unsafe class DenseKernels<T> where T : unmanaged
{
    /// <summary>Rows of a tile.</summary>
    protected const int Rows = RowTiles<T>.TileRows;

    /// <summary>Bytes of a row in the copies of <see cref="AddOuter"/>: up to three of the widest vectors.</summary>
    public const int CopyBytes = 3 * 64;

    /// <summary>
    /// Whether the forward pass keeps something beside the outputs of hidden layers that the backward pass reads in their
    /// place: slopes, or the sums before the activation.
    /// </summary>
    public abstract bool KeepsBeside { get; }

    /// <summary>A hidden layer for one tile.</summary>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="slopes">Sampled slopes [outputs], for the activations that have them.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="x">[inputs, tile rows].</param>
    /// <param name="result">Receives the activations [outputs, tile rows].</param>
    /// <param name="beside">Receives what is kept beside them, same shape; null if no backward pass follows.</param>
    public abstract void Hidden(T* weights, T* bias, T* slopes, int inputs, int outputs, T* x, T* result, T* beside);

    /// <summary>The linear output layer for one tile.</summary>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="x">[inputs, tile rows].</param>
    /// <param name="result">Receives [outputs, tile rows].</param>
    public abstract void Output(T* weights, T* bias, int inputs, int outputs, T* x, T* result);

    /// <summary>The gradient one layer further down, for one tile.</summary>
    /// <param name="transposed">Weights [outputs, inputs].</param>
    /// <param name="outputs">Number of outputs of the layer.</param>
    /// <param name="inputs">Number of its inputs.</param>
    /// <param name="delta">Gradient with respect to the layer's sums [outputs, tile rows].</param>
    /// <param name="kept">What the forward pass kept for the slopes of the inputs [inputs, tile rows].</param>
    /// <param name="result">Receives the gradient with respect to the sums of the layer below [inputs, tile rows].</param>
    public abstract void Back(T* transposed, int outputs, int inputs, T* delta, T* kept, T* result);

    /// <summary>
    /// Adds the gradient of weights and biases over one tile, of as many outputs as fill vectors; <see cref="AddOuterRest"/>
    /// does the others.
    /// </summary>
    /// <param name="x">Inputs of the layer [inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="delta">Gradient with respect to the layer's sums [outputs, tile rows].</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="copy">Room for a copy of <see cref="CopyBytes"/> for each row of a tile.</param>
    /// <param name="gradient">Gradient of the weights [inputs, outputs].</param>
    /// <param name="biasGradient">Gradient of the biases [outputs].</param>
    public abstract void AddOuterVectors(T* x, int inputs, T* delta, int outputs, T* copy, T* gradient, T* biasGradient);

    /// <summary>Adds the gradient of the outputs that are left over a few tiles.</summary>
    /// <param name="x">Inputs of the layer [tiles, inputs, tile rows].</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="xStride">Numbers from tile to tile.</param>
    /// <param name="delta">Gradient with respect to the layer's sums [tiles, outputs, tile rows].</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="deltaStride">Numbers from tile to tile.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="gradient">Gradient of the weights [inputs, outputs].</param>
    /// <param name="biasGradient">Gradient of the biases [outputs].</param>
    public abstract void AddOuterRest(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* gradient, T* biasGradient);

    /// <summary>Adds the gradient of all outputs over a few tiles; parameters as above.</summary>
    public void AddOuter(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* copy, T* gradient, T* biasGradient)
    {
        for (var tile = 0; tile < tiles; tile++)
            AddOuterVectors(x + (tile * xStride), inputs, delta + (tile * deltaStride), outputs, copy, gradient, biasGradient);
        AddOuterRest(x, inputs, xStride, delta, outputs, deltaStride, tiles, gradient, biasGradient);
    }

    /// <summary>
    /// For activations with sampled slopes: turns gradients with respect to activations into those with respect to sums,
    /// and adds the gradient of the slopes. One tile.
    /// </summary>
    /// <param name="slopes">[width].</param>
    /// <param name="width">Width of the layer.</param>
    /// <param name="kept">The sums [width, tile rows].</param>
    /// <param name="delta">The gradients [width, tile rows], changed in place.</param>
    /// <param name="gradient">Gradient of the slopes [width].</param>
    public virtual void BackThroughSlopes(T* slopes, int width, T* kept, T* delta, T* gradient)
    {
        // The other activations have multiplied by their slope in Back.
    }
}
