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

    /// <summary>Derivatives of a loss by the inputs and weights from those by the outputs.</summary>
    /// <param name="at">An evaluation of this network.</param>
    /// <param name="output">Derivative by S, Q and T; overwritten.</param>
    /// <param name="second">Room, [hidden].</param>
    /// <param name="first">Room, [hidden].</param>
    /// <param name="input">Receives the derivative by the inputs.</param>
    /// <param name="slope">Derivative by the weights of this network; added to.</param>
    public void Reverse(LeapfrogUpdate at, Span<double> output, Span<double> second, Span<double> first, Span<double> input, Span<double> slope)
    {
        var byScale = slope[layout.LogScale];
        for (var i = 0; i < scale.Length; i++)
        {
            byScale[i] += output[i] * at.Output[i];
            output[i] *= scale[i] - (at.Output[i] * at.Output[i] / scale[i]);
        }

        ReverseLayer(at.Second, layout.Output, layout.OutputBias, output, second, slope);
        Blocked(at.Second, second);
        ReverseLayer(at.First, layout.Second, layout.SecondBias, second, first, slope);
        Blocked(at.First, first);
        ReverseLayer(at.Input, layout.First, layout.FirstBias, first, input, slope);
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

    private void ReverseLayer(ReadOnlySpan<double> input, Range matrix, Range bias, ReadOnlySpan<double> byOutput, Span<double> byInput, Span<double> slope)
    {
        Vectors.AddScaled(slope[bias], byOutput, 1);
        var rows = weights.Span[matrix];
        var byRows = slope[matrix];
        for (var i = 0; i < input.Length; i++)
        {
            byInput[i] = Vectors.Dot<double>(rows.Slice(i * byOutput.Length, byOutput.Length), byOutput);
            Vectors.AddScaled(byRows.Slice(i * byOutput.Length, byOutput.Length), byOutput, input[i]);
        }
    }

    // Nothing comes back through a unit that is off.
    private static void Blocked(ReadOnlySpan<double> units, Span<double> derivative)
    {
        for (var i = 0; i < units.Length; i++)
        {
            if (units[i] <= 0)
                derivative[i] = 0;
        }
    }
}
