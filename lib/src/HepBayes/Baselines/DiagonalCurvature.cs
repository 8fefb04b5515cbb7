using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>The diagonal of the Gauss-Newton matrix.</summary>
internal sealed class DiagonalCurvature : CurvatureSum
{
    private readonly Tensor diagonal;

    public DiagonalCurvature(int parameters) => diagonal = zeros(parameters, dtype: float64).DetachFromDisposeScope();

    public override void Add(IReadOnlyList<LayerDerivative> layers, Tensor? eventWeights, bool isFirst)
    {
        using var scope = NewDisposeScope();
        var parts = layers.SelectMany(layer => new[]
        {
            layer.Inputs.square().t().mm(layer.Delta.square()).flatten(),
            layer.Delta.square().sum(dim: 0),
            layer.SlopeDelta?.square().sum(dim: 0) ?? zeros([0], dtype: float64),
        });
        diagonal.add_(cat(parts.ToArray(), 0), Scalars.One);
    }

    public override WhitenedCurvature Whiten(double[] scales) =>
        new Axes([.. HostMemory.Doubles(diagonal).Select((d, i) => d * scales[i] * scales[i])]);

    public override void Dispose() => diagonal.Dispose();

    private sealed class Axes(double[] eigenvalues) : WhitenedCurvature(eigenvalues)
    {
        public override double[] Rotate(double[] coordinates, int draws) => coordinates;
    }
}
