using HepBayes.Networks;

namespace HepBayes.Training;

/// <summary>
/// Which levels of a network are batch-normalised: its inputs, the sums of its hidden layers before the activation, or both. For each
/// level a scale g and a shift h stand behind the parameters of the network, [scales | shifts]; the running statistics
/// [means | variances] stand in the same order in an array of their own.
/// </summary>
internal sealed class NormalisedLevels
{
    /// <summary>Added to variances, as usual.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>The part of each batch in the running statistics.</summary>
    public const double Momentum = 0.1;

    private readonly Mlp network;
    private readonly int[] offsets;

    public NormalisedLevels(Mlp network, bool inputs, bool hidden)
    {
        this.network = network;
        offsets = new int[network.Layers];
        for (var level = 0; level < network.Layers; level++)
        {
            var isNormalised = level == 0 ? inputs : hidden;
            offsets[level] = isNormalised ? Count : -1;
            Count += isNormalised ? 2 * network.Width(level) : 0;
        }
    }

    /// <summary>Numbers of scales and shifts, and of running statistics.</summary>
    public int Count { get; }

    public bool Has(int level) => offsets[level] >= 0;

    /// <summary>Where the scales or means of a level begin, behind the network's parameters or in the statistics; shifts or variances follow.</summary>
    public Range First(int level) => offsets[level]..(offsets[level] + network.Width(level));

    public Range Second(int level) => (offsets[level] + network.Width(level))..(offsets[level] + (2 * network.Width(level)));

    /// <summary>Sets scales to 1 and shifts to 0, or variances to 1 and means to 0.</summary>
    public void Initialise(Span<float> values, bool statistics)
    {
        values.Clear();
        for (var level = 0; level < network.Layers; level++)
        {
            if (Has(level))
                values[statistics ? Second(level) : First(level)].Fill(1);
        }
    }

    /// <summary>A plain network that gives the same outputs as this one does with the given statistics.</summary>
    /// <param name="weights">[network's parameters | scales and shifts].</param>
    /// <param name="statistics">Means and variances.</param>
    public float[] Fold(ReadOnlySpan<float> weights, ReadOnlySpan<float> statistics)
    {
        var plain = weights[..network.Layout.Count].ToArray();
        var own = weights[network.Layout.Count..];
        for (var level = 0; level < network.Layers; level++)
        {
            if (!Has(level))
                continue;
            var (factor, shift) = Affine(own[First(level)], own[Second(level)], statistics[First(level)], statistics[Second(level)]);
            if (level == 0)
                FoldInputs(plain, factor, shift);
            else
                FoldOutputs(plain, level - 1, factor, shift);
        }

        return plain;
    }

    /// <summary>Makes the first layer take x where it took factor x + shift.</summary>
    public void FoldInputs(Span<float> weights, double[] factor, double[] shift)
    {
        var (weight, bias) = Layer(weights, 0);
        for (var i = 0; i < factor.Length; i++)
        {
            for (var o = 0; o < bias.Length; o++)
            {
                ref var own = ref weight[(i * bias.Length) + o];
                bias[o] += (float)(shift[i] * own);
                own = (float)(factor[i] * own);
            }
        }
    }

    /// <summary>Multiplies the sums of a layer and shifts them.</summary>
    public void FoldOutputs(Span<float> weights, int layer, double[] factor, double[] shift)
    {
        var (weight, bias) = Layer(weights, layer);
        for (var i = 0; i < weight.Length; i++)
            weight[i] = (float)(weight[i] * factor[i % bias.Length]);
        for (var o = 0; o < bias.Length; o++)
            bias[o] = (float)((bias[o] * factor[o]) + shift[o]);
    }

    /// <summary>Scale times (x - mean) / sqrt(variance + epsilon) + shift, as factor x + shift.</summary>
    public static (double[] Factor, double[] Shift) Affine(ReadOnlySpan<float> scales, ReadOnlySpan<float> shifts, ReadOnlySpan<float> means, ReadOnlySpan<float> variances)
    {
        var (factor, shift) = (new double[scales.Length], new double[scales.Length]);
        for (var u = 0; u < factor.Length; u++)
        {
            factor[u] = scales[u] / Math.Sqrt(variances[u] + Epsilon);
            shift[u] = shifts[u] - (means[u] * factor[u]);
        }

        return (factor, shift);
    }

    private LayerSpans Layer(Span<float> weights, int layer)
    {
        var (weight, bias) = (network.Layout.Weight(layer), network.Layout.Bias(layer));
        return new(weights.Slice(weight.Offset, weight.Count), weights.Slice(bias.Offset, bias.Count));
    }

    private readonly ref struct LayerSpans(Span<float> weight, Span<float> bias)
    {
        private readonly Span<float> weight = weight;
        private readonly Span<float> bias = bias;

        public void Deconstruct(out Span<float> w, out Span<float> b)
        {
            w = weight;
            b = bias;
        }
    }
}
