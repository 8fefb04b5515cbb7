using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace HepBayes.Physics;

/// <summary>The second derivatives of -ln L for some of the parameters, from differences of the gradient.</summary>
internal sealed class Curvature
{
    private const double Step = 2e-3;
    // Below this the differences cannot tell an eigenvalue from zero.
    private const double Flat = 1e-7;
    private readonly double[] scales;
    private readonly Evd<double> eigen;

    private Curvature(int[] active, Matrix<double> hessian)
    {
        Active = active;
        scales = [.. hessian.Diagonal().Select(d => d != 0 && double.IsFinite(d) ? 1 / Math.Sqrt(Math.Abs(d)) : 1)];
        eigen = Matrix<double>.Build.Dense(active.Length, active.Length, (i, j) => hessian[i, j] * scales[i] * scales[j]).Evd(Symmetricity.Symmetric);
    }

    /// <summary>The parameters, as indices among all.</summary>
    public int[] Active { get; }

    /// <summary>Whether the place is in a valley in all directions.</summary>
    public bool IsPositive => eigen.EigenValues.All(v => v.Real > Flat);

    /// <summary>Evaluates at a place; null where -ln L is not defined on both sides.</summary>
    public static Curvature? At(FitObjective objective, double[] values, int[] active, double[] steps)
    {
        var hessian = Matrix<double>.Build.Dense(active.Length, active.Length);
        for (var column = 0; column < active.Length; column++)
        {
            if (Slope(objective, values, active[column], steps[active[column]] * Step) is not { } slope)
                return null;
            for (var row = 0; row < active.Length; row++)
                hessian[row, column] = slope[active[row]];
        }

        return new Curvature(active, (hessian + hessian.Transpose()) / 2);
    }

    /// <summary>The step to the minimum of the parabola; where it has none, down with every curvature taken as positive.</summary>
    public double[] StepFor(double[] gradient)
    {
        var along = eigen.EigenVectors.TransposeThisAndMultiply(Vector<double>.Build.Dense(Active.Length, i => gradient[Active[i]] * scales[i]));
        for (var i = 0; i < along.Count; i++)
            along[i] /= -Math.Max(Math.Abs(eigen.EigenValues[i].Real), Flat);
        var step = eigen.EigenVectors * along;
        return [.. step.Select((s, i) => s * scales[i])];
    }

    /// <summary>The inverse: the covariance matrix at a minimum.</summary>
    public double[,] Covariance()
    {
        var weighted = eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(eigen.EigenValues.Map(v => 1 / v.Real, Zeros.Include));
        var inverse = weighted.TransposeAndMultiply(eigen.EigenVectors);
        var covariance = new double[Active.Length, Active.Length];
        for (var i = 0; i < Active.Length; i++)
        {
            for (var j = 0; j < Active.Length; j++)
                covariance[i, j] = inverse[i, j] * scales[i] * scales[j];
        }

        return covariance;
    }

    /// <summary>The parameters that matter in the flattest direction.</summary>
    public int[] Undetermined()
    {
        var direction = eigen.EigenVectors.Column(eigen.EigenValues.Select(v => v.Real).ToList().IndexOf(eigen.EigenValues.Min(v => v.Real)));
        return [.. Active.Where((_, i) => Math.Abs(direction[i]) > 0.3)];
    }

    private static double[]? Slope(FitObjective objective, double[] values, int index, double step)
    {
        var parameter = objective.Model.Parameters[index];
        for (var attempt = 0; attempt < 4; attempt++, step /= 30)
        {
            var (low, high) = ((double[])values.Clone(), (double[])values.Clone());
            low[index] = Math.Max(parameter.Low, values[index] - step);
            high[index] = Math.Min(parameter.High, values[index] + step);
            var (below, above) = (FitPoint.At(objective, low), FitPoint.At(objective, high));
            if (double.IsFinite(below.Height) && double.IsFinite(above.Height))
                return [.. above.Gradient.Select((g, i) => (g - below.Gradient[i]) / (high[index] - low[index]))];
        }

        return null;
    }
}
