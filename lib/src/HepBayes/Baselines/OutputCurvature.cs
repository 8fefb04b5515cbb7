using HepBayes.Networks;
using MathNet.Numerics.LinearAlgebra.Double;

namespace HepBayes.Baselines;

/// <summary>
/// The curvature of the negative log-likelihood of one row with respect to the outputs f of the network: the matrix
/// C = -d^2 log p(y | f) / df df, as S with C = S S^T. It is the slope of the likelihood's own gradient. Where the likelihood is not
/// log-concave (tails of Student's t), the negative eigenvalues are set to 0, so that a row never takes away information.
/// </summary>
internal sealed class OutputCurvature(Likelihood likelihood, int outputs)
{
    // The error of a central difference is of order Step^2 times the fourth derivative; likelihoods are smooth on this scale.
    private const double Step = 1e-4;

    private readonly double[] moved = new double[outputs];
    private readonly double[] above = new double[outputs];
    private readonly double[] below = new double[outputs];
    private readonly double[] hyperGradient = new double[likelihood.HyperParameters];

    /// <summary>Writes S.</summary>
    /// <param name="f">Outputs of the row, [outputs].</param>
    /// <param name="y">Its targets.</param>
    /// <param name="hyperParameters">Hyper-parameters of the likelihood.</param>
    /// <param name="root">Receives S column by column, [columns, outputs].</param>
    public void Root(ReadOnlySpan<double> f, ReadOnlySpan<double> y, ReadOnlySpan<double> hyperParameters, Span<double> root)
    {
        var matrix = new DenseMatrix(outputs, outputs);
        for (var o = 0; o < outputs; o++)
        {
            var step = Step * Math.Max(1, Math.Abs(f[o]));
            f.CopyTo(moved);
            moved[o] = f[o] + step;
            likelihood.Evaluate(moved, y, hyperParameters, above, hyperGradient);
            moved[o] = f[o] - step;
            likelihood.Evaluate(moved, y, hyperParameters, below, hyperGradient);
            for (var p = 0; p < outputs; p++)
                matrix[p, o] = (below[p] - above[p]) / (2 * step);
        }

        root.Clear();
        if (IsDiagonal(matrix))
        {
            for (var o = 0; o < outputs; o++)
                root[(o * outputs) + o] = Math.Sqrt(Math.Max(0, matrix[o, o]));
            return;
        }

        var eigen = ((matrix + matrix.Transpose()) * 0.5).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        for (var k = 0; k < outputs; k++)
        {
            var scale = Math.Sqrt(Math.Max(0, eigen.EigenValues[k].Real));
            for (var o = 0; o < outputs; o++)
                root[(k * outputs) + o] = scale * eigen.EigenVectors[o, k];
        }
    }

    private bool IsDiagonal(DenseMatrix matrix)
    {
        for (var o = 0; o < outputs; o++)
        {
            for (var p = 0; p < outputs; p++)
            {
                if (p != o && matrix[p, o] != 0)
                    return false;
            }
        }

        return true;
    }
}
