using System.Collections.Concurrent;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative.Engine;

/// <summary>
/// Densities, maps and gradients of a flow for many rows, on all threads. Rows are cut into tiles and tiles into pieces that depend on
/// the rows alone, and pieces are summed in order: the bits do not depend on the number of threads.
/// </summary>
/// <typeparam name="T">float; double in tests of the formulas.</typeparam>
internal sealed unsafe class FlowEngine<T> where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private const int MostSegments = 16;
    private const int LeastSegmentTiles = 2;

    private readonly FlowLayout layout;
    private readonly IReadOnlyList<ParameterBlock> uncertain;
    private readonly FlowPass<T> pass;
    private readonly FlowWeights<T> weights;
    private readonly ConcurrentBag<FlowWorkspace<T>> workspaces = [];
    private readonly PinnedMemory<T>?[] partial = new PinnedMemory<T>?[MostSegments];

    /// <param name="layout">The flow.</param>
    /// <param name="uncertain">The numbers with a variance, as <see cref="FlowLayout.Uncertain"/> gives them; null for an ordinary flow.</param>
    public FlowEngine(FlowLayout layout, IReadOnlyList<ParameterBlock>? uncertain = null)
    {
        (this.layout, this.uncertain) = (layout, uncertain ?? []);
        pass = new FlowPass<T>(layout);
        weights = new FlowWeights<T>(layout, uncertain);
        Parameters = layout.Parameters + this.uncertain.Sum(w => w.Count);
    }

    /// <summary>Length of the parameter vector: with noise, a log variance for every uncertain number follows the flow's own.</summary>
    public int Parameters { get; }

    /// <summary>Takes over parameters for the calls that follow.</summary>
    public void SetParameters(ReadOnlySpan<T> parameters) => weights.Set(parameters);

    /// <summary>Latent variables and log |dz/dx|.</summary>
    /// <param name="x">[rows, variables].</param>
    /// <param name="conditions">[rows, conditions].</param>
    /// <param name="z">Receives [rows, variables]; empty to leave them out.</param>
    /// <param name="logDeterminant">Receives [rows].</param>
    /// <param name="noise">Seed of the noise of a variational flow.</param>
    public void Forward(ReadOnlyMemory<T> x, ReadOnlyMemory<T> conditions, Memory<T> z, Memory<double> logDeterminant, NoisePlace noise = default) =>
        ForTiles(logDeterminant.Length, (space, first, count) =>
        {
            TileCopy<T>.Gather(x.Span[(first * layout.Dimensions)..], layout.Dimensions, space.Mixed, count);
            TileCopy<T>.Gather(Part(conditions, first), layout.Design.Conditions, space.Conditions, count);
            pass.Forward(weights, space, At(noise, first / Rows));
            if (z.Length > 0)
                TileCopy<T>.Scatter(space.State(layout.Design.Blocks), layout.Dimensions, z.Span[(first * layout.Dimensions)..], count);
            for (var r = 0; r < count; r++)
                logDeterminant.Span[first + r] = Real.ToDouble(space.LogDeterminant[r]);
        });

    /// <summary>log of the density of the flow at each row: that of standard normal latent variables times |dz/dx|.</summary>
    public void LogDensity(ReadOnlyMemory<T> x, ReadOnlyMemory<T> conditions, Memory<double> logDensity, NoisePlace noise = default) =>
        ForTiles(logDensity.Length, (space, first, count) =>
        {
            TileCopy<T>.Gather(x.Span[(first * layout.Dimensions)..], layout.Dimensions, space.Mixed, count);
            TileCopy<T>.Gather(Part(conditions, first), layout.Design.Conditions, space.Conditions, count);
            pass.Forward(weights, space, At(noise, first / Rows));
            for (var r = 0; r < count; r++)
                logDensity.Span[first + r] = LogDensity(space, r);
        });

    /// <summary>Variables of latent ones, and log |dx/dz|.</summary>
    /// <param name="z">[rows, variables].</param>
    /// <param name="conditions">[rows, conditions].</param>
    /// <param name="x">Receives [rows, variables].</param>
    public void Inverse(ReadOnlyMemory<T> z, ReadOnlyMemory<T> conditions, Memory<T> x) =>
        ForTiles(z.Length / layout.Dimensions, (space, first, count) =>
        {
            TileCopy<T>.Gather(z.Span[(first * layout.Dimensions)..], layout.Dimensions, space.Mixed, count);
            FromLatent(space, conditions, x, first, count);
        });

    /// <summary>Random variables; the same for the same seed and stream.</summary>
    public void Sample(ulong seed, ulong stream, ReadOnlyMemory<T> conditions, Memory<T> x) =>
        ForTiles(x.Length / layout.Dimensions, (space, first, count) =>
        {
            var numbers = layout.Dimensions * Rows;
            NormalTile.Fill(seed, stream, (ulong)(first / Rows) * (ulong)(numbers / NormalTile.PerPosition), space.Mixed, numbers);
            FromLatent(space, conditions, x, first, count);
        });

    /// <summary>The gradient of sum_i coefficient_i log p(x_i) over chosen rows.</summary>
    /// <param name="x">[rows, variables].</param>
    /// <param name="conditions">[rows, conditions].</param>
    /// <param name="chosen">Numbers of rows.</param>
    /// <param name="coefficients">One for each chosen row.</param>
    /// <param name="gradient">Receives [parameters].</param>
    /// <param name="logDensity">Receives log p of each chosen row; empty to leave it out.</param>
    /// <param name="noise">Where the noise of a variational flow begins.</param>
    public void Gradient(ReadOnlyMemory<T> x, ReadOnlyMemory<T> conditions, ReadOnlyMemory<int> chosen, ReadOnlyMemory<T> coefficients, Span<T> gradient, Memory<double> logDensity = default, NoisePlace noise = default)
    {
        var tiles = (chosen.Length + Rows - 1) / Rows;
        var segments = Math.Clamp(tiles / LeastSegmentTiles, 1, MostSegments);
        Parallel.For(0, segments, Compute.Parallel, segment =>
        {
            var space = Rent();
            // Gradients by parameters and, with noise, by variances at the same places.
            var own = partial[segment] ??= new PinnedMemory<T>((weights.IsVariational ? 2 : 1) * layout.Parameters);
            own.Span.Clear();
            var variances = weights.IsVariational ? own.Pointer + layout.Parameters : null;
            for (var tile = tiles * segment / segments; tile < tiles * (segment + 1) / segments; tile++)
            {
                var first = tile * Rows;
                var count = Math.Min(Rows, chosen.Length - first);
                TileCopy<T>.GatherChosen(x.Span, layout.Dimensions, chosen.Span.Slice(first, count), space.Mixed);
                TileCopy<T>.GatherChosen(conditions.Span, layout.Design.Conditions, chosen.Span.Slice(first, count), space.Conditions);
                TileCopy<T>.Gather(coefficients.Span[first..], 1, space.Coefficients, count);
                pass.Forward(weights, space, At(noise, tile));
                for (var r = 0; r < count && logDensity.Length > 0; r++)
                    logDensity.Span[first + r] = LogDensity(space, r);
                pass.Backward(weights, space, own.Pointer, variances);
            }

            workspaces.Add(space);
        });
        Reduce(segments, gradient);
    }

    /// <summary>The derivative of the latent variables of one row by its variables.</summary>
    /// <param name="x">[variables].</param>
    /// <returns>[latent variable, variable].</returns>
    public double[,] Jacobian(ReadOnlyMemory<T> x)
    {
        var result = new double[layout.Dimensions, layout.Dimensions];
        ForTiles(layout.Dimensions, (space, first, count) =>
        {
            for (var variable = 0; variable < layout.Dimensions; variable++)
            {
                new Span<T>(space.Mixed + (variable * Rows), Rows).Fill(x.Span[variable]);
                new Span<T>(space.Gradient + (variable * Rows), Rows).Clear();
            }

            pass.Forward(weights, space, default);
            for (var r = 0; r < count; r++)
                space.Gradient[((first + r) * Rows) + r] = Real.From<T>(1);
            var unused = new PinnedMemory<T>(layout.Subnet.Layout.Count);
            pass.PullBack(weights, space, unused.Pointer);
            for (var r = 0; r < count; r++)
            {
                for (var variable = 0; variable < layout.Dimensions; variable++)
                    result[first + r, variable] = Real.ToDouble(space.Gradient[(variable * Rows) + r]);
            }

            GC.KeepAlive(unused);
        });
        return result;
    }

    private void Reduce(int segments, Span<T> gradient)
    {
        for (var i = 0; i < layout.Parameters; i++)
            gradient[i] = Real.From<T>(Sum(segments, i));
        if (!weights.IsVariational)
            return;
        // d/d log variance = variance d/d variance.
        var next = layout.Parameters;
        var variances = weights.Of(0).Variances;
        foreach (var block in uncertain)
        {
            for (var i = block.Offset; i < block.Offset + block.Count; i++)
                gradient[next++] = Real.From<T>(Sum(segments, layout.Parameters + i) * Real.ToDouble(variances[i]));
        }
    }

    private double Sum(int segments, int i)
    {
        var sum = 0.0;
        for (var segment = 0; segment < segments; segment++)
            sum += Real.ToDouble(partial[segment]!.Pointer[i]);
        return sum;
    }

    private double LogDensity(FlowWorkspace<T> space, int row)
    {
        var squares = 0.0;
        for (var variable = 0; variable < layout.Dimensions; variable++)
        {
            var z = Real.ToDouble(space.State(layout.Design.Blocks)[(variable * Rows) + row]);
            squares += z * z;
        }

        return Real.ToDouble(space.LogDeterminant[row]) - (0.5 * squares) - (0.5 * Math.Log(2 * Math.PI) * layout.Dimensions);
    }

    private void FromLatent(FlowWorkspace<T> space, ReadOnlyMemory<T> conditions, Memory<T> x, int first, int count)
    {
        TileCopy<T>.Gather(Part(conditions, first), layout.Design.Conditions, space.Conditions, count);
        pass.Inverse(weights, space);
        TileCopy<T>.Scatter(space.Mixed, layout.Dimensions, x.Span[(first * layout.Dimensions)..], count);
    }

    private ReadOnlySpan<T> Part(ReadOnlyMemory<T> conditions, int first) => conditions.Span[(first * layout.Design.Conditions)..];

    private NoisePlace At(NoisePlace noise, int tile) => noise with { Position = noise.Position + ((ulong)tile * pass.PositionsOfTile) };

    private void ForTiles(int rows, Action<FlowWorkspace<T>, int, int> body) => TileLoop<T>.Run(rows, Rent, workspaces.Add, body);

    private FlowWorkspace<T> Rent() => workspaces.TryTake(out var space) ? space : new FlowWorkspace<T>(layout, weights.IsVariational);
}
