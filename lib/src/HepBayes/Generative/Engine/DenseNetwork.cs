using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Generative.Engine;

/// <summary>
/// A dense network with its parameters and the passes through it, tile by tile. Its activation is linear on both sides of 0, so its
/// second derivative is 0 wherever it exists; <see cref="AddTangentGradient"/> rests on that.
/// </summary>
/// <typeparam name="T">float; double in tests of the formulas.</typeparam>
internal sealed unsafe class DenseNetwork<T> where T : unmanaged
{
    /// <summary>Slope of the hidden units below 0.</summary>
    public const double LeakySlope = 0.2;

    private const int Rows = RowTiles<T>.TileRows;
    private readonly DenseKernels<T> hidden;
    private readonly DenseKernels<T> linear = VectorPaths.Kernels<T>(Activation.Identity, VectorPaths.Best)!;
    private readonly PinnedMemory<T> values;
    private readonly PinnedMemory<T> transposed;
    private readonly ConcurrentBag<DenseSpace<T>> spaces = [];

    public DenseNetwork(Mlp shape)
    {
        Shape = shape;
        hidden = VectorPaths.Kernels<T>(shape.Activation, VectorPaths.Best)!;
        (values, transposed) = (new(shape.Layout.Count), new(shape.Layout.Count));
    }

    public Mlp Shape { get; }

    /// <summary>A network of leaky rectified units.</summary>
    public static Mlp ShapeOf(int inputs, IReadOnlyList<int> widths, int outputs) => Mlp.Of(inputs, widths, outputs, Activation.LeakyReluOf(LeakySlope));

    /// <summary>Random weights of variance 2 / ((1 + slope^2) inputs), of half of that in the last layer, and biases 0.</summary>
    public static float[] InitialParameters(Mlp shape, int seed, RandomPurpose purpose, int network)
    {
        var parameters = new float[shape.Layout.Count];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var block = shape.Layout.Weight(layer);
            var own = parameters.AsSpan(block.Offset, block.Count);
            new CounterRandom((ulong)seed, RandomStreams.Of(purpose, (network << 16) + layer)).FillNormal(own);
            var scale = (float)Math.Sqrt((layer == shape.Layers - 1 ? 1.0 : 2.0) / ((1 + (LeakySlope * LeakySlope)) * block.Rows));
            foreach (ref var weight in own)
                weight *= scale;
        }

        return parameters;
    }

    /// <summary>Takes over parameters for the calls that follow.</summary>
    public void SetParameters(ReadOnlySpan<T> parameters)
    {
        parameters.CopyTo(values.Span);
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            var block = Shape.Layout.Weight(layer);
            T* source = values.Pointer + block.Offset, target = transposed.Pointer + block.Offset;
            for (var i = 0; i < block.Rows; i++)
            {
                for (var j = 0; j < block.Columns; j++)
                    target[(j * block.Rows) + i] = source[(i * block.Columns) + j];
            }
        }
    }

    /// <summary>Runs a body for each tile of rows with memory for it.</summary>
    public void ForTiles(int rows, Action<DenseSpace<T>, int, int> body) =>
        TileLoop<T>.Run(rows, Rent, GiveBack, body);

    /// <summary>Memory for one tile.</summary>
    public DenseSpace<T> Rent() => spaces.TryTake(out var space) ? space : new DenseSpace<T>(Shape);

    /// <summary>Takes memory back for the next one who asks.</summary>
    public void GiveBack(DenseSpace<T> space) => spaces.Add(space);

    /// <summary>From level 0 to the last.</summary>
    public void Forward(DenseSpace<T> space)
    {
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            T* w = values.Pointer + Shape.Layout.Weight(layer).Offset, b = values.Pointer + Shape.Layout.Bias(layer).Offset;
            if (layer < Shape.Layers - 1)
                hidden.Hidden(w, b, null, Shape.Width(layer), Shape.Width(layer + 1), space.Level(layer), space.Level(layer + 1), null);
            else
                linear.Output(w, b, Shape.Width(layer), Shape.Width(layer + 1), space.Level(layer), space.Level(layer + 1));
        }
    }

    /// <summary>After <see cref="Forward"/>: from the gradient at the last level to that at every level.</summary>
    public void Backward(DenseSpace<T> space)
    {
        for (var layer = Shape.Layers - 1; layer >= 0; layer--)
        {
            var kernels = layer > 0 ? hidden : linear;
            kernels.Back(transposed.Pointer + Shape.Layout.Weight(layer).Offset, Shape.Width(layer + 1), Shape.Width(layer), space.Delta(layer + 1), space.Level(layer), space.Delta(layer));
        }
    }

    /// <summary>After <see cref="Backward"/>: adds the gradient of the parameters.</summary>
    public void AddGradient(DenseSpace<T> space, T* gradient)
    {
        for (var layer = 0; layer < Shape.Layers; layer++)
            AddOuter(space, layer, space.Level(layer), gradient, gradient + Shape.Layout.Bias(layer).Offset);
    }

    /// <summary>
    /// For a network with one output s, after <see cref="Forward"/> and a <see cref="Backward"/> that began with 1 in every row: adds
    /// the gradient of sum over rows of coefficient s + v . ds/dx with v held, where v is the tangent at level 0. With d_l the gradients
    /// and t_l the tangents, v . ds/dx = d_l . (W_l t_l-1) for every layer l, so its gradient by W_l is the outer product of d_l and
    /// t_l-1; biases have none.
    /// </summary>
    /// <param name="space">The tile.</param>
    /// <param name="coefficients">[tile rows].</param>
    /// <param name="gradient">Added to.</param>
    public void AddTangentGradient(DenseSpace<T> space, T* coefficients, T* gradient)
    {
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            // Back with the weights themselves is the way forward without biases.
            if (layer < Shape.Layers - 1)
                hidden.Back(values.Pointer + Shape.Layout.Weight(layer).Offset, Shape.Width(layer), Shape.Width(layer + 1), space.Tangent(layer), space.Level(layer + 1), space.Tangent(layer + 1));
            AddScaled(space.Level(layer), coefficients, Shape.Width(layer), space.Tangent(layer));
            AddOuter(space, layer, space.Tangent(layer), gradient, space.Unused);
            AddScaledSums(space.Delta(layer + 1), coefficients, Shape.Width(layer + 1), gradient + Shape.Layout.Bias(layer).Offset);
        }
    }

    private void AddOuter(DenseSpace<T> space, int layer, T* inputs, T* gradient, T* biases) =>
        linear.AddOuter(inputs, Shape.Width(layer), 0, space.Delta(layer + 1), Shape.Width(layer + 1), 0, 1, space.Copy, gradient + Shape.Layout.Weight(layer).Offset, biases);

    private static void AddScaled(T* level, T* coefficients, int width, T* target)
    {
        for (var end = target + (width * Rows); target < end; target += Rows, level += Rows)
        {
            for (var r = 0; r < Rows; r += Vector256<T>.Count)
                Lane<T>.Fma(Vector256.Load(coefficients + r), Vector256.Load(level + r), Vector256.Load(target + r)).Store(target + r);
        }
    }

    private static void AddScaledSums(T* delta, T* coefficients, int width, T* biases)
    {
        for (var unit = 0; unit < width; unit++, delta += Rows)
        {
            var sum = Vector256<T>.Zero;
            for (var r = 0; r < Rows; r += Vector256<T>.Count)
                sum = Lane<T>.Fma(Vector256.Load(coefficients + r), Vector256.Load(delta + r), sum);
            biases[unit] = Real.From<T>(Real.ToDouble(biases[unit]) + Real.ToDouble(Vector256.Sum(sum)));
        }
    }
}
