using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// Log-likelihood and gradient of dense networks with tensor operations, for any device: chains are one batch dimension,
/// rows go through in blocks, and the backward pass is written out, so memory is bounded and nothing is recorded.
/// </summary>
internal sealed class TensorDenseEngine : IDisposable
{
    private const int BlockRows = 16_384;
    private readonly Mlp network;
    private readonly Likelihood likelihood;
    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly Tensor? weights;

    public TensorDenseEngine(Mlp network, Likelihood likelihood, float[] x, float[] y, int rows, Device device, ScalarType numberType, float[]? w = null)
    {
        (this.network, this.likelihood) = (network, likelihood);
        inputs = tensor(x, dtype: numberType, device: device).reshape(rows, network.Inputs).DetachFromDisposeScope();
        targets = tensor(y, dtype: numberType, device: device).reshape(rows, likelihood.TargetColumns(network.Outputs)).DetachFromDisposeScope();
        weights = w is null ? null : tensor(w, dtype: numberType, device: device).reshape(rows, 1).DetachFromDisposeScope();
    }

    /// <summary>Log-likelihood [chains] in float64 and gradient [chains, parameters].</summary>
    public (Tensor LogLikelihood, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var gradient = zeros_like(position);
        var logLikelihood = zeros(position.shape[0], dtype: float64, device: position.device);
        var hyper = position.narrow(1, network.Layout.Count, likelihood.HyperParameters);
        for (long first = 0; first < inputs.shape[0]; first += BlockRows)
        {
            using var block = NewDisposeScope();
            var rows = Math.Min(BlockRows, inputs.shape[0] - first);
            var activations = Forward(position, inputs.narrow(0, first, rows));
            var (terms, delta, hyperGradient) = likelihood.Evaluate(activations[^1].Values, targets.narrow(0, first, rows), weights?.narrow(0, first, rows), hyper);
            logLikelihood.add_(terms, Scalars.One);
            if (likelihood.HyperParameters > 0)
                gradient.narrow(1, network.Layout.Count, likelihood.HyperParameters).add_(hyperGradient.to(gradient.dtype), Scalars.One);
            Backward(position, activations, delta, gradient);
        }

        return (logLikelihood.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
        weights?.Dispose();
    }

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
