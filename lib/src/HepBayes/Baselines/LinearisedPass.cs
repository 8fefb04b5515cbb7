using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>
/// Outputs of a network that is replaced by its tangent at given weights, f(x) + J(x) (w - w0), for many w at once: the
/// derivative along each direction goes through the layers with the activations, so no Jacobian is stored.
/// </summary>
internal sealed class LinearisedPass(Mlp network, double[] weights)
{
    // Numbers of the widest tensor of a block.
    private const int MostNumbers = 1 << 21;

    /// <summary>The outputs, [draws, rows, outputs].</summary>
    /// <param name="deviations">w - w0, [draws, parameters].</param>
    /// <param name="draws">Number of directions.</param>
    /// <param name="inputs">[rows, inputs].</param>
    /// <param name="rows">Number of rows.</param>
    public float[] Outputs(double[] deviations, int draws, float[] inputs, int rows)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var position = tensor(weights).reshape(1, weights.Length);
        var directions = tensor(deviations).reshape(draws, weights.Length);
        var x = tensor(inputs).to(float64).reshape(rows, network.Inputs);
        var widest = Enumerable.Range(1, network.Layers).Max(network.Width);
        var blockRows = Math.Clamp(MostNumbers / (draws * widest), 1, rows);
        var blocks = new List<Tensor>();
        for (var first = 0; first < rows; first += blockRows)
        {
            using var block = NewDisposeScope();
            var own = x.narrow(0, first, Math.Min(blockRows, rows - first));
            blocks.Add(Outputs(position, directions, own).to(float32).MoveToOuterDisposeScope());
        }

        return cat(blocks, 1).contiguous().data<float>().ToArray();
    }

    private Tensor Outputs(Tensor position, Tensor directions, Tensor x)
    {
        var levels = TensorPass.Forward(network, position, x);
        Tensor? tangent = null;
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var moved = levels[layer].Values.matmul(TensorPass.View(directions, network.Layout.Weight(layer))).add_(TensorPass.View(directions, network.Layout.Bias(layer)), Scalars.One);
            if (tangent is not null)
                moved.add_(tangent.matmul(TensorPass.View(position, network.Layout.Weight(layer))), Scalars.One);
            tangent = layer == network.Layers - 1 ? moved : ThroughActivation(position, directions, levels[layer + 1], layer, moved);
        }

        return tangent!.add_(levels[^1].Values, Scalars.One);
    }

    private Tensor ThroughActivation(Tensor position, Tensor directions, (Tensor Sums, Tensor Values) level, int layer, Tensor moved)
    {
        var slopes = TensorPass.Slopes(network, position, layer);
        var result = moved.mul_(network.Activation.Slope(level.Sums, level.Values, slopes));
        if (slopes is not null)
            result.add_(network.Activation.ParameterSlope(level.Sums, slopes).mul(TensorPass.Slopes(network, directions, layer)!), Scalars.One);
        return result;
    }
}
