using HepBayes.Networks;
using HepBayes.Runtime;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace HepBayes.Tests.Baselines;

/// <summary>A network 2-4-K with random rows and weights, and its Gauss-Newton matrix from finite differences of a plain forward pass.</summary>
internal sealed class SmallNetwork
{
    public const double PriorScale = 1.5;
    private const int Inputs = 2;
    private const int Hidden = 4;
    private readonly string activation;
    private readonly string likelihood;
    private readonly float[]? eventWeights;
    private readonly float[] targets;

    /// <param name="activation">Name of the activation.</param>
    /// <param name="likelihood">Name of the likelihood.</param>
    /// <param name="weighted">Whether rows have event weights.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="oneRow">Whether all rows but the first have the weight 0.</param>
    public SmallNetwork(string activation, string likelihood, bool weighted, int rows = 20, bool oneRow = false)
        : this(activation, likelihood, weighted, rows, PriorScale)
    {
        if (oneRow)
            eventWeights = [.. Enumerable.Range(0, rows).Select(r => r == 0 ? 1f : 0f)];
    }

    private SmallNetwork(string activation, string likelihood, bool weighted, int rows, double priorScale)
    {
        (this.activation, this.likelihood, Rows) = (activation, likelihood, rows);
        Outputs = likelihood == "categorical" ? 3 : 1;
        var random = new CounterRandom(7);
        X = [.. Enumerable.Range(0, rows * Inputs).Select(_ => (float)random.NextNormal())];
        targets = [.. Enumerable.Range(0, rows).Select(r => likelihood switch
        {
            "categorical" => r % 3,
            "bernoulli" => r % 2,
            "poisson" => r % 4,
            _ => (float)random.NextNormal(),
        })];
        eventWeights = weighted ? [.. Enumerable.Range(0, rows).Select(_ => (float)(0.5 + random.NextDouble()))] : null;
        Network = new BayesianNetwork(
            Mlp.Of(Inputs, [Hidden], Outputs, Activation.Parse(activation)),
            Prior.Gaussian(priorScale, priorScale, fanIn: false),
            likelihood switch
            {
                "categorical" => Likelihood.Categorical(),
                "bernoulli" => Likelihood.Bernoulli(),
                "poisson" => Likelihood.Poisson(),
                _ => Likelihood.Gaussian(0.3),
            });
        Weights = [.. Enumerable.Range(0, Count).Select(_ => (float)(0.8 * random.NextNormal()))];
    }

    public int Rows { get; }

    public int Outputs { get; }

    public BayesianNetwork Network { get; }

    public float[] X { get; }

    public float[] Weights { get; }

    public int Count => Network.Architecture.Layout.Count;

    public (int First, int Count)[] LayerRanges => [.. Enumerable.Range(0, 2).Select(l => (Network.Architecture.Layout.Weight(l).Offset, Network.Architecture.Layout.Weight(l).Count + Network.Architecture.Layout.Bias(l).Count))];

    public SmallNetwork WithPriorScale(double scale) => new(activation, likelihood, eventWeights is not null, Rows, scale);

    public DensePosterior Posterior() => Network.Posterior(X, targets, weights: eventWeights);

    /// <summary>Sum over rows of weight J^T C J; <paramref name="planted"/> multiplies the weight of the first row.</summary>
    public Matrix<double> GaussNewton(double planted = 1)
    {
        var result = new DenseMatrix(Count, Count);
        for (var row = 0; row < Rows; row++)
        {
            var jacobian = new DenseMatrix(Outputs, Count);
            for (var p = 0; p < Count; p++)
            {
                var (up, down) = (Forward(row, p, 1e-6), Forward(row, p, -1e-6));
                for (var o = 0; o < Outputs; o++)
                    jacobian[o, p] = (up[o] - down[o]) / 2e-6;
            }

            var weight = (eventWeights?[row] ?? 1) * (row == 0 ? planted : 1);
            result += jacobian.TransposeThisAndMultiply(Curvature(Forward(row, 0, 0))) * jacobian * weight as DenseMatrix;
        }

        return result;
    }

    private DenseMatrix Curvature(double[] f) => likelihood switch
    {
        "categorical" => Softmax(f),
        "bernoulli" => DenseMatrix.Create(1, 1, Math.Exp(-f[0]) / Math.Pow(1 + Math.Exp(-f[0]), 2)),
        "poisson" => DenseMatrix.Create(1, 1, Math.Exp(f[0])),
        _ => DenseMatrix.Create(1, 1, 1 / (0.3 * 0.3)),
    };

    private static DenseMatrix Softmax(double[] f)
    {
        var p = f.Select(v => Math.Exp(v) / f.Sum(Math.Exp)).ToArray();
        return DenseMatrix.Create(p.Length, p.Length, (i, j) => (i == j ? p[i] : 0) - (p[i] * p[j]));
    }

    private double[] Forward(int row, int moved, double shift)
    {
        double W(int index) => Weights[index] + (index == moved ? shift : 0);
        var layout = Network.Architecture.Layout;
        var h = new double[Hidden];
        for (var u = 0; u < Hidden; u++)
        {
            var z = W(layout.Bias(0).Offset + u);
            for (var i = 0; i < Inputs; i++)
                z += X[(row * Inputs) + i] * W(layout.Weight(0).Offset + (i * Hidden) + u);
            h[u] = activation switch
            {
                "tanh" => Math.Tanh(z),
                "silu" => z / (1 + Math.Exp(-z)),
                "square prelu" => z > 0 ? z : z * W(layout.Slope(0)!.Value.Offset + u) * W(layout.Slope(0)!.Value.Offset + u),
                _ => throw new NotSupportedException(activation),
            };
        }

        return [.. Enumerable.Range(0, Outputs).Select(o => W(layout.Bias(1).Offset + o) + Enumerable.Range(0, Hidden).Sum(u => h[u] * W(layout.Weight(1).Offset + (u * Outputs) + o)))];
    }
}
