namespace HepBayes.Sampling.Learned;

/// <summary>
/// One network of a learned leapfrog in plain arrays: S and Q are bounded, exp(scale) tanh(.), T is linear (arXiv
/// 1711.09268, appendix). Never changes, so chains share it.
/// </summary>
internal sealed class LeapfrogNetwork
{
    private readonly LeapfrogLayout layout;
    private readonly ReadOnlyMemory<double> weights;
    private readonly double[] scale;

    /// <summary>Takes the weights of one network; they are not copied.</summary>
    public LeapfrogNetwork(LeapfrogLayout layout, ReadOnlyMemory<double> weights)
    {
        (this.layout, this.weights) = (layout, weights);
        scale = [.. weights.Span[layout.LogScale].ToArray().Select(Math.Exp)];
    }

    /// <summary>Evaluates the network.</summary>
    /// <param name="input">[2 x parameters + 2].</param>
    /// <param name="first">Room, [hidden].</param>
    /// <param name="second">Room, [hidden].</param>
    /// <param name="output">Receives S, Q and T, [3 x parameters].</param>
    public void Evaluate(ReadOnlySpan<double> input, Span<double> first, Span<double> second, Span<double> output)
    {
        Layer(input, layout.First, layout.FirstBias, first);
        Rectify(first);
        Layer(first, layout.Second, layout.SecondBias, second);
        Rectify(second);
        Layer(second, layout.Output, layout.OutputBias, output);
        for (var i = 0; i < scale.Length; i++)
            output[i] = scale[i] * Math.Tanh(output[i]);
    }

    private void Layer(ReadOnlySpan<double> input, Range matrix, Range bias, Span<double> output)
    {
        weights.Span[bias].CopyTo(output);
        var rows = weights.Span[matrix];
        for (var i = 0; i < input.Length; i++)
            Vectors.AddScaled(output, rows.Slice(i * output.Length, output.Length), input[i]);
    }

    private static void Rectify(Span<double> values)
    {
        foreach (ref var value in values)
            value = Math.Max(value, 0);
    }
}
