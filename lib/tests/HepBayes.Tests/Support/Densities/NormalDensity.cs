using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>A multivariate normal density with given mean and covariance: the simplest closed form.</summary>
internal sealed class NormalDensity(double[] mean, double[,] covariance, Device? device = null) : PointDensity(mean.Length, device)
{
    private readonly double[] precision = Matrix<double>.Build.DenseOfArray(covariance).Inverse().ToRowMajorArray();

    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < mean.Length; i++)
        {
            gradient[i] = 0;
            for (var j = 0; j < mean.Length; j++)
                gradient[i] -= precision[(i * mean.Length) + j] * (x[j] - mean[j]);
            sum += 0.5 * (x[i] - mean[i]) * gradient[i];
        }

        return sum;
    }
}
