using System.Runtime.InteropServices;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Networks;

/// <summary>
/// Outputs, log-likelihoods and their gradients of dense networks on the processor, with a hand-written backward pass over
/// tiles of rows. Work is cut into pieces that depend on the data alone and are summed in fixed order, so the result has
/// the same bits for any number of threads; processors with vectors of another width may differ in the last bits. Energies
/// are summed in float64. After the first call nothing is allocated. Calls from several threads wait for each other.
/// </summary>
/// <typeparam name="T">float; double in tests of the formulas.</typeparam>
internal sealed unsafe class CpuDenseEngine<T> : IDisposable where T : unmanaged
{
    private const int TileRows = RowTiles<T>.TileRows;
    private const int MostSegments = 16;

    // A segment of fewer tiles would spend its time on preparations.
    private const int LeastSegmentTiles = 4;
    private const int ReducedAtOnce = 1024;

    // Tiles that pass through the layers together on the way to a gradient: all their levels should stay in cache.
    private const int GradientTiles = 4;

    // Pieces of a prediction, so that a few rows of many networks keep every thread busy.
    private const int LeastPieces = 64;

    // Where the largest weight matrix has more numbers than this, libtorch's general product is faster (benchmark
    // "gradient" with --inputs and --hidden). A fixed number: a choice by the clock could differ from run to run.
    private const int WideWeights = 80_000;

    private readonly Mlp network;
    private readonly Likelihood likelihood;
    private readonly DenseKernels<T>? kernels;
    private readonly LibtorchRows<T>? libtorch;
    private readonly int parameters;
    private readonly int forwardTiles;
    private readonly Stack<TileWorkspace<T>> workspaces = [];
    private readonly ParallelLoop evaluation;
    private readonly ParallelLoop reduction;
    private readonly ParallelLoop prediction;
    private readonly Lock gate = new();
    private readonly int[] everyTile;
    private T* partial;
    private nuint partialCount;
    private double[] energies = [];
    private Job job;

    /// <summary>Takes over the rows.</summary>
    /// <param name="network">The architecture.</param>
    /// <param name="likelihood">How targets scatter.</param>
    /// <param name="rows">The data; the engine disposes them.</param>
    /// <param name="path">The width of vectors; null for the widest, or for libtorch where it is faster.</param>
    public CpuDenseEngine(Mlp network, Likelihood likelihood, RowTiles<T> rows, VectorPath? path = null)
    {
        (this.network, this.likelihood, Rows) = (network, likelihood, rows);
        if (path is not null || !IsWide(network))
            kernels = VectorPaths.Kernels<T>(network.Activation, path ?? VectorPaths.Best);
        if (kernels is null)
            libtorch = new LibtorchRows<T>(network, likelihood, rows);
        parameters = network.Layout.Count + likelihood.HyperParameters;
        forwardTiles = TileWorkspace<T>.TilesFor(network, kernels?.KeepsBeside ?? false);
        everyTile = [.. Enumerable.Range(0, rows.Tiles)];
        (evaluation, reduction, prediction) = (new(EvaluatePiece), new(ReducePiece), new(ForwardPiece));
    }

    ~CpuDenseEngine() => Free();

    public RowTiles<T> Rows { get; }

    /// <summary>Log-likelihood and gradient of every chain over all rows.</summary>
    /// <param name="positions">[chains, parameters].</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="logLikelihood">Receives the log-likelihoods [chains].</param>
    /// <param name="gradient">Receives the gradients [chains, parameters].</param>
    public void Evaluate(T* positions, int chains, Span<double> logLikelihood, T* gradient) =>
        Evaluate(positions, chains, null, logLikelihood, gradient);

    /// <summary>The same over chosen tiles, which may differ from chain to chain but not in number.</summary>
    public void Evaluate(T* positions, int chains, Func<int, ReadOnlyMemory<int>>? tilesOf, Span<double> logLikelihood, T* gradient)
    {
        lock (gate)
        {
            if (libtorch is not null)
            {
                libtorch.Evaluate(positions, chains, tilesOf, logLikelihood, gradient);
                return;
            }

            var tiles = tilesOf?.Invoke(0).Length ?? Rows.Tiles;
            var segments = Math.Clamp(tiles / LeastSegmentTiles, 1, MostSegments);
            EnsureMemory(chains * segments);
            job = new Job { Positions = positions, Gradient = gradient, TilesOf = tilesOf, Tiles = tiles, Segments = segments };
            evaluation.Run(chains * segments);
            reduction.Run(chains * Reductions);
            for (var chain = 0; chain < chains; chain++)
            {
                var sum = 0.0;
                for (var segment = 0; segment < segments; segment++)
                    sum += energies[(chain * segments) + segment];
                logLikelihood[chain] = sum;
            }
        }
    }

    /// <summary>Outputs of every network for every row, [networks, rows, outputs].</summary>
    /// <param name="positions">[networks, parameters].</param>
    /// <param name="networks">Number of networks.</param>
    /// <param name="outputs">Receives the outputs.</param>
    public void Forward(T* positions, int networks, Span<float> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs.Length, checked(networks * Rows.Rows * network.Outputs));
        lock (gate)
        {
            if (libtorch is not null)
            {
                libtorch.Forward(positions, networks, outputs);
                return;
            }

            fixed (float* target = outputs)
            {
                var blocks = (Rows.Tiles + forwardTiles - 1) / forwardTiles;
                var groups = Math.Clamp(LeastPieces / blocks, 1, networks);
                job = new Job { Positions = positions, Networks = networks, Groups = groups, Outputs = target };
                prediction.Run(blocks * groups);
            }
        }
    }

    public void Dispose()
    {
        Free();
        while (workspaces.TryPop(out var space))
            space.Dispose();
        evaluation.Dispose();
        reduction.Dispose();
        prediction.Dispose();
        libtorch?.Dispose();
        Rows.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Reductions => (parameters + ReducedAtOnce - 1) / ReducedAtOnce;

    private static bool IsWide(Mlp network) =>
        Enumerable.Range(0, network.Layers).Any(layer => network.Layout.Weight(layer).Count > WideWeights);

    private void EvaluatePiece(int piece)
    {
        var (chain, segment) = (piece / job.Segments, piece % job.Segments);
        var tiles = (job.TilesOf is null ? everyTile : job.TilesOf(chain)).Span;
        var first = (int)((long)job.Tiles * segment / job.Segments);
        var last = (int)((long)job.Tiles * (segment + 1) / job.Segments);
        var own = partial + ((nint)piece * parameters);
        new Span<T>(own, parameters).Clear();
        var space = Rent();
        energies[piece] = AddTiles(job.Positions + ((nint)chain * parameters), tiles[first..last], own, space);
        Return(space);
    }

    private double AddTiles(T* position, ReadOnlySpan<int> tiles, T* gradient, TileWorkspace<T> space)
    {
        var hypers = likelihood.HyperParameters;
        Span<double> hyper = stackalloc double[hypers];
        Span<double> hyperGradient = stackalloc double[hypers];
        for (var h = 0; h < hypers; h++)
            hyper[h] = Real.ToDouble(position[network.Layout.Count + h]);
        hyperGradient.Clear();

        var pass = new DensePass<T>(network, kernels!, space, position);
        pass.PrepareBackward();
        var energy = 0.0;
        // Blocks of nearly equal size.
        var most = Math.Min(GradientTiles, space.Tiles);
        for (var blocks = (tiles.Length + most - 1) / most; blocks > 0; blocks--)
        {
            var block = tiles[..((tiles.Length + blocks - 1) / blocks)];
            tiles = tiles[block.Length..];
            var inputs = Inputs(block, space, out var stride);
            pass.Forward(inputs, stride, block.Length, backwardFollows: true);
            energy += LogLikelihood(block, space, hyper, hyperGradient);
            pass.Backward(inputs, stride, block.Length, gradient);
        }

        for (var h = 0; h < hypers; h++)
            gradient[network.Layout.Count + h] = Real.From<T>(hyperGradient[h]);
        return energy;
    }

    // Neighbours are read in place; tiles from here and there are brought together.
    private T* Inputs(ReadOnlySpan<int> tiles, TileWorkspace<T> space, out nint stride)
    {
        stride = network.Inputs * TileRows;
        var first = 1;
        while (first < tiles.Length && tiles[first] == tiles[first - 1] + 1)
            first++;
        if (first == tiles.Length)
            return Rows.Inputs(tiles[0]);
        for (var i = 0; i < tiles.Length; i++)
            new ReadOnlySpan<T>(Rows.Inputs(tiles[i]), (int)stride).CopyTo(new Span<T>(space.Level(0) + (i * stride), (int)stride));
        return space.Level(0);
    }

    // Writes the gradients with respect to the outputs into Delta of the workspace.
    private double LogLikelihood(ReadOnlySpan<int> tiles, TileWorkspace<T> space, ReadOnlySpan<double> hyper, Span<double> hyperGradient)
    {
        T* outputs = space.Level(network.Layers), delta = space.Delta;
        var stride = TileWorkspace<T>.TileStride(network.Outputs);
        var energy = 0.0;
        foreach (var tile in tiles)
        {
            energy += likelihood.Evaluate(
                new LikelihoodTile<T>
                {
                    F = outputs,
                    Y = Rows.Targets(tile),
                    Weights = Rows.Weights(tile),
                    Delta = delta,
                    Outputs = network.Outputs,
                    TargetColumns = Rows.TargetColumns,
                    Rows = TileRows,
                    Valid = Rows.RowsIn(tile),
                },
                hyper,
                hyperGradient);
            outputs += stride;
            delta += stride;
        }

        return energy;
    }

    private void ReducePiece(int piece)
    {
        var (chain, part) = (piece / Reductions, piece % Reductions);
        var first = part * ReducedAtOnce;
        var count = Math.Min(ReducedAtOnce, parameters - first);
        Span<double> sums = stackalloc double[ReducedAtOnce];
        sums.Clear();
        for (var segment = 0; segment < job.Segments; segment++)
        {
            var source = partial + ((((nint)chain * job.Segments) + segment) * parameters) + first;
            for (var i = 0; i < count; i++)
                sums[i] += Real.ToDouble(source[i]);
        }

        var target = job.Gradient + ((nint)chain * parameters) + first;
        for (var i = 0; i < count; i++)
            target[i] = Real.From<T>(sums[i]);
    }

    // A block of tiles through a group of networks, which is read once for each block: many tiles share the cost.
    private void ForwardPiece(int piece)
    {
        var (first, group) = (piece / job.Groups * forwardTiles, piece % job.Groups);
        var space = Rent();
        Span<int> tiles = stackalloc int[Math.Min(forwardTiles, Rows.Tiles - first)];
        for (var i = 0; i < tiles.Length; i++)
            tiles[i] = first + i;
        var inputs = Inputs(tiles, space, out var stride);
        var last = (int)((long)job.Networks * (group + 1) / job.Groups);
        for (var n = (int)((long)job.Networks * group / job.Groups); n < last; n++)
        {
            new DensePass<T>(network, kernels!, space, job.Positions + ((nint)n * parameters)).Forward(inputs, stride, tiles.Length, backwardFollows: false);
            CopyOutputs(space, tiles, job.Outputs + ((nint)n * Rows.Rows * network.Outputs));
        }

        Return(space);
    }

    private void CopyOutputs(TileWorkspace<T> space, ReadOnlySpan<int> tiles, float* outputs)
    {
        var source = space.Level(network.Layers);
        var width = network.Outputs;
        foreach (var tile in tiles)
        {
            var target = outputs + ((nint)tile * TileRows * width);
            var rows = Rows.RowsIn(tile);
            for (var o = 0; o < width; o++)
            {
                for (var r = 0; r < rows; r++)
                    target[(r * width) + o] = (float)Real.ToDouble(source[(o * TileRows) + r]);
            }

            source += TileWorkspace<T>.TileStride(width);
        }
    }

    private TileWorkspace<T> Rent()
    {
        lock (workspaces)
        {
            if (workspaces.TryPop(out var space))
                return space;
        }

        return new TileWorkspace<T>(network, kernels!.KeepsBeside);
    }

    private void Return(TileWorkspace<T> space)
    {
        lock (workspaces)
            workspaces.Push(space);
    }

    private void EnsureMemory(int pieces)
    {
        if (energies.Length < pieces)
            energies = new double[pieces];
        var count = (nuint)pieces * (nuint)parameters;
        if (count <= partialCount)
            return;
        NativeMemory.AlignedFree(partial);
        partial = (T*)NativeMemory.AlignedAlloc(count * (nuint)sizeof(T), 64);
        partialCount = count;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(partial);
        partial = null;
        partialCount = 0;
    }

    /// <summary>What the loops work on during a call.</summary>
    private struct Job
    {
        public T* Positions;
        public T* Gradient;
        public Func<int, ReadOnlyMemory<int>>? TilesOf;
        public int Tiles;
        public int Segments;
        public int Networks;
        public int Groups;
        public float* Outputs;
    }
}
