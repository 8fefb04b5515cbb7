using System.Runtime.InteropServices;
using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// The forward and the backward pass of one network over a few tiles of rows with dropout behind hidden layers: units are kept
/// with probability 1 - p and divided by it, so that the mean stays (Srivastava et al., JMLR 15 (2014) 1929). Memory of one
/// thread; owns native memory.
/// </summary>
internal sealed unsafe class DropoutPass : IDisposable
{
    /// <summary>Tiles that are passed at once where rows do not depend on one another.</summary>
    public const int MostTiles = 2;

    private const int TileRows = RowTiles<float>.TileRows;
    private const double TwoTo32 = 4294967296.0;
    private readonly Mlp network;
    private readonly DenseKernels<float> kernels;
    private readonly TileWorkspace<float> space;
    private readonly float[]?[] masks;
    private readonly uint[] thresholds;
    private readonly float[] targets;
    private readonly float[] weights;
    private readonly int tiles;
    private readonly BatchNormalisation? normalisation;

    /// <param name="network">The architecture, with one output.</param>
    /// <param name="kernels">Its products.</param>
    /// <param name="dropout">The probability to drop a unit of each hidden layer.</param>
    /// <param name="tiles">Tiles that are passed at once.</param>
    /// <param name="normalisation">Batch normalisation over the rows that are passed at once; null for none.</param>
    public DropoutPass(Mlp network, DenseKernels<float> kernels, IReadOnlyList<double> dropout, int tiles = MostTiles, BatchNormalisation? normalisation = null)
    {
        (this.network, this.kernels, this.tiles, this.normalisation) = (network, kernels, tiles, normalisation);
        (targets, weights) = (new float[tiles * TileRows], new float[tiles * TileRows]);
        // The backward pass needs activations as they were before units were dropped, so both are kept.
        space = new TileWorkspace<float>(network, keepsBeside: true, Math.Max(tiles, 2));
        masks = [null, .. dropout.Select((p, layer) => p > 0 ? new float[tiles * (int)TileWorkspace<float>.TileStride(network.Hidden[layer])] : null)];
        thresholds = [0, .. dropout.Select(p => (uint)(p * TwoTo32))];
    }

    /// <summary>Random blocks that one pass with dropout draws, whatever the number of its rows.</summary>
    public ulong RandomBlocks => (ulong)masks.Sum(mask => (mask?.Length ?? 0) / 4);

    /// <summary>Takes rows into the tiles.</summary>
    /// <param name="rows">Row numbers, at most as many as the tiles hold.</param>
    /// <param name="x">Inputs, row by row.</param>
    /// <param name="y">Labels.</param>
    /// <param name="w">Weights; null if all are 1.</param>
    public void Load(ReadOnlySpan<int> rows, float[] x, float[] y, float[]? w)
    {
        var features = network.Inputs;
        var stride = TileWorkspace<float>.TileStride(features);
        new Span<float>(space.Level(0), (int)(tiles * stride)).Clear();
        targets.AsSpan().Clear();
        weights.AsSpan().Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var target = space.Level(0) + (i / TileRows * stride) + (i % TileRows);
            var source = x.AsSpan(rows[i] * features, features);
            for (var f = 0; f < source.Length; f++)
                target[f * TileRows] = source[f];
            targets[i] = y[rows[i]];
            weights[i] = w?[rows[i]] ?? 1;
        }
    }

    /// <summary>Runs the rows that were loaded forward and backward and adds the gradient of the weighted log-likelihood.</summary>
    /// <param name="rows">How many were loaded.</param>
    /// <param name="position">The parameters.</param>
    /// <param name="random">Decides which units are dropped.</param>
    /// <param name="gradient">Receives the sum, [parameters].</param>
    public void AddGradient(int rows, float* position, CounterRandom random, float* gradient)
    {
        for (var level = 1; level < masks.Length; level++)
            Draw(level, random);
        normalisation?.Begin(position, space.Level(0), rows);
        Forward(rows, position);
        Likelihood(rows);
        Backward(rows, position, gradient);
        normalisation?.End(position, gradient);
    }

    public void Dispose() => space.Dispose();

    private float* Kept(int level) => kernels.KeepsBeside || masks[level] is not null ? space.Kept(level) : space.Level(level);

    private void Draw(int level, CounterRandom random)
    {
        if (masks[level] is not { } mask)
            return;
        var threshold = thresholds[level];
        var kept = (float)(1 / (1 - (threshold / TwoTo32)));
        for (var i = 0; i + 3 < mask.Length; i += 4)
        {
            var (a, b, c, d) = random.NextBlock();
            mask[i] = a < threshold ? 0 : kept;
            mask[i + 1] = b < threshold ? 0 : kept;
            mask[i + 2] = c < threshold ? 0 : kept;
            mask[i + 3] = d < threshold ? 0 : kept;
        }
    }

    private void Forward(int rows, float* position)
    {
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var (xStride, stride) = (TileWorkspace<float>.TileStride(inputs), TileWorkspace<float>.TileStride(outputs));
            if (layer < network.Layers - 1 && normalisation?.Has(layer + 1) == true)
                normalisation.Prepare(layer + 1, position, kernels, space.Level(layer), rows);
            var own = normalisation is null ? position : normalisation.Weights;
            float* weight = own + network.Layout.Weight(layer).Offset, bias = own + network.Layout.Bias(layer).Offset;
            for (var tile = 0; tile * TileRows < rows; tile++)
            {
                float* x = space.Level(layer) + (tile * xStride), result = space.Level(layer + 1) + (tile * stride);
                if (layer == network.Layers - 1)
                    kernels.Output(weight, bias, inputs, outputs, x, result);
                else
                    Hidden(layer, weight, bias, position, x, result, tile * stride);
            }
        }
    }

    private void Hidden(int layer, float* weight, float* bias, float* position, float* x, float* result, nint offset)
    {
        var (inputs, outputs, level) = (network.Width(layer), network.Width(layer + 1), layer + 1);
        var kept = Kept(level) + offset;
        var value = kernels.KeepsBeside ? result : kept;
        kernels.Hidden(weight, bias, position + (network.Layout.Slope(layer)?.Offset ?? 0), inputs, outputs, x, value, kernels.KeepsBeside ? kept : null);
        if (masks[level] is { } mask)
            Times(value, mask.AsSpan((int)offset, outputs * TileRows), result);
    }

    private void Likelihood(int rows)
    {
        var stride = TileWorkspace<float>.TileStride(1);
        fixed (float* y = targets, w = weights)
        {
            for (var tile = 0; tile * TileRows < rows; tile++)
            {
                Networks.Likelihood.Bernoulli().Evaluate(
                    new LikelihoodTile<float>
                    {
                        F = space.Level(network.Layers) + (tile * stride),
                        Y = y + (tile * TileRows),
                        Weights = w + (tile * TileRows),
                        Delta = space.Delta + (tile * stride),
                        Outputs = 1,
                        TargetColumns = 1,
                        Rows = TileRows,
                        Valid = Math.Min(TileRows, rows - (tile * TileRows)),
                    },
                    [],
                    []);
            }
        }
    }

    private void Backward(int rows, float* position, float* gradient)
    {
        var used = (rows + TileRows - 1) / TileRows;
        new DensePass<float>(network, kernels, space, position).PrepareBackward();
        float* delta = space.Delta, next = space.NextDelta;
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var (below, above) = (TileWorkspace<float>.TileStride(inputs), TileWorkspace<float>.TileStride(outputs));
            kernels.AddOuter(space.Level(layer), inputs, below, delta, outputs, above, used, space.Copy, gradient + network.Layout.Weight(layer).Offset, gradient + network.Layout.Bias(layer).Offset);
            if (layer == 0)
                break;
            for (var tile = 0; tile < used; tile++)
            {
                float* result = next + (tile * below), kept = Kept(layer) + (tile * below);
                kernels.Back(space.Transposed(layer), outputs, inputs, delta + (tile * above), kept, result);
                if (masks[layer] is { } mask)
                    Times(result, mask.AsSpan((int)(tile * below), inputs * TileRows), result);
                if (network.Layout.Slope(layer - 1) is { } slope)
                    kernels.BackThroughSlopes(position + slope.Offset, inputs, kept, result, gradient + slope.Offset);
            }

            if (normalisation?.Has(layer) == true)
                normalisation.Backward(layer, position, next, rows, gradient);
            var finished = delta;
            delta = next;
            next = finished;
        }
    }

    private static void Times(float* values, ReadOnlySpan<float> mask, float* result)
    {
        var lanes = System.Numerics.Vector<float>.Count;
        var factors = MemoryMarshal.Cast<float, System.Numerics.Vector<float>>(mask);
        for (var i = 0; i < factors.Length; i++, values += lanes, result += lanes)
            System.Numerics.Vector.Store(System.Numerics.Vector.Load(values) * factors[i], result);
    }
}
