using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HepBayes.Networks;
using HepBayes.Networks.Kernels;

namespace HepBayes.Training;

/// <summary>
/// Batch normalisation in the training of one batch: numbers of a level are shifted and scaled to mean 0 and variance 1 over the rows
/// of the batch, then multiplied by a scale and shifted, both learnt (Ioffe and Szegedy, arXiv 1502.03167, algorithm 1). Memory
/// of one thread.
/// </summary>
internal sealed unsafe class BatchNormalisation
{
    private const int TileRows = RowTiles<float>.TileRows;
    private readonly Mlp network;
    private readonly NormalisedLevels levels;
    private readonly float[][] sums;
    private readonly float[] folded;

    /// <param name="network">The architecture.</param>
    /// <param name="levels">What is normalised.</param>
    /// <param name="tiles">Tiles of the largest batch.</param>
    public BatchNormalisation(Mlp network, NormalisedLevels levels, int tiles)
    {
        (this.network, this.levels) = (network, levels);
        sums = [.. Enumerable.Range(0, network.Layers).Select(level => level > 0 && levels.Has(level) ? Pinned(tiles * (int)TileWorkspace<float>.TileStride(network.Width(level))) : [])];
        folded = Pinned(network.Layout.Count);
        Statistics = new float[levels.Count];
    }

    /// <summary>Means and variances (divisor rows) of the batch, ordered as <see cref="NormalisedLevels"/> says.</summary>
    public float[] Statistics { get; }

    public bool Has(int level) => levels.Has(level);

    /// <summary>Takes over the parameters and normalises the inputs, where they are to be.</summary>
    /// <param name="position">[network's parameters | scales and shifts].</param>
    /// <param name="x">Inputs [tiles, inputs, tile rows], changed in place.</param>
    /// <param name="rows">Rows of the batch.</param>
    public void Begin(float* position, float* x, int rows)
    {
        new Span<float>(position, folded.Length).CopyTo(folded);
        if (!levels.Has(0))
            return;
        Measure(0, x, rows);
        var (means, variances) = (Statistics[levels.First(0)], Statistics[levels.Second(0)]);
        for (var i = 0; i < network.Inputs; i++)
        {
            var factor = 1 / Math.Sqrt(variances[i] + NormalisedLevels.Epsilon);
            for (var row = 0; row < rows; row++)
            {
                ref var value = ref x[Place(network.Inputs, i, row)];
                value = (float)((value - means[i]) * factor);
            }
        }

        var own = Own(position);
        levels.FoldInputs(folded, Array.ConvertAll(own[levels.First(0)].ToArray(), v => (double)v), Array.ConvertAll(own[levels.Second(0)].ToArray(), v => (double)v));
    }

    /// <summary>Measures the sums of the layer below a level and folds the normalisation into the weights of that layer.</summary>
    public void Prepare(int level, float* position, DenseKernels<float> kernels, float* x, int rows)
    {
        var (inputs, outputs, layer) = (network.Width(level - 1), network.Width(level), level - 1);
        var (below, above) = (TileWorkspace<float>.TileStride(inputs), TileWorkspace<float>.TileStride(outputs));
        var z = Pointer(sums[level]);
        for (var tile = 0; tile * TileRows < rows; tile++)
            kernels.Output(Weights + network.Layout.Weight(layer).Offset, Weights + network.Layout.Bias(layer).Offset, inputs, outputs, x + (tile * below), z + (tile * above));
        Measure(level, z, rows);
        var own = Own(position);
        var (factor, shift) = NormalisedLevels.Affine(own[levels.First(level)], own[levels.Second(level)], Statistics[levels.First(level)], Statistics[levels.Second(level)]);
        levels.FoldOutputs(folded, layer, factor, shift);
    }

    /// <summary>The parameters of the plain network that does to this batch what the normalised one does.</summary>
    public float* Weights => Pointer(folded);

    /// <summary>Turns gradients with respect to normalised sums into those with respect to the sums, and adds the gradient of scales and shifts.</summary>
    public void Backward(int level, float* position, float* delta, int rows, float* gradient)
    {
        var width = network.Width(level);
        var z = Pointer(sums[level]);
        var own = Own(position);
        var ownGradient = Own(gradient);
        var tiles = (rows + TileRows - 1) / TileRows;
        var (means, variances) = (Statistics[levels.First(level)], Statistics[levels.Second(level)]);
        for (var u = 0; u < width; u++)
        {
            double mean = means[u], inverse = 1 / Math.Sqrt(variances[u] + NormalisedLevels.Epsilon);
            var (shift, scale) = (0.0, 0.0);
            for (var row = 0; row < rows; row++)
            {
                var place = Place(width, u, row);
                shift += delta[place];
                scale += delta[place] * (z[place] - mean) * inverse;
            }

            // Every row moves the mean and the variance of the batch, and with them all other rows.
            var factor = own[levels.First(level)][u] * inverse;
            for (var row = 0; row < tiles * TileRows; row++)
            {
                var place = Place(width, u, row);
                delta[place] = row < rows ? (float)(factor * (delta[place] - (shift / rows) - ((z[place] - mean) * inverse * scale / rows))) : 0;
            }

            ownGradient[levels.First(level)][u] += (float)scale;
            ownGradient[levels.Second(level)][u] += (float)shift;
        }
    }

    /// <summary>Turns the gradient of a first layer that takes normalised inputs into that of the layer and of the inputs' scales and shifts.</summary>
    public void End(float* position, float* gradient)
    {
        if (!levels.Has(0))
            return;
        var (weight, outputs) = (network.Layout.Weight(0).Offset, network.Width(1));
        var bias = gradient + network.Layout.Bias(0).Offset;
        var own = Own(position);
        var ownGradient = Own(gradient);
        for (var i = 0; i < network.Inputs; i++)
        {
            var (scale, shift) = (own[levels.First(0)][i], own[levels.Second(0)][i]);
            for (var o = 0; o < outputs; o++)
            {
                var place = weight + (i * outputs) + o;
                ownGradient[levels.First(0)][i] += position[place] * gradient[place];
                ownGradient[levels.Second(0)][i] += position[place] * bias[o];
                gradient[place] = (scale * gradient[place]) + (shift * bias[o]);
            }
        }
    }

    /// <summary>Moves running statistics towards those of the last batch.</summary>
    public void UpdateRunning(Span<float> running, int rows)
    {
        // One row has no variance.
        if (rows < 2)
            return;
        for (var level = 0; level < network.Layers; level++)
        {
            if (!levels.Has(level))
                continue;
            Move(running[levels.First(level)], Statistics[levels.First(level)], 1);
            Move(running[levels.Second(level)], Statistics[levels.Second(level)], rows / (rows - 1.0));
        }
    }

    private static void Move(Span<float> running, float[] batch, double factor)
    {
        for (var i = 0; i < batch.Length; i++)
            running[i] = (float)(((1 - NormalisedLevels.Momentum) * running[i]) + (NormalisedLevels.Momentum * factor * batch[i]));
    }

    private void Measure(int level, float* values, int rows)
    {
        var width = network.Width(level);
        var means = Statistics.AsSpan()[levels.First(level)];
        var variances = Statistics.AsSpan()[levels.Second(level)];
        for (var u = 0; u < width; u++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < rows; row++)
                sum += values[Place(width, u, row)];
            var mean = sum / rows;
            for (var row = 0; row < rows; row++)
            {
                var deviation = values[Place(width, u, row)] - mean;
                squares += deviation * deviation;
            }

            (means[u], variances[u]) = ((float)mean, (float)(squares / rows));
        }
    }

    private static nint Place(int width, int unit, int row) =>
        (row / TileRows * TileWorkspace<float>.TileStride(width)) + (unit * TileRows) + (row % TileRows);

    private Span<float> Own(float* vector) => new(vector + network.Layout.Count, levels.Count);

    private static float[] Pinned(int count) => GC.AllocateArray<float>(count, pinned: true);

    private static float* Pointer(float[] pinned) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
