namespace HepBayes.Networks;

/// <summary>
/// Where the weights <c>[inputs, outputs]</c> (row by row), the biases <c>[outputs]</c> and, for activations with sampled
/// slopes, the slopes <c>[outputs]</c> of each hidden layer stand in the flat parameter vector: layer after layer, weights
/// before biases before slopes.
/// </summary>
public sealed class ParameterLayout
{
    private readonly ParameterBlock[] weights;
    private readonly ParameterBlock[] biases;
    private readonly ParameterBlock[] slopes;

    internal ParameterLayout(Mlp network)
    {
        weights = new ParameterBlock[network.Layers];
        biases = new ParameterBlock[network.Layers];
        slopes = new ParameterBlock[network.Activation.LearnsSlopes ? network.Layers - 1 : 0];
        var offset = 0;
        for (var layer = 0; layer < network.Layers; layer++)
        {
            weights[layer] = new ParameterBlock($"layer{layer + 1}.weight", offset, network.Width(layer), network.Width(layer + 1));
            offset += weights[layer].Count;
            biases[layer] = new ParameterBlock($"layer{layer + 1}.bias", offset, 1, network.Width(layer + 1));
            offset += biases[layer].Count;
            if (layer >= slopes.Length)
                continue;
            slopes[layer] = new ParameterBlock($"layer{layer + 1}.slope", offset, 1, network.Width(layer + 1));
            offset += slopes[layer].Count;
        }

        Count = offset;
    }

    /// <summary>Number of weights, biases and slopes.</summary>
    public int Count { get; }

    /// <summary>Every block in order.</summary>
    public IEnumerable<ParameterBlock> Blocks => weights.SelectMany((w, layer) =>
        layer < slopes.Length ? new[] { w, biases[layer], slopes[layer] } : [w, biases[layer]]);

    /// <summary>The weight matrix of a layer.</summary>
    /// <param name="layer">0 is the layer next to the input.</param>
    public ParameterBlock Weight(int layer) => weights[layer];

    /// <summary>The biases of a layer.</summary>
    /// <param name="layer">0 is the layer next to the input.</param>
    public ParameterBlock Bias(int layer) => biases[layer];

    /// <summary>The sampled slopes of a hidden layer; null for activations without them and for the output layer.</summary>
    /// <param name="layer">0 is the layer next to the input.</param>
    public ParameterBlock? Slope(int layer) => layer < slopes.Length ? slopes[layer] : null;
}
