using System.Runtime.Intrinsics;
using HepBayes.Networks;
using HepBayes.Networks.Kernels;

namespace HepBayes.Generative.Engine;

/// <summary>
/// The network of a block for one tile, forward and back. With variances the sums of a layer are drawn from their distribution given
/// independent normal weights, fresh for each row (local re-parametrisation, Kingma, Salimans, Welling, arXiv 1506.02557):
/// sum = x mu + b + sqrt(x^2 sigma^2 + s^2 + 1e-8) e with s^2 the variance of the bias, 0 where biases are ordinary parameters.
/// </summary>
internal sealed unsafe class Subnet<T>(Mlp network) where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private readonly DenseKernels<T> relu = VectorPaths.Kernels<T>(Activation.Relu, VectorPaths.Best)!;
    private readonly DenseKernels<T> linear = VectorPaths.Kernels<T>(Activation.Identity, VectorPaths.Best)!;

    /// <summary>Random positions that one tile takes in one block.</summary>
    public ulong PositionsOfTile { get; } = (ulong)(Enumerable.Range(1, network.Layers).Sum(network.Width) * Rows / NormalTile.PerPosition);

    /// <summary>From level 0 of the block to its last level.</summary>
    public void Forward(in SubnetWeights<T> weights, FlowWorkspace<T> space, int block, in NoisePlace noise)
    {
        var position = noise.Position + ((ulong)block * PositionsOfTile);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            T* w = weights.Values + network.Layout.Weight(layer).Offset, b = weights.Values + network.Layout.Bias(layer).Offset;
            T* x = space.Level(block, layer), result = space.Level(block, layer + 1);
            var isLast = layer == network.Layers - 1;
            if (weights.Variances is null && !isLast)
            {
                relu.Hidden(w, b, null, inputs, outputs, x, result, null);
                continue;
            }

            linear.Output(w, b, inputs, outputs, x, result);
            if (weights.Variances is null)
                continue;
            Square(x, space.Squares, inputs * Rows);
            linear.Output(weights.Variances + network.Layout.Weight(layer).Offset, weights.Variances + network.Layout.Bias(layer).Offset, inputs, outputs, space.Squares, space.Extra);
            var kept = space.Noise(block, layer + 1);
            NormalTile.Fill(noise.Seed, noise.Stream, position, kept, outputs * Rows);
            position += (ulong)(outputs * Rows / NormalTile.PerPosition);
            AddNoise(result, space.Extra, kept, outputs * Rows, isLast);
        }
    }

    /// <summary>
    /// From the gradient with respect to the last level, in Delta of the workspace, to those of the parameters, which are added to, and
    /// of the input, which is left in Delta.
    /// </summary>
    public void Backward(in SubnetWeights<T> weights, FlowWorkspace<T> space, int block, T* gradient, T* varianceGradient)
    {
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
            var (weight, bias) = (network.Layout.Weight(layer).Offset, network.Layout.Bias(layer).Offset);
            var x = space.Level(block, layer);
            relu.AddOuter(x, inputs, 0, space.Delta, outputs, 0, 1, space.Copy, gradient + weight, gradient + bias);
            if (weights.Variances is null && layer > 0)
            {
                relu.Back(weights.Transposed + weight, outputs, inputs, space.Delta, x, space.Next);
            }
            else
            {
                linear.Back(weights.Transposed + weight, outputs, inputs, space.Delta, x, space.Next);
                if (weights.Variances is not null)
                    BackThroughVariances(weights.TransposedVariances + weight, space, block, layer, varianceGradient + weight, varianceGradient + bias);
            }

            space.Swap();
        }
    }

    // With v the variance of a sum: d/dv = delta e / (2 sqrt v), d/dx gains 2 x times that times the variances.
    private void BackThroughVariances(T* transposed, FlowWorkspace<T> space, int block, int layer, T* gradient, T* biasGradient)
    {
        var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
        T* x = space.Level(block, layer), noise = space.Noise(block, layer + 1), delta = space.Delta;
        for (var i = 0; i < outputs * Rows; i += Vector256<T>.Count)
            (Vector256.Load(delta + i) * Vector256.Load(noise + i)).Store(delta + i);
        Square(x, space.Squares, inputs * Rows);
        relu.AddOuter(space.Squares, inputs, 0, delta, outputs, 0, 1, space.Copy, gradient, biasGradient);
        linear.Back(transposed, outputs, inputs, delta, x, space.Extra);
        for (var i = 0; i < inputs * Rows; i += Vector256<T>.Count)
        {
            Vector256<T> own = Vector256.Load(x + i), sum = Vector256.Load(space.Next + i) + ((own + own) * Vector256.Load(space.Extra + i));
            // Behind a hidden layer stands its slope: 1 where the unit is on.
            (layer > 0 ? sum & Vector256.GreaterThan(own, Vector256<T>.Zero) : sum).Store(space.Next + i);
        }
    }

    private static void Square(T* x, T* target, int count)
    {
        for (var i = 0; i < count; i += Vector256<T>.Count)
        {
            var own = Vector256.Load(x + i);
            (own * own).Store(target + i);
        }
    }

    // Leaves e / (2 sqrt v) where the noise e stood.
    private static void AddNoise(T* sums, T* variances, T* noise, int count, bool isLast)
    {
        for (var i = 0; i < count; i += Vector256<T>.Count)
        {
            var (deviation, e) = (Vector256.Sqrt(Vector256.Load(variances + i) + Lane<T>.Of(1e-8)), Vector256.Load(noise + i));
            var sum = Vector256.Load(sums + i) + (deviation * e);
            (isLast ? sum : Vector256.Max(Vector256<T>.Zero, sum)).Store(sums + i);
            (e / (deviation + deviation)).Store(noise + i);
        }
    }
}
