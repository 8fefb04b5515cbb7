using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// Log-likelihood and gradient of dense networks with tensor operations, for any device: chains are one batch dimension,
/// rows go through in blocks, and the backward pass is written out, so memory is bounded and nothing is recorded.
/// </summary>
internal sealed class TensorDenseEngine : IDisposable
{
    private readonly Mlp network;
    private readonly Likelihood likelihood;
    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly Tensor? weights;

    // A processor's cache holds fewer rows than keep a graphics card busy.
    private readonly long blockRows;

    public TensorDenseEngine(Mlp network, Likelihood likelihood, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, Device device, ScalarType numberType, ReadOnlySpan<float> w = default)
    {
        (this.network, this.likelihood) = (network, likelihood);
        blockRows = device.type == DeviceType.CPU ? 2_048 : 16_384;
        inputs = tensor(x.ToArray(), dtype: numberType, device: device).reshape(rows, network.Inputs).DetachFromDisposeScope();
        targets = tensor(y.ToArray(), dtype: numberType, device: device).reshape(rows, y.Length / rows).DetachFromDisposeScope();
        weights = w.IsEmpty ? null : tensor(w.ToArray(), dtype: numberType, device: device).reshape(rows, 1).DetachFromDisposeScope();
    }

    /// <summary>Log-likelihood [chains] in float64 and gradient [chains, parameters] over all rows.</summary>
    public (Tensor LogLikelihood, Tensor Gradient) Evaluate(Tensor position) => Evaluate(position, inputs, targets, weights);

    /// <summary>The same over the rows of a tensor of row numbers (int64).</summary>
    public (Tensor LogLikelihood, Tensor Gradient) Evaluate(Tensor position, Tensor rows)
    {
        using var x = inputs.index_select(0, rows);
        using var y = targets.index_select(0, rows);
        using var w = weights?.index_select(0, rows);
        return Evaluate(position, x, y, w);
    }

    /// <summary>Outputs [networks, rows, outputs] of every network for every row.</summary>
    public Tensor Outputs(Tensor position)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var blocks = new List<Tensor>();
        for (long first = 0; first < inputs.shape[0]; first += blockRows)
        {
            using var block = NewDisposeScope();
            blocks.Add(Forward(position, Block(inputs, first))[^1].Values.MoveToOuterDisposeScope());
        }

        return cat(blocks, 1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
        weights?.Dispose();
    }

    private (Tensor LogLikelihood, Tensor Gradient) Evaluate(Tensor position, Tensor x, Tensor y, Tensor? w)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var gradient = zeros_like(position);
        var logLikelihood = zeros(position.shape[0], dtype: float64, device: position.device);
        var hyper = position.narrow(1, network.Layout.Count, likelihood.HyperParameters);
        for (long first = 0; first < x.shape[0]; first += blockRows)
        {
            using var block = NewDisposeScope();
            var levels = Forward(position, Block(x, first));
            var (terms, delta, hyperGradient) = likelihood.Evaluate(levels[^1].Values, Block(y, first), w is null ? null : Block(w, first), hyper);
            logLikelihood.add_(terms, Scalars.One);
            if (likelihood.HyperParameters > 0)
                gradient.narrow(1, network.Layout.Count, likelihood.HyperParameters).add_(hyperGradient.to(gradient.dtype), Scalars.One);
            Backward(position, levels, delta, gradient);
        }

        return (logLikelihood.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    private Tensor Block(Tensor rows, long first) => rows.narrow(0, first, Math.Min(blockRows, rows.shape[0] - first));

    // Sums and activations of every level, [chains, rows, width]; level 0 is the input, which has no sums.
    private List<(Tensor Sums, Tensor Values)> Forward(Tensor position, Tensor x)
    {
        var input = x.unsqueeze(0).expand(position.shape[0], x.shape[0], x.shape[1]);
        var levels = new List<(Tensor Sums, Tensor Values)> { (input, input) };
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var bias = View(position, network.Layout.Bias(layer));
            var z = levels[layer].Values.bmm(View(position, network.Layout.Weight(layer))).add_(bias, Scalars.One);
            levels.Add((z, layer < network.Layers - 1 ? network.Activation.Value(z, Slopes(position, layer)) : z));
        }

        return levels;
    }

    private void Backward(Tensor position, List<(Tensor Sums, Tensor Values)> levels, Tensor delta, Tensor gradient)
    {
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            View(gradient, network.Layout.Weight(layer)).add_(levels[layer].Values.transpose(1, 2).bmm(delta), Scalars.One);
            View(gradient, network.Layout.Bias(layer)).add_(delta.sum(1, keepdim: true), Scalars.One);
            if (layer == 0)
                break;
            var (z, value) = levels[layer];
            var slopes = Slopes(position, layer - 1);
            delta = delta.bmm(View(position, network.Layout.Weight(layer)).transpose(1, 2));
            if (slopes is not null)
                Slopes(gradient, layer - 1)!.add_(network.Activation.ParameterSlope(z, slopes).mul_(delta).sum(1, keepdim: true), Scalars.One);
            delta.mul_(network.Activation.Slope(z, value, slopes));
        }
    }

    // The sampled slopes of a hidden layer, [chains, 1, width]; null if the activation has none.
    private Tensor? Slopes(Tensor flat, int layer) => network.Layout.Slope(layer) is { } block ? View(flat, block) : null;

    // [chains, rows, columns] of a block of the flat vector, sharing its memory.
    private static Tensor View(Tensor flat, ParameterBlock block) =>
        flat.narrow(1, block.Offset, block.Count).view(flat.shape[0], block.Rows, block.Columns);
}
