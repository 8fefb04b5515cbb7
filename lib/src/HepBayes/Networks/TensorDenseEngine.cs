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
            blocks.Add(TensorPass.Forward(network, position, Block(inputs, first))[^1].Values.MoveToOuterDisposeScope());
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
            var levels = TensorPass.Forward(network, position, Block(x, first));
            var (terms, delta, hyperGradient) = likelihood.Evaluate(levels[^1].Values, Block(y, first), w is null ? null : Block(w, first), hyper);
            logLikelihood.add_(terms, Scalars.One);
            if (likelihood.HyperParameters > 0)
                gradient.narrow(1, network.Layout.Count, likelihood.HyperParameters).add_(hyperGradient.to(gradient.dtype), Scalars.One);
            Backward(position, levels, delta, gradient);
        }

        return (logLikelihood.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    private Tensor Block(Tensor rows, long first) => rows.narrow(0, first, Math.Min(blockRows, rows.shape[0] - first));

    private void Backward(Tensor position, List<(Tensor Sums, Tensor Values)> levels, Tensor delta, Tensor gradient)
    {
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            TensorPass.View(gradient, network.Layout.Weight(layer)).add_(levels[layer].Values.transpose(1, 2).bmm(delta), Scalars.One);
            TensorPass.View(gradient, network.Layout.Bias(layer)).add_(delta.sum(1, keepdim: true), Scalars.One);
            if (layer == 0)
                break;
            delta = TensorPass.Below(network, position, levels, layer, delta, out var slopeDelta);
            if (slopeDelta is not null)
                TensorPass.Slopes(network, gradient, layer - 1)!.add_(slopeDelta.sum(1, keepdim: true), Scalars.One);
        }
    }
}
