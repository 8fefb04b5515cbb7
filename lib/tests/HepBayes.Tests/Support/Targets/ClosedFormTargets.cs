using HepBayes.Runtime;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Tests.Support;

/// <summary>Targets whose moments are known exactly.</summary>
internal static class ClosedFormTargets
{
    /// <summary>Largest over smallest eigenvalue of the covariance of the ill-conditioned normal.</summary>
    public const double ConditionNumber = 1e6;

    private const int IllDimensions = 8;
    private static readonly Dictionary<string, Func<TestTarget>> Targets = new()
    {
        ["ill-conditioned normal"] = IllConditionedNormal,
        ["banana"] = Banana,
        ["funnel, centred"] = CentredFunnel,
        ["funnel, not centred"] = NonCentredFunnel,
        ["Student t"] = StudentTDistribution,
        ["conjugate normal"] = ConjugateNormal,
    };

    public static IReadOnlyCollection<string> Names => Targets.Keys;

    public static TestTarget Of(string name) => Targets[name]();

    /// <summary>The sample that the conjugate model is given.</summary>
    public static double[] Sample()
    {
        var random = new CounterRandom(41);
        return [.. Enumerable.Range(0, 25).Select(_ => 1.5 + (0.7 * random.NextNormal()))];
    }

    /// <summary>Correlations 0.8^|i - j|; standard deviations in even factors, so wide that the condition number is 1e6.</summary>
    public static double[,] IllConditionedCovariance()
    {
        double[,] With(double range)
        {
            double Sd(int i) => Math.Pow(range, ((double)i / (IllDimensions - 1)) - 0.5);
            var result = new double[IllDimensions, IllDimensions];
            for (var i = 0; i < IllDimensions; i++)
            {
                for (var j = 0; j < IllDimensions; j++)
                    result[i, j] = Sd(i) * Sd(j) * Math.Pow(0.8, Math.Abs(i - j));
            }

            return result;
        }

        return With(FindRoots.OfFunction(range => Math.Log(Condition(With(range)) / ConditionNumber), 10, 1e4));
    }

    public static double Condition(double[,] covariance)
    {
        var values = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).ToArray();
        return values.Max() / values.Min();
    }

    private static TestTarget IllConditionedNormal()
    {
        var covariance = IllConditionedCovariance();
        var mean = Enumerable.Range(0, IllDimensions).Select(i => i - 3.0).ToArray();
        var system = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric);
        IEnumerable<Expectation> Along(int axis)
        {
            var direction = system.EigenVectors.Column(axis).ToArray();
            return Expectation.Moments($"principal axis {axis}", (x, _) =>
            {
                var sum = 0.0;
                for (var i = 0; i < x.Length; i++)
                    sum += direction[i] * (x[i] - mean[i]);
                return sum;
            }, 0, system.EigenValues[axis].Real);
        }

        return new TestTarget(device => new NormalDensity(mean, covariance, device), [.. Enumerable.Range(0, IllDimensions).SelectMany(Along)]);
    }

    private static TestTarget Banana()
    {
        const double Centre = 1, Bend = 0.5;
        // Not the variance of x2, a fourth moment of x1: averages of it over a chain are far from normal.
        return new TestTarget(device => new BananaDensity(Centre, Bend, device),
        [
            .. Expectation.Moments("x1", (x, _) => x[0], Centre, 1),
            .. Expectation.Moments("x2 off the bend", (x, _) => x[1] - (Bend * x[0] * x[0]), 0, 1),
            new Expectation("mean of x2", (x, _) => x[1], Bend * ((Centre * Centre) + 1)),
        ])
        { Draws = 600 };
    }

    private static TestTarget CentredFunnel() => new(device => new FunnelDensity(2, 1, device),
    [
        .. Expectation.Moments("v", (x, _) => x[0], 0, 1),
        new("mean of x1", (x, _) => x[1], 0),
        new("mean of x1^2 exp(-v)", (x, _) => x[1] * x[1] * Math.Exp(-x[0]), 1),
        new("P(|x1| < exp(v / 2))", (x, _) => Math.Abs(x[1]) < Math.Exp(x[0] / 2) ? 1 : 0, Normal.CDF(0, 1, 1) - Normal.CDF(0, 1, -1)),
    ])
    { Draws = 400 };

    // log x^2 = v + log z^2, and log z^2 of a normal z has mean -gamma - log 2 and variance pi^2 / 2.
    private static TestTarget NonCentredFunnel() => new(device => new NonCentredDensity(new FunnelDensity(9, 3, device)),
    [
        .. Expectation.Moments("v", (x, _) => x[0], 0, 9),
        .. Expectation.Moments("log x1^2", (x, _) => x[0] + Math.Log(x[1] * x[1]), -Constants.EulerMascheroni - Constants.Ln2, 9 + (0.5 * Math.PI * Math.PI)),
    ]);

    // Bounded quantities: averages of heavy-tailed ones are far from normal.
    private static TestTarget StudentTDistribution()
    {
        const double Degrees = 5;
        const int Dimensions = 3;
        Expectation Below(double probability)
        {
            var limit = StudentT.InvCDF(0, 1, Degrees, probability);
            return new Expectation($"P(x1 below its {probability} quantile)", (x, _) => x[0] < limit ? 1 : 0, probability);
        }

        // x.x / d has the F distribution.
        var radius = Dimensions * FisherSnedecor.InvCDF(Dimensions, Degrees, 0.9);
        return new TestTarget(device => new StudentTDensity(Dimensions, Degrees, device),
        [
            Below(0.05),
            Below(0.25),
            Below(0.5),
            Below(0.95),
            new("P(x.x below its 0.9 quantile)", (x, _) => (x[0] * x[0]) + (x[1] * x[1]) + (x[2] * x[2]) < radius ? 1 : 0, 0.9),
        ])
        { Draws = 400 };
    }

    private static TestTarget ConjugateNormal()
    {
        var sample = Sample();
        var (k, m, a, b) = new ConjugateNormalDensity(sample).Posterior();
        return new TestTarget(device => new ConjugateNormalDensity(sample, device),
        [
            .. Expectation.Moments("m", (x, _) => x[0], m, b / ((a - 1) * k)),
            .. Expectation.Moments("1 / s^2", (x, _) => Math.Exp(-2 * x[1]), a / b, a / (b * b)),
            new("mean of log s", (x, _) => x[1], 0.5 * (Math.Log(b) - SpecialFunctions.DiGamma(a))),
        ])
        { StartScale = 0.3 };
    }
}
