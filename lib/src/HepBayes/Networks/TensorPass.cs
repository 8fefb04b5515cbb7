using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>The forward and the backward pass of dense networks by tensor operations; networks are one batch dimension.</summary>
internal static class TensorPass
{
    /// <summary>Sums and activations of every level, [networks, rows, width]; level 0 is the input, which has no sums.</summary>
    /// <param name="network">The architecture.</param>
    /// <param name="position">[networks, at least the parameters of the layout].</param>
    /// <param name="x">Inputs, [rows, inputs].</param>
    public static List<(Tensor Sums, Tensor Values)> Forward(Mlp network, Tensor position, Tensor x)
    {
        var input = x.unsqueeze(0).expand(position.shape[0], x.shape[0], x.shape[1]);
        var levels = new List<(Tensor Sums, Tensor Values)> { (input, input) };
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var bias = View(position, network.Layout.Bias(layer));
            var z = levels[layer].Values.bmm(View(position, network.Layout.Weight(layer))).add_(bias, Scalars.One);
            levels.Add((z, layer < network.Layers - 1 ? network.Activation.Value(z, Slopes(network, position, layer)) : z));
        }

        return levels;
    }

    /// <summary>From the gradient with respect to the sums of a layer to that of the layer below, [networks, rows, width].</summary>
    /// <param name="network">The architecture.</param>
    /// <param name="position">[networks, parameters].</param>
    /// <param name="levels">What <see cref="Forward"/> gave.</param>
    /// <param name="layer">The layer, at least 1.</param>
    /// <param name="delta">Gradient with respect to its sums.</param>
    /// <param name="slopeDelta">The gradient with respect to the slopes of the level below, row by row; null if it has none.</param>
    public static Tensor Below(Mlp network, Tensor position, List<(Tensor Sums, Tensor Values)> levels, int layer, Tensor delta, out Tensor? slopeDelta)
    {
        var (z, value) = levels[layer];
        var slopes = Slopes(network, position, layer - 1);
        var back = delta.bmm(View(position, network.Layout.Weight(layer)).transpose(1, 2));
        slopeDelta = slopes is null ? null : network.Activation.ParameterSlope(z, slopes).mul_(back);
        return back.mul_(network.Activation.Slope(z, value, slopes));
    }

    /// <summary>The sampled slopes of a hidden layer, [networks, 1, width]; null if the activation has none.</summary>
    public static Tensor? Slopes(Mlp network, Tensor flat, int layer) => network.Layout.Slope(layer) is { } block ? View(flat, block) : null;

    /// <summary>[networks, rows, columns] of a block of the flat vector, sharing its memory.</summary>
    public static Tensor View(Tensor flat, ParameterBlock block) =>
        flat.narrow(1, block.Offset, block.Count).view(flat.shape[0], block.Rows, block.Columns);
}
