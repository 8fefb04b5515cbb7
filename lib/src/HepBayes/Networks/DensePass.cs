using HepBayes.Networks.Kernels;

namespace HepBayes.Networks;

/// <summary>The forward and the backward pass of one network over a block of tiles, in the memory of one thread.</summary>
internal readonly unsafe ref struct DensePass<T> where T : unmanaged
{
    private readonly Mlp network;
    private readonly DenseKernels<T> kernels;
    private readonly TileWorkspace<T> space;
    private readonly T* position;

    public DensePass(Mlp network, DenseKernels<T> kernels, TileWorkspace<T> space, T* position)
    {
        (this.network, this.kernels, this.space) = (network, kernels, space);
        this.position = position;
    }

    /// <summary>Brings the weights into the order that the backward pass reads.</summary>
    public void PrepareBackward()
    {
        for (var layer = 1; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            T* source = position + network.Layout.Weight(layer).Offset, target = space.Transposed(layer);
            for (var i = 0; i < inputs; i++, source += outputs, target++)
            {
                var place = target;
                for (var o = 0; o < outputs; o++, place += inputs)
                    *place = source[o];
            }
        }
    }

    /// <summary>From the inputs to the outputs, the last level of the workspace.</summary>
    /// <param name="x">Inputs, [tiles, inputs, tile rows].</param>
    /// <param name="xStride">Numbers from tile to tile there.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="backwardFollows">Whether every level is kept.</param>
    public void Forward(T* x, nint xStride, int tiles, bool backwardFollows)
    {
        var layout = network.Layout;
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var stride = TileWorkspace<T>.TileStride(outputs);
            var result = Level(layer + 1, backwardFollows);
            T* weights = position + layout.Weight(layer).Offset, bias = position + layout.Bias(layer).Offset;
            var slopes = position + (layout.Slope(layer)?.Offset ?? 0);
            var beside = backwardFollows && kernels.KeepsBeside ? space.Kept(layer + 1) : null;
            for (var tile = 0; tile < tiles; tile++)
            {
                T* own = x + (tile * xStride), to = result + (tile * stride);
                if (layer == network.Layers - 1)
                    kernels.Output(weights, bias, inputs, outputs, own, to);
                else
                    kernels.Hidden(weights, bias, slopes, inputs, outputs, own, to, beside == null ? null : beside + (tile * stride));
            }

            x = result;
            xStride = stride;
        }
    }

    /// <summary>From the gradients with respect to the outputs, in Delta of the workspace, to those of the parameters.</summary>
    /// <param name="inputs">Inputs, [tiles, inputs, tile rows].</param>
    /// <param name="inputStride">Numbers from tile to tile there.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="gradient">Gradient of the parameters; added to.</param>
    public void Backward(T* inputs, nint inputStride, int tiles, T* gradient)
    {
        var layout = network.Layout;
        T* delta = space.Delta, next = space.NextDelta;
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var (width, outputs) = (network.Width(layer), network.Width(layer + 1));
            var above = TileWorkspace<T>.TileStride(outputs);
            var below = layer == 0 ? inputStride : TileWorkspace<T>.TileStride(width);
            T* x = layer == 0 ? inputs : space.Level(layer), kept = space.Kept(layer);
            T* weights = gradient + layout.Weight(layer).Offset, biases = gradient + layout.Bias(layer).Offset;
            // Both products of a tile while it is in the nearest cache.
            for (var tile = 0; tile < tiles; tile++)
            {
                kernels.AddOuterVectors(x + (tile * below), width, delta + (tile * above), outputs, space.Copy, weights, biases);
                if (layer == 0)
                    continue;
                kernels.Back(space.Transposed(layer), outputs, width, delta + (tile * above), kept + (tile * below), next + (tile * below));
                if (layout.Slope(layer - 1) is { } slope)
                    kernels.BackThroughSlopes(position + slope.Offset, width, kept + (tile * below), next + (tile * below), gradient + slope.Offset);
            }

            kernels.AddOuterRest(x, width, below, delta, outputs, above, tiles, weights, biases);
            var finished = delta;
            delta = next;
            next = finished;
        }
    }

    // Hidden levels that nobody reads again take turns in two places, which stay in cache.
    private T* Level(int level, bool isKept) =>
        isKept || level == network.Layers ? space.Level(level) : level % 2 == 0 ? space.Delta : space.NextDelta;
}
