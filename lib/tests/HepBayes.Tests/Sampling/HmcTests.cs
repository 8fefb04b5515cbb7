using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class HmcTests
{
    // Independent chains from far-off starts, each reduced to one number: the tests need no effective sample size.
    private const int Chains = 64;

    [Fact]
    public void AnIllConditionedNormalHasItsMoments()
    {
        double[] mean = [3, -1, 0, 100];
        var covariance = new double[4, 4];
        double[] sd = [1, 0.01, 50, 5];
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
                covariance[i, j] = sd[i] * sd[j] * (i == j ? 1 : 0.4);
        }

        using var density = new NormalDensity(mean, covariance);
        using var start = zeros(Chains, 4, dtype: float64);
        var run = Sample(density, start, new HmcOptions { Warmup = 300, Draws = 300, Seed = 12 });
        for (var p = 0; p < 4; p++)
        {
            var (m, s) = (mean[p], sd[p]);
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average())], m, $"mean {p}");
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average(x => (x - m) * (x - m)))], s * s, $"variance {p}");
        }

        Assert.Equal(0, run.Divergences);
        Assert.InRange(run.Acceptance, 0.65, 0.95);
    }

    [Fact]
    public void LinearRegressionHasItsClosedForm()
    {
        var (network, x, y, posteriorMean, posteriorCovariance) = LinearModel(Likelihood.Gaussian(0.5));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(Chains, seed: 4, shrink: 3);
        var run = Sample(posterior, start, new HmcOptions { Warmup = 300, Draws = 300, Seed = 8 });
        for (var p = 0; p < 4; p++)
        {
            var (m, v) = (posteriorMean[p], posteriorCovariance[p, p]);
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average())], m, $"mean {p}");
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average(w => (w - m) * (w - m)))], v, $"variance {p}");
        }
    }

    // Weights and log noise together: the noise's marginal posterior follows by integrating the weights out analytically
    // and the rest numerically.
    [Fact]
    public void ASampledNoiseLevelHasItsMarginalPosterior()
    {
        var likelihood = Likelihood.GaussianWithSampledNoise(1.0, 1.0);
        var (network, x, y, _, _) = LinearModel(likelihood);
        double LogMarginal(double u)
        {
            var n = y.Length;
            var features = Features(x, n);
            var covariance = (features * Matrix<double>.Build.DenseOfDiagonalArray(PriorVariance) * features.Transpose()) + (Math.Exp(2 * u) * Matrix<double>.Build.DenseIdentity(n));
            var cholesky = covariance.Cholesky();
            var target = Vector<double>.Build.Dense([.. y.Select(v => (double)v)]);
            return (-0.5 * target.DotProduct(cholesky.Solve(target))) - (0.5 * cholesky.DeterminantLn) - (0.5 * u * u);
        }

        var grid = Enumerable.Range(0, 801).Select(i => -3 + (i * 0.005)).ToArray();
        var weights = grid.Select(LogMarginal).ToArray();
        var top = weights.Max();
        var density = weights.Select(w => Math.Exp(w - top)).ToArray();
        var mean = grid.Zip(density, (u, d) => u * d).Sum() / density.Sum();
        var square = grid.Zip(density, (u, d) => (u - mean) * (u - mean) * d).Sum() / density.Sum();

        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(Chains, seed: 4);
        var run = Sample(posterior, start, new HmcOptions { Warmup = 300, Draws = 300, Seed = 9 });
        StatAssert.MeanEquals([.. run.Parameter(4).Select(c => c.Average())], mean, "mean of log s");
        StatAssert.MeanEquals([.. run.Parameter(4).Select(c => c.Average(u => (u - mean) * (u - mean)))], square, "variance of log s");
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsAndAnotherDoesNot()
    {
        var (network, x, y, _, _) = LinearModel(Likelihood.GaussianWithSampledNoise(1.0));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(2, seed: 4);
        float[] Run(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var run = Sample(posterior, start, new HmcOptions { Warmup = 40, Draws = 20, Seed = seed });
            Compute.Threads = before;
            return [.. Enumerable.Range(0, 40).SelectMany(i => run.Position(i / 20, i % 20).ToArray())];
        }

        var first = Run(1, 1);
        Assert.Equal(first, Run(1, 2));
        Assert.NotEqual(first, Run(2, 1));
    }

    [Fact]
    public void LiveTensorsStayFlatOverTenThousandTransitions()
    {
        var (network, x, y, _, _) = LinearModel(Likelihood.GaussianWithSampledNoise(1.0));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(2, seed: 4);
        var counts = new List<long>();
        var watch = new Watch(report =>
        {
            if (report.Message.Contains("draw ", StringComparison.Ordinal))
                counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        });
        Hmc.Sample(posterior, start, new HmcOptions { Warmup = 50, Draws = 10_000, MaximumLeapfrogs = 2 }, watch, TestContext.Current.CancellationToken);
        Assert.Equal(10_000, counts.Count);
        Assert.Equal(counts[10], counts[^1]);
    }

    [Fact]
    public void ACancelledRunStops()
    {
        var (network, x, y, _, _) = LinearModel(Likelihood.Gaussian(1));
        using var posterior = network.Posterior(x, y);
        using var start = network.PriorDraws(2, seed: 4);
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        Assert.Throws<OperationCanceledException>(() => Hmc.Sample(posterior, start, new HmcOptions(), new Watch(_ =>
        {
            if (++seen == 3)
                cancel.Cancel();
        }), cancel.Token));
        Assert.Equal(3, seen);
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        using var density = new NormalDensity([0], new[,] { { 1.0 } });
        using var start = zeros(2, 1, dtype: float64);
        void Refused(HmcOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Sample(density, start, options)).ParamName);
        Refused(new HmcOptions { Draws = 0 }, nameof(HmcOptions.Draws));
        Refused(new HmcOptions { Warmup = -1 }, nameof(HmcOptions.Warmup));
        Refused(new HmcOptions { InitialStepSize = -0.1 }, nameof(HmcOptions.InitialStepSize));
        Refused(new HmcOptions { TargetAcceptance = 1 }, nameof(HmcOptions.TargetAcceptance));
        Refused(new HmcOptions { TrajectoryLength = 0 }, nameof(HmcOptions.TrajectoryLength));
        Refused(new HmcOptions { Jitter = 1 }, nameof(HmcOptions.Jitter));
        Refused(new HmcOptions { MaximumLeapfrogs = 0 }, nameof(HmcOptions.MaximumLeapfrogs));

        using var none = zeros(0, 1, dtype: float64);
        Assert.Contains("at least one chain", Assert.Throws<ArgumentException>(() => Sample(density, none, new HmcOptions())).Message, StringComparison.Ordinal);
        using var nowhere = full([1, 1], double.NaN, dtype: float64);
        Assert.Contains("at the start of chain 0", Assert.Throws<ArgumentException>(() => Sample(density, nowhere, new HmcOptions())).Message, StringComparison.Ordinal);
    }

    private static SamplingRun Sample(ILogDensity density, Tensor start, HmcOptions options) =>
        Hmc.Sample(density, start, options, cancellation: TestContext.Current.CancellationToken);

    private static (BayesianNetwork Network, float[] X, float[] Y, Vector<double> Mean, Matrix<double> Covariance) LinearModel(Likelihood likelihood)
    {
        const int Rows = 40;
        var random = new CounterRandom(77);
        var x = new float[Rows * 3];
        random.FillNormal(x);
        var y = Enumerable.Range(0, Rows).Select(r => (float)((1.5 * x[r * 3]) - (0.7 * x[(r * 3) + 1]) + 0.3 + (0.5 * random.NextNormal()))).ToArray();
        var network = new BayesianNetwork(Mlp.Of(3, [], 1, Activation.Identity), Prior.Gaussian(1.5, 1.0), likelihood);
        // Normal equations with noise 0.5: covariance = (X^T X / s^2 + prior precision)^-1.
        var features = Features(x, Rows);
        var precision = (features.Transpose() * features / 0.25) + Matrix<double>.Build.DenseOfDiagonalArray([.. PriorVariance.Select(v => 1 / v)]);
        var covariance = precision.Inverse();
        var mean = covariance * features.Transpose() * Vector<double>.Build.Dense([.. y.Select(v => (double)v)]) / 0.25;
        return (network, x, y, mean, covariance);
    }

    private static Matrix<double> Features(float[] x, int rows) => Matrix<double>.Build.Dense(rows, 4, (r, c) => c < 3 ? x[(r * 3) + c] : 1);

    // Prior.Gaussian(1.5, 1.0) with three inputs.
    private static readonly double[] PriorVariance = [0.75, 0.75, 0.75, 1];

    private sealed class Watch(Action<ProgressReport> action) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => action(value);
    }
}
