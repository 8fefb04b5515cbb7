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
            var (terms, delta, hyperGradient) = likelihood.Evaluate(activations[^1], targets.narrow(0, first, rows), weights?.narrow(0, first, rows), hyper);
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

    // Activations of every level, [chains, rows, width]; level 0 is the input.
    private List<Tensor> Forward(Tensor position, Tensor x)
    {
        var chains = position.shape[0];
        var levels = new List<Tensor> { x.unsqueeze(0).expand(chains, x.shape[0], x.shape[1]) };
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var bias = View(position, network.Layout.Bias(layer));
            var z = levels[layer].bmm(View(position, network.Layout.Weight(layer))).add_(bias, Scalars.One);
            levels.Add(layer < network.Layers - 1 ? network.Activation.Apply(z) : z);
        }

        return levels;
    }

    private void Backward(Tensor position, List<Tensor> levels, Tensor delta, Tensor gradient)
    {
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            View(gradient, network.Layout.Weight(layer)).add_(levels[layer].transpose(1, 2).bmm(delta), Scalars.One);
            View(gradient, network.Layout.Bias(layer)).add_(delta.sum(1, keepdim: true), Scalars.One);
            if (layer > 0)
                delta = delta.bmm(View(position, network.Layout.Weight(layer)).transpose(1, 2)).mul_(network.Activation.Slope(levels[layer]));
        }
    }

    // [chains, rows, columns] of a block of the flat vector, sharing its memory.
    private static Tensor View(Tensor flat, ParameterBlock block) =>
        flat.narrow(1, block.Offset, block.Count).view(flat.shape[0], block.Rows, block.Columns);
}
