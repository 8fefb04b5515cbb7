using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>The network of <see cref="LeapfrogNetwork"/> for many rows, as a graph. Lives in the dispose scope it is made in.</summary>
internal sealed class TensorNetwork
{
    private readonly int parameters;
    private readonly (Tensor Matrix, Tensor Bias) first;
    private readonly (Tensor Matrix, Tensor Bias) second;
    private readonly (Tensor Matrix, Tensor Bias) output;
    private readonly Tensor factors;

    /// <summary>Takes the weights of one network.</summary>
    /// <param name="layout">Where they lie.</param>
    /// <param name="weights">[weights of a network].</param>
    /// <param name="scaleStep">What S is multiplied by.</param>
    /// <param name="stretchStep">What Q is multiplied by.</param>
    public TensorNetwork(LeapfrogLayout layout, Tensor weights, Tensor scaleStep, Tensor stretchStep)
    {
        Tensor Part(Range range) => weights.narrow(0, range.Start.Value, range.End.Value - range.Start.Value);
        (Tensor, Tensor) Layer(Range matrix, Range bias, int outputs) => (Part(matrix).reshape(-1, outputs).t(), Part(bias));
        parameters = layout.Parameters;
        first = Layer(layout.First, layout.FirstBias, layout.Hidden);
        second = Layer(layout.Second, layout.SecondBias, layout.Hidden);
        output = Layer(layout.Output, layout.OutputBias, layout.Outputs);
        var scales = Part(layout.LogScale).exp();
        factors = cat([scales.narrow(0, 0, parameters).mul(scaleStep), scales.narrow(0, parameters, parameters).mul(stretchStep)]);
    }

    /// <summary>S and Q, each times its step, and T, [rows, parameters].</summary>
    /// <param name="a">First vector, [rows, parameters].</param>
    /// <param name="b">Second vector.</param>
    /// <param name="time">Cosine and sine of the time, [rows, 2].</param>
    public (Tensor LogFactor, Tensor Stretch, Tensor Shift) Evaluate(Tensor a, Tensor b, Tensor time)
    {
        var hidden = Linear(second, Linear(first, cat([a, b, time], 1)).relu()).relu();
        var all = Linear(output, hidden);
        var bounded = all.narrow(1, 0, 2 * parameters).tanh().mul(factors);
        return (bounded.narrow(1, 0, parameters), bounded.narrow(1, parameters, parameters), all.narrow(1, 2 * parameters, parameters));
    }

    private static Tensor Linear((Tensor Matrix, Tensor Bias) layer, Tensor input) => nn.functional.linear(input, layer.Matrix, layer.Bias);
}
