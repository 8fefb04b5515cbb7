using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling.Learned;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>A target of the paper on L2HMC (arXiv 1711.09268, section 5.1), with the settings that are used for it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Parameters">Length of the parameter vector.</param>
/// <param name="LogDensity">Log density and its gradient.</param>
/// <param name="Draw">Turns standard normal numbers and a uniform one into a draw of the target, exactly or nearly.</param>
/// <param name="Training">Settings of the training.</param>
/// <param name="StepSizes">Step sizes of HMC to try.</param>
internal sealed record L2HmcTarget(string Name, int Parameters, DensityFunction LogDensity, Action<double[], double> Draw, L2HmcTrainingOptions Training, double[] StepSizes)
{
    private const int ManyDimensions = 50;

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
        (z[0], z[1]) = ((a + b) / Math.Sqrt(2), (a - b) / Math.Sqrt(2));
    }, new L2HmcTrainingOptions(), [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6]);

    // Variance 0.1, centres 4 apart.
    private static L2HmcTarget TwoModes() => new("two modes", 2, Mixture([-2, 0, 2, 0], 0.1), (z, u) =>
        (z[0], z[1]) = ((u < 0.5 ? -2 : 2) + (Math.Sqrt(0.1) * z[0]), Math.Sqrt(0.1) * z[1]),
        new L2HmcTrainingOptions { StartSpread = 2 }, [0.05, 0.1, 0.2, 0.3, 0.4]);

    private static L2HmcTarget FourModes() => new("four modes", 2, Mixture([2, 2, -2, 2, 2, -2, -2, -2], 0.1), (z, u) =>
        (z[0], z[1]) = ((u < 0.5 ? -2 : 2) + (Math.Sqrt(0.1) * z[0]), ((4 * u) % 2 < 1 ? -2 : 2) + (Math.Sqrt(0.1) * z[1])),
        new L2HmcTrainingOptions { StartSpread = 2 }, [0.05, 0.1, 0.2, 0.3, 0.4]);

    // U = x.x / 2 + eta sum cos(x / eta); nearly a standard normal.
    private static L2HmcTarget RoughWell() => new("rough well", 2, (x, g) =>
    {
        const double Eta = 0.01;
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum -= (0.5 * x[i] * x[i]) + (Eta * Math.Cos(x[i] / Eta));
            g[i] = Math.Sin(x[i] / Eta) - x[i];
        }

        return sum;
    }, (_, _) => { }, new L2HmcTrainingOptions(), [0.05, 0.1, 0.2, 0.3, 0.5, 0.8]);

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

    // The variances belong to the coordinates or, rotated, to (x0 + x1) / sqrt 2 and (x0 - x1) / sqrt 2.
    private static DensityFunction Normal(double[] variances, bool rotated) => (x, g) =>
    {
        var sum = 0.0;
        if (!rotated)
        {
            for (var i = 0; i < x.Length; i++)
            {
                g[i] = -x[i] / variances[i];
                sum += 0.5 * x[i] * g[i];
            }

            return sum;
        }

        var (a, b) = (0.5 * (x[0] + x[1]) / variances[0], 0.5 * (x[0] - x[1]) / variances[1]);
        (g[0], g[1]) = (-a - b, b - a);
        return 0.5 * ((x[0] * g[0]) + (x[1] * g[1]));
    };

    private static DensityFunction Mixture(double[] centres, double variance) => (x, g) =>
    {
        Span<double> logs = stackalloc double[centres.Length / 2];
        for (var m = 0; m < logs.Length; m++)
            logs[m] = -0.5 * (Square(x[0] - centres[2 * m]) + Square(x[1] - centres[(2 * m) + 1])) / variance;
        var (top, sum) = (double.NegativeInfinity, 0.0);
        foreach (var value in logs)
            top = Math.Max(top, value);
        foreach (var value in logs)
            sum += Math.Exp(value - top);
        for (var m = 0; m < logs.Length; m++)
        {
            var share = Math.Exp(logs[m] - top) / sum / variance;
            g[0] -= share * (x[0] - centres[2 * m]);
            g[1] -= share * (x[1] - centres[(2 * m) + 1]);
        }

        return top + Math.Log(sum);
    };

    private static double Square(double value) => value * value;
}
