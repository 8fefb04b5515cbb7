using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// Stochastic passes of one network with dropout over a tile of rows. The layers up to the first dropout are computed once for
/// all passes; behind it each pass draws masks of its own. What is dropped follows from the seed, the row, the pass and the
/// unit alone. Memory of one thread; owns native memory.
/// </summary>
internal sealed unsafe class DropoutPasses : IDisposable
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = RowTiles<float>.TileRows;

    private const double TwoTo32 = 4294967296.0;
    private readonly Mlp network;
    private readonly DenseKernels<float> kernels;
    private readonly VectorPath path;
    private readonly TileWorkspace<float> space;
    private readonly uint[] thresholds;
    private readonly ulong[] firstPosition;
    private readonly ulong positionsOfPass;
    private readonly int firstLevel;
    private readonly ulong seed;

    /// <param name="network">The architecture, with one output and an activation that has kernels.</param>
    /// <param name="dropout">The probability to drop a unit of each hidden layer; at least one is above 0.</param>
    /// <param name="seed">Decides which units are dropped.</param>
    /// <param name="path">The width of vectors; null for the widest.</param>
    public DropoutPasses(Mlp network, IReadOnlyList<double> dropout, int seed, VectorPath? path = null)
    {
        (this.network, this.seed, this.path) = (network, (ulong)seed, path ?? VectorPaths.Best);
        kernels = VectorPaths.Kernels<float>(network.Activation, this.path)!;
        space = new TileWorkspace<float>(network, keepsBeside: false);
        thresholds = [0, .. dropout.Select(p => p > 0 ? Math.Max((uint)(p * TwoTo32), 1) : 0)];
        firstLevel = Array.FindIndex(thresholds, t => t > 0);
        firstPosition = new ulong[thresholds.Length];
        for (var level = 1; level < thresholds.Length; level++)
        {
            firstPosition[level] = positionsOfPass;
            positionsOfPass += (ulong)(network.Width(level) * DropoutMask.PositionsOfUnit);
        }
    }

    /// <summary>The log-odds of every pass for the rows of a tile.</summary>
    /// <param name="weights">The parameters of the network.</param>
    /// <param name="inputs">[rows, inputs] of the tile, at most <see cref="Rows"/>.</param>
    /// <param name="tile">Number of the tile, which chooses the random numbers.</param>
    /// <param name="passes">Number of passes.</param>
    /// <param name="logits">Receives [passes, <see cref="Rows"/>]; places beyond the rows hold anything.</param>
    public void Compute(float[] weights, ReadOnlySpan<float> inputs, int tile, int passes, Span<float> logits)
    {
        Load(inputs);
        var stream = RandomStreams.Of(RandomPurpose.DropoutPrediction, tile);
        fixed (float* position = weights, result = logits)
        {
            for (var level = 1; level <= firstLevel; level++)
                Layer(level, position, space.Level(level - 1), space.Level(level));
            for (var pass = 0; pass < passes; pass++)
                Pass(position, new(seed, stream, (ulong)pass * positionsOfPass), result + (pass * Rows));
        }
    }

    public void Dispose() => space.Dispose();

    private void Load(ReadOnlySpan<float> inputs)
    {
        var features = network.Inputs;
        var tile = space.Level(0);
        new Span<float>(tile, features * Rows).Clear();
        for (var row = 0; row * features < inputs.Length; row++)
        {
            for (var f = 0; f < features; f++)
                tile[(f * Rows) + row] = inputs[(row * features) + f];
        }
    }

    private void Pass(float* position, DropoutMask.RandomPlace random, float* logits)
    {
        // The activations of the first level with dropout stay for the other passes.
        var x = space.Delta;
        Drop(firstLevel, random, space.Level(firstLevel), x);
        for (var level = firstLevel + 1; level < network.Layers; level++)
        {
            var result = space.Level(level);
            Layer(level, position, x, result);
            Drop(level, random, result, result);
            x = result;
        }

        Layer(network.Layers, position, x, logits);
    }

    private void Layer(int level, float* position, float* x, float* result)
    {
        var (inputs, outputs, layout) = (network.Width(level - 1), network.Width(level), network.Layout);
        float* weight = position + layout.Weight(level - 1).Offset, bias = position + layout.Bias(level - 1).Offset;
        if (level == network.Layers)
            kernels.Output(weight, bias, inputs, outputs, x, result);
        else
            kernels.Hidden(weight, bias, position + (layout.Slope(level - 1)?.Offset ?? 0), inputs, outputs, x, result, null);
    }

    private void Drop(int level, DropoutMask.RandomPlace random, float* source, float* target)
    {
        var threshold = thresholds[level];
        if (threshold > 0)
            DropoutMask.Apply(source, network.Width(level), threshold, (float)(1 / (1 - (threshold / TwoTo32))), random with { Position = random.Position + firstPosition[level] }, target, path);
    }
}
