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
    private readonly Stack<DropoutPasses> spaces = [];
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
        Parallel.For(0, Tiles, Compute.Parallel, () => new float[TileNumbers], Sweep, _ => { });
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
        for (var tile = first / DropoutPasses.Rows; tile * DropoutPasses.Rows < first + count; tile++)
        {
            var start = tile * DropoutPasses.Rows;
            Logits(tile, logits);
            for (var row = Math.Max(first, start); row < Math.Min(first + count, start + DropoutPasses.Rows); row++)
            {
                for (var pass = 0; pass < Draws; pass++)
                    draws[row - first][pass] = 1 / (1 + Math.Exp(-(double)logits[(pass * DropoutPasses.Rows) + row - start]));
            }
        }
    }

    private float[] Sweep(int tile, ParallelLoopState state, float[] logits)
    {
        Run(tile, logits);
        if (kept is not null)
            logits.CopyTo(kept.AsSpan(tile * TileNumbers));
        var (first, rows) = RowsOf(tile);
        PassStatistics.Compute(logits, mean.AsSpan(first, rows), deviation.AsSpan(first, rows), entropy.AsSpan(first, rows));
        return logits;
    }

    private void Logits(int tile, float[] logits)
    {
        if (kept is null)
            Run(tile, logits);
        else
            kept.AsSpan(tile * TileNumbers, TileNumbers).CopyTo(logits);
    }

    private void Run(int tile, float[] logits)
    {
        var (first, rows) = RowsOf(tile);
        var space = Rent();
        space.Compute(weights, inputs.AsSpan(first * network.Inputs, rows * network.Inputs), tile, Draws, logits);
        lock (spaces)
            spaces.Push(space);
    }

    private (int First, int Rows) RowsOf(int tile) =>
        (tile * DropoutPasses.Rows, Math.Min(DropoutPasses.Rows, Rows - (tile * DropoutPasses.Rows)));

    private DropoutPasses Rent()
    {
        lock (spaces)
        {
            if (spaces.TryPop(out var space))
                return space;
        }

        return create();
    }
}
