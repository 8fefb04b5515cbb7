using HepBayes.Runtime;
using HepBayes.Sampling.Learned;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>A target of the paper on L2HMC (arXiv 1711.09268, section 5.1), with the settings that are used for it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Parameters">Length of the parameter vector.</param>
/// <param name="LogDensity">Log densities [rows] of positions [rows, parameters].</param>
/// <param name="Draw">Turns standard normal numbers and a uniform one into a draw of the target, exactly or nearly.</param>
/// <param name="Training">Settings of the training.</param>
/// <param name="StepSizes">Step sizes of HMC to try.</param>
internal sealed record L2HmcTarget(string Name, int Parameters, Func<Tensor, Tensor> LogDensity, Action<double[], double> Draw, L2HmcTrainingOptions Training, double[] StepSizes)
{
    private const int ManyDimensions = 50;
    private static readonly Scalar Half = 0.5;

    public static IEnumerable<L2HmcTarget> All => [Correlated(), TwoModes(), FourModes(), RoughWell(), IllConditioned()];

    /// <summary>Starts at draws of the target, [chains, parameters].</summary>
    public Tensor Draws(int chains, int seed)
    {
        var values = new List<double>();
        for (var chain = 0; chain < chains; chain++)
        {
            var random = new CounterRandom((ulong)seed, 0xF00 + (ulong)chain);
            double[] z = [.. Enumerable.Range(0, Parameters).Select(_ => random.NextNormal())];
            Draw(z, random.NextDouble());
            values.AddRange(z);
        }

        return tensor(values.ToArray(), dtype: float64).reshape(chains, Parameters);
    }

    // Variances 100 and 0.1 along the diagonals, as in the authors' code.
    private static L2HmcTarget Correlated() => new("correlated normal", 2, Normal([100, 0.1], rotated: true), (z, _) =>
    {
        var (a, b) = (10 * z[0], Math.Sqrt(0.1) * z[1]);
        (z[0], z[1]) = ((a - b) / Math.Sqrt(2), (a + b) / Math.Sqrt(2));
    }, new L2HmcTrainingOptions(), [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6]);

    // Variance 0.1, centres 4 apart.
    private static L2HmcTarget TwoModes() => new("two modes", 2, Mixture([-2, 0, 2, 0], 0.1), (z, u) =>
        (z[0], z[1]) = ((u < 0.5 ? -2 : 2) + (Math.Sqrt(0.1) * z[0]), Math.Sqrt(0.1) * z[1]),
        new L2HmcTrainingOptions { StartSpread = 2 }, [0.05, 0.1, 0.2, 0.3, 0.4]);

    private static L2HmcTarget FourModes() => new("four modes", 2, Mixture([2, 2, -2, 2, 2, -2, -2, -2], 0.1), (z, u) =>
        (z[0], z[1]) = ((u < 0.5 ? -2 : 2) + (Math.Sqrt(0.1) * z[0]), ((4 * u) % 2 < 1 ? -2 : 2) + (Math.Sqrt(0.1) * z[1])),
        new L2HmcTrainingOptions { StartSpread = 2 }, [0.05, 0.1, 0.2, 0.3, 0.4]);

    // U = x.x / 2 + eta sum cos(x / eta); nearly a standard normal.
    private static L2HmcTarget RoughWell()
    {
        Scalar frequency = 100, height = 0.01;
        return new("rough well", 2, x => x.square().mul(Half).add(x.mul(frequency).cos().mul(height)).sum(1).neg(), (_, _) => { },
            new L2HmcTrainingOptions(), [0.05, 0.1, 0.2, 0.3, 0.5, 0.8]);
    }

    // Variances from 0.01 to 100 in equal ratios.
    private static L2HmcTarget IllConditioned()
    {
        double[] variances = [.. Enumerable.Range(0, ManyDimensions).Select(i => Math.Pow(10, -2 + (4.0 * i / (ManyDimensions - 1))))];
        return new("ill-conditioned normal", ManyDimensions, Normal(variances, rotated: false), (z, _) =>
        {
            for (var i = 0; i < z.Length; i++)
                z[i] *= Math.Sqrt(variances[i]);
        }, new L2HmcTrainingOptions { Hidden = 100, InitialStepSize = 0.05 }, [0.05, 0.1, 0.12, 0.15, 0.18]);
    }

    private static Func<Tensor, Tensor> Normal(double[] variances, bool rotated)
    {
        var precision = tensor([.. variances.Select(v => 1 / v)], dtype: float64);
        if (!rotated)
            return x => x.square().matmul(precision).mul(Half).neg();
        var axes = tensor([Math.Sqrt(0.5), -Math.Sqrt(0.5), Math.Sqrt(0.5), Math.Sqrt(0.5)], dtype: float64).reshape(2, 2);
        return x => x.matmul(axes).square().matmul(precision).mul(Half).neg();
    }

    private static Func<Tensor, Tensor> Mixture(double[] centres, double variance)
    {
        var modes = tensor(centres, dtype: float64).reshape(1, -1, 2);
        Scalar factor = -0.5 / variance;
        return x => x.unsqueeze(1).sub(modes).square().sum(2).mul(factor).logsumexp(1);
    }
}
