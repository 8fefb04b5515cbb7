using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Sampling;

/// <summary>
/// Gaussian-process regression on [-1, 1]^2 with the kernel exp(-|g - g'|^2 / (2 w^2)), w = 0.4 (a fifth of the range), on
/// standardised values with noise variance 0.1 (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006,
/// equations 2.25 and 2.26).
/// </summary>
internal sealed class GaussianProcess
{
    private const double Width = 0.4;
    private const double Noise = 0.1;
    private readonly (double X, double Y)[] points;
    private readonly MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> cholesky;
    private readonly Vector<double> weights;

    /// <summary>Fits the process.</summary>
    /// <param name="points">Where values are known.</param>
    /// <param name="values">The values.</param>
    public GaussianProcess((double X, double Y)[] points, double[] values)
    {
        this.points = points;
        var mean = values.Average();
        var sd = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        cholesky = Matrix<double>.Build.Dense(points.Length, points.Length, (i, j) => Kernel(points[i], points[j]) + (i == j ? Noise : 0)).Cholesky();
        weights = cholesky.Solve(Vector<double>.Build.Dense([.. values.Select(v => sd > 0 ? (v - mean) / sd : 0)]));
    }

    /// <summary>Mean and standard deviation at a point, in standard deviations of the values.</summary>
    public (double Mean, double StandardDeviation) At((double X, double Y) point)
    {
        var k = Vector<double>.Build.Dense([.. points.Select(p => Kernel(p, point))]);
        return (k.DotProduct(weights), Math.Sqrt(Math.Max(0, 1 - k.DotProduct(cholesky.Solve(k)))));
    }

    /// <summary>The stationary kernel: positive definite, 1 at no distance.</summary>
    internal static double Kernel((double X, double Y) a, (double X, double Y) b) =>
        Math.Exp(-(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y))) / (2 * Width * Width));
}
