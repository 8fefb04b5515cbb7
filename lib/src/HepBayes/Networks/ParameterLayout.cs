namespace HepBayes.Networks;

/// <summary>
/// Where the weights <c>[inputs, outputs]</c> (row by row) and biases <c>[outputs]</c> of each layer stand in the flat
/// parameter vector: layer after layer, weights before biases.
/// </summary>
public sealed class ParameterLayout
{
    private readonly ParameterBlock[] weights;
    private readonly ParameterBlock[] biases;

    internal ParameterLayout(Mlp network)
    {
        weights = new ParameterBlock[network.Layers];
        biases = new ParameterBlock[network.Layers];
        var offset = 0;
        for (var layer = 0; layer < network.Layers; layer++)
        {
            weights[layer] = new ParameterBlock($"layer{layer + 1}.weight", offset, network.Width(layer), network.Width(layer + 1));
            offset += weights[layer].Count;
            biases[layer] = new ParameterBlock($"layer{layer + 1}.bias", offset, 1, network.Width(layer + 1));
            offset += biases[layer].Count;
        }

        Count = offset;
    }

    /// <summary>Number of weights and biases.</summary>
    public int Count { get; }

    /// <summary>Every block in order.</summary>
    public IEnumerable<ParameterBlock> Blocks => weights.SelectMany((w, layer) => new[] { w, biases[layer] });

    /// <summary>The weight matrix of a layer.</summary>
    /// <param name="layer">0 is the layer next to the input.</param>
    public ParameterBlock Weight(int layer) => weights[layer];

    /// <summary>The biases of a layer.</summary>
    /// <param name="layer">0 is the layer next to the input.</param>
    public ParameterBlock Bias(int layer) => biases[layer];
}
