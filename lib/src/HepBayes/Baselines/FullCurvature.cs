using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>The whole Gauss-Newton matrix.</summary>
internal sealed class FullCurvature : CurvatureSum
{
    /// <summary>Its eigenvectors take 8 bytes times the square of this.</summary>
    public const int MostParameters = 8_000;

    private readonly Tensor matrix;

    public FullCurvature(int parameters) => matrix = zeros([parameters, parameters], dtype: float64).DetachFromDisposeScope();

    public override void Add(IReadOnlyList<LayerDerivative> layers, Tensor? eventWeights, bool isFirst)
    {
        using var scope = NewDisposeScope();
        var parts = layers.SelectMany(layer => new[]
        {
            layer.Inputs.unsqueeze(2).mul(layer.Delta.unsqueeze(1)).flatten(1),
            layer.Delta,
            layer.SlopeDelta ?? zeros([layer.Delta.shape[0], 0], dtype: float64),
        });
        var jacobian = cat(parts.ToArray(), 1);
        matrix.add_(jacobian.t().mm(jacobian), Scalars.One);
    }

    public override WhitenedCurvature Whiten(double[] scales)
    {
        using var scope = NewDisposeScope();
        var s = tensor(scales);
        var (values, vectors) = linalg.eigh(matrix.mul(s.unsqueeze(0)).mul(s.unsqueeze(1)));
        return new Basis(HostMemory.Doubles(values.clamp_min(Scalars.Zero)), HostMemory.Doubles(vectors));
    }

    public override void Dispose() => matrix.Dispose();

    private sealed class Basis(double[] eigenvalues, double[] vectors) : WhitenedCurvature(eigenvalues)
    {
        public override double[] Rotate(double[] coordinates, int draws)
        {
            using var scope = NewDisposeScope();
            var size = Eigenvalues.Length;
            return HostMemory.Doubles(tensor(coordinates).reshape(draws, size).mm(tensor(vectors).reshape(size, size).t()));
        }
    }
}
