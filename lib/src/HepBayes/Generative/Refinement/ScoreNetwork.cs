using HepBayes.Generative.Engine;

namespace HepBayes.Generative.Refinement;

/// <summary>A dense network with one output, of one row at a time, with its slope.</summary>
internal static unsafe class ScoreNetwork
{
    private const int Rows = DenseSpace<float>.Rows;

    /// <summary>The output and its derivative by each input.</summary>
    public static double Evaluate(DenseNetwork<float> network, ReadOnlySpan<float> inputs, Span<double> slopes)
    {
        var space = network.Rent();
        TileCopy<float>.Gather(inputs, inputs.Length, space.Level(0), 1);
        network.Forward(space);
        var last = network.Shape.Layers;
        new Span<float>(space.Delta(last), Rows).Clear();
        *space.Delta(last) = 1;
        network.Backward(space);
        for (var i = 0; i < slopes.Length; i++)
            slopes[i] = space.Delta(0)[i * Rows];
        double value = *space.Level(last);
        network.GiveBack(space);
        return value;
    }
}
