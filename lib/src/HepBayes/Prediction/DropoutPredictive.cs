using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// What many passes with random dropout predict for each row: the probability of class 1. One pass counts as one draw of one
/// chain, so every statistic of <see cref="PredictiveDraws"/> is there. Mean, standard deviation and entropies are computed
/// once, tile after tile of rows; the passes of a row are drawn anew, always the same, when another statistic asks for them.
/// </summary>
public sealed class DropoutPredictive : PredictiveDraws
{
    private readonly Mlp network;
    private readonly float[] weights;
    private readonly float[] inputs;
    private readonly Func<DropoutPasses> create;
    private readonly float[]? kept;
    private readonly double[] mean;
    private readonly double[] deviation;
    private readonly double[] entropy;

    /// <param name="network">The architecture, with one output.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="dropout">The probability to drop a unit of each hidden layer.</param>
    /// <param name="inputs">[rows, inputs], row by row; not copied.</param>
    /// <param name="passes">Number of passes.</param>
    /// <param name="seed">Decides which units are dropped.</param>
    /// <param name="keep">Whether the log-odds of every pass stay in memory.</param>
    internal DropoutPredictive(Mlp network, float[] weights, IReadOnlyList<double> dropout, float[] inputs, int passes, int seed, bool keep)
        : base(1, passes, 1, inputs.Length / network.Inputs, 1)
    {
        (this.network, this.weights, this.inputs) = (network, weights, inputs);
        create = () => new DropoutPasses(network, dropout, seed);
        (mean, deviation, entropy) = (new double[Rows], new double[Rows], new double[Rows]);
        if (keep)
            kept = new float[(long)Tiles * TileNumbers];
        Parallel.For(0, Tiles, Compute.Parallel, () => (Space: create(), Logits: new float[TileNumbers]), Sweep, own => own.Space.Dispose());
    }

    private int Tiles => (Rows + DropoutPasses.Rows - 1) / DropoutPasses.Rows;

    private int TileNumbers => Draws * DropoutPasses.Rows;

    /// <inheritdoc/>
    public override double[] Mean(int output = 0, ImportanceWeights? weights = null) =>
        output == 0 && weights is null ? [.. mean] : base.Mean(output, weights);

    /// <inheritdoc/>
    public override double[] StandardDeviation(int output = 0, ImportanceWeights? weights = null) =>
        output == 0 && weights is null ? [.. deviation] : base.StandardDeviation(output, weights);

    /// <inheritdoc/>
    public override double[] ExpectedEntropy(ImportanceWeights? weights = null) =>
        weights is null ? [.. entropy] : base.ExpectedEntropy(weights);

    /// <inheritdoc/>
    private protected override ClassKind Classes => ClassKind.Binary;

    /// <inheritdoc/>
    private protected override void Fill(int first, int count, int output, double[][] draws)
    {
        var logits = new float[TileNumbers];
        using var space = kept is null ? create() : null;
        for (var tile = first / DropoutPasses.Rows; tile * DropoutPasses.Rows < first + count; tile++)
        {
            var start = tile * DropoutPasses.Rows;
            if (space is null)
                kept.AsSpan(tile * TileNumbers, TileNumbers).CopyTo(logits);
            else
                Run(space, tile, logits);
            for (var row = Math.Max(first, start); row < Math.Min(first + count, start + DropoutPasses.Rows); row++)
            {
                for (var pass = 0; pass < Draws; pass++)
                    draws[row - first][pass] = 1 / (1 + Math.Exp(-(double)logits[(pass * DropoutPasses.Rows) + row - start]));
            }
        }
    }

    private (DropoutPasses Space, float[] Logits) Sweep(int tile, ParallelLoopState state, (DropoutPasses Space, float[] Logits) own)
    {
        Run(own.Space, tile, own.Logits);
        if (kept is not null)
            own.Logits.CopyTo(kept.AsSpan(tile * TileNumbers));
        var (first, rows) = RowsOf(tile);
        PassStatistics.Compute(own.Logits, mean.AsSpan(first, rows), deviation.AsSpan(first, rows), entropy.AsSpan(first, rows));
        return own;
    }

    private void Run(DropoutPasses space, int tile, float[] logits)
    {
        var (first, rows) = RowsOf(tile);
        space.Compute(weights, inputs.AsSpan(first * network.Inputs, rows * network.Inputs), tile, Draws, logits);
    }

    private (int First, int Rows) RowsOf(int tile) =>
        (tile * DropoutPasses.Rows, Math.Min(DropoutPasses.Rows, Rows - (tile * DropoutPasses.Rows)));
}
