using HepBayes.Networks;
using HepBayes.Runtime;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace HepBayes.Tests.Baselines;

/// <summary>
/// y = W x + b + noise with a normal prior, whose posterior is known: for each output precision X^T X / s^2 + P over (w, b), and
/// the parameter vector [w (inputs x outputs), b (outputs)].
/// </summary>
internal sealed class LinearModel
{
    public const double Noise = 0.4;
    public const double WeightScale = 0.7;
    public const double BiasScale = 1.3;

    public LinearModel(int rows, int inputs, int outputs, int seed)
    {
        var random = new CounterRandom((ulong)seed);
        (Rows, Inputs, Outputs) = (rows, inputs, outputs);
        Network = new BayesianNetwork(Mlp.Of(inputs, [], outputs, Activation.Identity), Prior.Gaussian(WeightScale, BiasScale, fanIn: false), Likelihood.Gaussian(Noise));
        X = [.. Enumerable.Range(0, rows * inputs).Select(_ => (float)(random.NextNormal() + 0.5))];
        Y = new float[rows * outputs];
        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < outputs; o++)
                Y[(row * outputs) + o] = (float)(Enumerable.Range(0, inputs).Sum(i => X[(row * inputs) + i] * (i + 1 - o)) - 0.3 + (Noise * random.NextNormal()));
        }

        var design = DenseMatrix.Create(rows, inputs + 1, (r, c) => c < inputs ? X[(r * inputs) + c] : 1);
        Precision = (design.TransposeThisAndMultiply(design) / (Noise * Noise)) + Diagonal(inputs);
        Covariance = Precision.Inverse();
        Mean = Covariance * (design.TransposeThisAndMultiply(DenseMatrix.Create(rows, outputs, (r, c) => Y[(r * outputs) + c])) / (Noise * Noise));
        LogEvidence = Enumerable.Range(0, outputs).Sum(o => Evidence(design, o));
    }

    public int Rows { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    public BayesianNetwork Network { get; }

    public float[] X { get; }

    public float[] Y { get; }

    /// <summary>Precision of (w, b) of one output.</summary>
    public Matrix<double> Precision { get; }

    public Matrix<double> Covariance { get; }

    /// <summary>Posterior means, [inputs + 1, outputs].</summary>
    public Matrix<double> Mean { get; }

    /// <summary>log p(y), from the marginal normal distribution of the targets.</summary>
    public double LogEvidence { get; }

    public float[] Maximum => [.. Enumerable.Range(0, (Inputs + 1) * Outputs).Select(i => (float)Mean[i / Outputs, i % Outputs])];

    private double Evidence(DenseMatrix design, int output)
    {
        var prior = Diagonal(Inputs).Inverse();
        var covariance = (design * prior).TransposeAndMultiply(design) + (DenseMatrix.CreateIdentity(Rows) * (Noise * Noise));
        var y = DenseVector.Create(Rows, r => Y[(r * Outputs) + output]);
        var cholesky = covariance.Cholesky();
        return -0.5 * ((y * cholesky.Solve(y)) + cholesky.DeterminantLn + (Rows * Math.Log(2 * Math.PI)));
    }

    private static DenseMatrix Diagonal(int inputs) =>
        DenseMatrix.CreateDiagonal(inputs + 1, inputs + 1, i => i < inputs ? 1 / (WeightScale * WeightScale) : 1 / (BiasScale * BiasScale));
}
