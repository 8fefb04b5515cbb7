using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>The log-likelihood written with libtorch's own operations over the full batch and differentiated by it.</summary>
internal static class AutomaticDifferentiation
{
    /// <summary>Gradient [1, parameters] for one chain.</summary>
    public static Tensor Gradient(BayesianNetwork network, Tensor position, Tensor inputs, Tensor targets)
    {
        var p = position[0].detach().clone().requires_grad_(true);
        var layout = network.Architecture.Layout;
        var h = inputs;
        for (var layer = 0; layer < network.Architecture.Layers; layer++)
        {
            var (w, b) = (layout.Weight(layer), layout.Bias(layer));
            h = nn.functional.linear(h, p.narrow(0, w.Offset, w.Count).view(w.Rows, w.Columns).t(), p.narrow(0, b.Offset, b.Count));
            if (layer < network.Architecture.Layers - 1)
                h = network.Architecture.Activation.Value(h, layout.Slope(layer) is { } slope ? p.narrow(0, slope.Offset, slope.Count) : null);
        }

        LogLikelihood(network.Likelihood, h, targets).backward();
        return p.grad!.reshape(1, -1);
    }

    private static Tensor LogLikelihood(Likelihood likelihood, Tensor outputs, Tensor targets)
    {
        if (likelihood.Name == "bernoulli")
            return nn.functional.binary_cross_entropy_with_logits(outputs, targets, reduction: nn.Reduction.Sum).neg();
        var variance = new double[1];
        likelihood.Variance([0.0], [], variance);
        using TorchSharp.Scalar scale = -0.5 / variance[0];
        return targets.sub(outputs).square().sum().mul(scale);
    }
}
