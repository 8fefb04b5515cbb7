using HepBayes.Networks;
using HepBayes.Runtime;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;

namespace HepBayes.Tests.Support;

/// <summary>
/// A straight line with known noise and normal priors, whose posterior is normal, with what batches of one block of rows do to
/// Langevin dynamics worked out from the blocks themselves.
/// </summary>
internal sealed class LineOfBlocks : IDisposable
{
    private const int Rows = 640;
    private const double Sigma = 0.8;
    private readonly Matrix<double>[] curvatures;
    private readonly Vector<double>[] gradients;

    public LineOfBlocks()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [], 1, Activation.Identity), Prior.Gaussian(scale: 1, fanIn: false), Likelihood.Gaussian(Sigma));
        var random = new CounterRandom(41);
        var x = Enumerable.Range(0, Rows).Select(_ => (float)random.NextNormal()).ToArray();
        var y = x.Select(v => (float)((0.7 * v) - 0.2 + (Sigma * random.NextNormal()))).ToArray();
        Posterior = network.Posterior(x, y);

        // Sums over all rows, in weight and bias; the prior has variance 1 for both.
        var precision = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { 1 + (x.Sum(v => (double)v * v) / (Sigma * Sigma)), x.Sum(v => (double)v) / (Sigma * Sigma) },
            { x.Sum(v => (double)v) / (Sigma * Sigma), 1 + (Rows / (Sigma * Sigma)) },
        });
        Covariance = precision.Inverse();
        var right = Vector<double>.Build.DenseOfArray([x.Zip(y, (a, b) => (double)a * b).Sum() / (Sigma * Sigma), y.Sum(v => (double)v) / (Sigma * Sigma)]);
        Mode = (Covariance * right).ToArray();
        (curvatures, gradients) = Estimates();
    }

    public DensePosterior Posterior { get; }

    /// <summary>Mean of weight and bias.</summary>
    public double[] Mode { get; }

    /// <summary>Their covariance.</summary>
    public Matrix<double> Covariance { get; }

    /// <summary>Stationary second moments around the mode of Langevin dynamics with batches of one block and scale 1.</summary>
    public Matrix<double> StationaryCovariance(double step, bool controlled)
    {
        var one = Matrix<double>.Build.DenseIdentity(2);
        var result = Covariance;
        for (var round = 0; round < 20_000; round++)
        {
            var next = one * step;
            for (var b = 0; b < curvatures.Length; b++)
            {
                var keep = one - (0.5 * step * curvatures[b]);
                next += keep * result * keep.Transpose() / curvatures.Length;
                if (!controlled)
                    next += 0.25 * step * step * gradients[b].OuterProduct(gradients[b]) / curvatures.Length;
            }

            result = next;
        }

        return result;
    }

    /// <summary>Number of blocks times the variance of a block's gradient at the mode.</summary>
    public double Information(int parameter) => StatAssert.Variance([.. gradients.Select(g => g[parameter])]) / gradients.Length;

    public void Dispose() => Posterior.Dispose();

    // The estimate of a batch is a linear function of the position: its value at the mode, and its slopes by differences.
    private (Matrix<double>[] Curvatures, Vector<double>[] Gradients) Estimates()
    {
        var count = Posterior.Blocks;
        Vector<double> At(int block, double weight, double bias)
        {
            using var scope = torch.NewDisposeScope();
            var position = torch.tensor(new[] { (float)weight, (float)bias }).reshape(1, 2);
            var (value, gradient) = (torch.empty(1, dtype: torch.float64), torch.empty_like(position));
            Posterior.Evaluate(position, new RowBatch([[block]], count), value, gradient);
            return Vector<double>.Build.DenseOfArray(HostMemory.Doubles(gradient));
        }

        var slopes = new Matrix<double>[count];
        var values = new Vector<double>[count];
        for (var block = 0; block < count; block++)
        {
            values[block] = At(block, Mode[0], Mode[1]);
            slopes[block] = Matrix<double>.Build.DenseOfColumnVectors(values[block] - At(block, Mode[0] + 1, Mode[1]), values[block] - At(block, Mode[0], Mode[1] + 1));
        }

        return (slopes, values);
    }
}
