using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HepBayes.Runtime;

namespace HepBayes.Networks;

/// <summary>
/// Outputs, log-likelihoods and their gradients of dense networks on the processor, with a hand-written backward pass over
/// tiles of rows. Work is cut into pieces of fixed size that are summed in fixed order, so the result has the same bits
/// for any number of threads. Energies are summed in float64.
/// </summary>
/// <typeparam name="T">float; double in tests of the formulas.</typeparam>
internal sealed unsafe class CpuDenseEngine<T> : IDisposable where T : unmanaged
{
    private const int TileRows = RowTiles<T>.TileRows;
    private const int MaximumSegments = 16;
    private readonly Mlp network;
    private readonly Likelihood likelihood;
    private readonly int parameters;
    private readonly ConcurrentBag<Workspace> workspaces = [];
    private readonly int[] everyTile;
    private T* partial;
    private nuint partialCount;

    public CpuDenseEngine(Mlp network, Likelihood likelihood, RowTiles<T> rows)
    {
        (this.network, this.likelihood, Rows) = (network, likelihood, rows);
        parameters = network.Layout.Count + likelihood.HyperParameters;
        everyTile = [.. Enumerable.Range(0, rows.Tiles)];
    }

    ~CpuDenseEngine() => Free();

    public RowTiles<T> Rows { get; }

    /// <summary>Log-likelihood and gradient of every chain over all rows.</summary>
    /// <param name="positions">[chains, parameters].</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="logLikelihood">Receives the log-likelihoods [chains].</param>
    /// <param name="gradient">Receives the gradients [chains, parameters].</param>
    public void Evaluate(T* positions, int chains, Span<double> logLikelihood, T* gradient) =>
        Evaluate(positions, chains, _ => everyTile, logLikelihood, gradient);

    /// <summary>The same over chosen tiles, which may differ from chain to chain but not in number.</summary>
    public void Evaluate(T* positions, int chains, Func<int, ReadOnlyMemory<int>> tilesOf, Span<double> logLikelihood, T* gradient)
    {
        var tileCount = tilesOf(0).Length;
        var segments = Math.Min(MaximumSegments, tileCount);
        EnsurePartial((nuint)(chains * segments * parameters));
        var energies = new double[chains * segments];
        var sums = partial;
        Parallel.For(0, chains * segments, Compute.Parallel, piece =>
        {
            var (chain, segment) = (piece / segments, piece % segments);
            var first = (int)((long)tileCount * segment / segments);
            var last = (int)((long)tileCount * (segment + 1) / segments);
            var own = sums + ((nint)piece * parameters);
            new Span<T>(own, parameters).Clear();
            energies[piece] = AddTiles(positions + ((nint)chain * parameters), tilesOf(chain).Span[first..last], own);
        });

        Parallel.For(0, chains, Compute.Parallel, chain =>
            Reduce(sums + ((nint)chain * segments * parameters), segments, gradient + ((nint)chain * parameters)));
        for (var chain = 0; chain < chains; chain++)
        {
            var sum = 0.0;
            for (var segment = 0; segment < segments; segment++)
                sum += energies[(chain * segments) + segment];
            logLikelihood[chain] = sum;
        }
    }

    /// <summary>Outputs of every network for every row, [networks, rows, outputs].</summary>
    public void Forward(T* positions, int networks, Memory<float> outputs)
    {
        Parallel.For(0, Rows.Tiles, Compute.Parallel, tile =>
        {
            var space = Rent();
            var width = network.Outputs;
            for (var n = 0; n < networks; n++)
            {
                Forward(positions + ((nint)n * parameters), Rows.Inputs(tile), space);
                var result = space.Level(network.Layers);
                var target = outputs.Span.Slice(checked(((n * Rows.Rows) + (tile * TileRows)) * width), Rows.RowsIn(tile) * width);
                for (var r = 0; r < Rows.RowsIn(tile); r++)
                {
                    for (var o = 0; o < width; o++)
                        target[(r * width) + o] = (float)Real.ToDouble(result[(o * TileRows) + r]);
                }
            }

            workspaces.Add(space);
        });
    }

    public void Dispose()
    {
        Free();
        while (workspaces.TryTake(out var space))
            space.Dispose();
        Rows.Dispose();
        GC.SuppressFinalize(this);
    }

    private double AddTiles(T* position, ReadOnlySpan<int> tiles, T* gradient)
    {
        var space = Rent();
        var hypers = likelihood.HyperParameters;
        Span<double> hyper = stackalloc double[hypers];
        Span<double> hyperGradient = stackalloc double[hypers];
        for (var h = 0; h < hypers; h++)
            hyper[h] = Real.ToDouble(position[network.Layout.Count + h]);

        var energy = 0.0;
        foreach (var tile in tiles)
        {
            Forward(position, Rows.Inputs(tile), space);
            var outputs = new LikelihoodTile<T>
            {
                F = space.Level(network.Layers),
                Y = Rows.Targets(tile),
                Weights = Rows.Weights(tile),
                Delta = space.Delta,
                Outputs = network.Outputs,
                TargetColumns = Rows.TargetColumns,
                Rows = TileRows,
                Valid = Rows.RowsIn(tile),
            };
            energy += likelihood.Evaluate(in outputs, hyper, hyperGradient);
            Backward(position, Rows.Inputs(tile), space, gradient);
        }

        for (var h = 0; h < hypers; h++)
            gradient[network.Layout.Count + h] = Real.From<T>(hyperGradient[h]);
        workspaces.Add(space);
        return energy;
    }

    private void Forward(T* position, T* x, Workspace space)
    {
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var result = space.Level(layer + 1);
            DenseKernels.Product(position + network.Layout.Weight(layer).Offset, outputs, 1, inputs, outputs, x, position + network.Layout.Bias(layer).Offset, result, TileRows);
            if (layer < network.Layers - 1)
                network.Activation.Apply(result, outputs * TileRows);
            x = result;
        }
    }

    private void Backward(T* position, T* x, Workspace space, T* gradient)
    {
        var delta = space.Delta;
        var next = space.NextDelta;
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var activations = layer == 0 ? x : space.Level(layer);
            var weight = network.Layout.Weight(layer).Offset;
            DenseKernels.AddOuter(activations, inputs, delta, outputs, TileRows, gradient + weight, gradient + network.Layout.Bias(layer).Offset);
            if (layer == 0)
                break;
            DenseKernels.Product(position + weight, 1, outputs, outputs, inputs, delta, null, next, TileRows);
            network.Activation.MultiplyBySlope(activations, next, inputs * TileRows);
            var finished = delta;
            delta = next;
            next = finished;
        }
    }

    private void Reduce(T* pieces, int count, T* result)
    {
        for (var i = 0; i < parameters; i++)
        {
            var sum = 0.0;
            for (var piece = 0; piece < count; piece++)
                sum += Real.ToDouble(pieces[((nint)piece * parameters) + i]);
            result[i] = Real.From<T>(sum);
        }
    }

    private Workspace Rent() => workspaces.TryTake(out var space) ? space : new Workspace(network);

    private void EnsurePartial(nuint count)
    {
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

    /// <summary>Activations of every level and two gradients of the widest one, for one tile.</summary>
    private sealed class Workspace : IDisposable
    {
        private readonly nint[] offsets;
        private T* memory;

        public Workspace(Mlp network)
        {
            offsets = new nint[network.Layers + 1];
            nint total = 0;
            var widest = 0;
            for (var level = 1; level <= network.Layers; level++)
            {
                offsets[level] = total;
                total += network.Width(level) * TileRows;
                widest = Math.Max(widest, network.Width(level));
            }

            memory = (T*)NativeMemory.AlignedAlloc((nuint)(total + (2 * widest * TileRows)) * (nuint)sizeof(T), 64);
            Delta = memory + total;
            NextDelta = Delta + (widest * TileRows);
        }

        ~Workspace() => Free();

        public T* Delta { get; }

        public T* NextDelta { get; }

        public T* Level(int level) => memory + offsets[level];

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            NativeMemory.AlignedFree(memory);
            memory = null;
        }
    }
}
