using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// Gradients of the weighted log-likelihood of chosen rows, with dropout. Rows are cut into pieces by their number alone and the
/// pieces are summed in order, so the result has the same bits for any number of threads. With batch normalisation all rows depend
/// on one another and a batch is one piece.
/// </summary>
internal sealed unsafe class DropoutEngine : IDisposable
{
    private const int TileRows = RowTiles<float>.TileRows;
    private readonly int pieceRows = DropoutPass.MostTiles * TileRows;
    private readonly BatchNormalisation? normalisation;
    private readonly Func<DropoutPass> create;
    private readonly ulong seed;
    private readonly (float[] X, float[] Y, float[]? W) data;
    private readonly int parameters;
    private readonly Stack<DropoutPass> passes = [];
    private readonly ParallelLoop loop;
    private float[] partial = [];
    private ReadOnlyMemory<int> rows;
    private float[] position = [];
    private long step;

    /// <param name="network">The architecture, with one output.</param>
    /// <param name="dropout">The probability to drop a unit of each hidden layer.</param>
    /// <param name="data">Inputs row by row, labels, weights or null; not copied.</param>
    /// <param name="seed">Decides which units are dropped.</param>
    /// <param name="levels">What is batch-normalised; null for nothing.</param>
    /// <param name="batchRows">Rows of the largest batch, for batch normalisation.</param>
    /// <exception cref="ArgumentException">The activation has no kernels.</exception>
    public DropoutEngine(Mlp network, IReadOnlyList<double> dropout, (float[] X, float[] Y, float[]? W) data, int seed, NormalisedLevels? levels = null, int batchRows = 0)
    {
        var kernels = VectorPaths.Kernels<float>(network.Activation, VectorPaths.Best)
            ?? throw new ArgumentException($"Plain networks train with the library's own activations; '{network.Activation.Name}' is not one of them. Known are {string.Join(", ", Activation.All.Select(a => a.Name))}.", nameof(network));
        (this.data, this.seed, parameters) = (data, (ulong)seed, network.Layout.Count);
        if (levels is { Count: > 0 })
        {
            var tiles = (batchRows + TileRows - 1) / TileRows;
            (pieceRows, parameters) = (tiles * TileRows, parameters + levels.Count);
            normalisation = new BatchNormalisation(network, levels, tiles);
        }

        create = () => new DropoutPass(network, kernels, dropout, pieceRows / TileRows, normalisation);
        loop = new ParallelLoop(Piece);
    }

    /// <summary>The gradient over some rows.</summary>
    /// <param name="weights">The parameters of the network.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="number">The number of the step: each has random numbers of its own, whatever was computed before.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public void Gradient(float[] weights, ReadOnlyMemory<int> batch, long number, Span<float> gradient)
    {
        var pieces = (batch.Length + pieceRows - 1) / pieceRows;
        if (partial.Length < pieces * parameters)
            partial = new float[pieces * parameters];
        (rows, position, step) = (batch, weights, number);
        loop.Run(pieces);
        gradient.Clear();
        for (var piece = 0; piece < pieces; piece++)
        {
            var own = partial.AsSpan(piece * parameters, parameters);
            for (var i = 0; i < own.Length; i++)
                gradient[i] += own[i];
        }
    }

    /// <summary>Moves running statistics towards those of the last batch, whose variances are taken with the divisor rows - 1.</summary>
    /// <param name="running">Means and variances, as <see cref="NormalisedLevels"/> orders them; empty without normalisation.</param>
    public void UpdateRunning(Span<float> running) => normalisation?.UpdateRunning(running, rows.Length);

    public void Dispose()
    {
        while (passes.TryPop(out var pass))
            pass.Dispose();
        loop.Dispose();
    }

    private void Piece(int piece)
    {
        var pass = Rent();
        var first = piece * pieceRows;
        var own = rows.Span[first..Math.Min(first + pieceRows, rows.Length)];
        var random = new CounterRandom(seed, RandomStreams.Of(RandomPurpose.Dropout, piece)) { Position = (ulong)step * pass.RandomBlocks };
        partial.AsSpan(piece * parameters, parameters).Clear();
        pass.Load(own, data.X, data.Y, data.W);
        fixed (float* weights = position, gradient = partial)
            pass.AddGradient(own.Length, weights, random, gradient + ((nint)piece * parameters));
        lock (passes)
            passes.Push(pass);
    }

    private DropoutPass Rent()
    {
        lock (passes)
        {
            if (passes.TryPop(out var pass))
                return pass;
        }

        return create();
    }
}
