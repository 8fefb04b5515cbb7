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
        using var counting = new WatchedDensity(posterior, _ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount));
        Hmc.Sample(counting, start, new HmcOptions { Warmup = 50, Draws = 10_000, MaximumLeapfrogs = 2 }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(counts.Count > 10_000);
        Assert.Equal(counts[1000], counts[^1]);
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
        Refused(new HmcOptions { Chains = 0 }, nameof(HmcOptions.Chains));
        Refused(new HmcOptions { Mass = (MassMatrix)9 }, nameof(HmcOptions.Mass));
        Refused(new HmcOptions { Map = new MapStart { Steps = 0 } }, nameof(MapStart.Steps));
        Refused(new HmcOptions { Map = new MapStart { LearningRate = 0 } }, nameof(MapStart.LearningRate));

        using var none = zeros(0, 1, dtype: float64);
        Assert.Contains("at least one chain", Assert.Throws<ArgumentException>(() => Sample(density, none, new HmcOptions())).Message, StringComparison.Ordinal);
        using var nowhere = full([1, 1], double.NaN, dtype: float64);
        Assert.Contains("at the start of chain 0", Assert.Throws<ArgumentException>(() => Sample(density, nowhere, new HmcOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStartOfAnotherNumberTypeIsConvertedAndOneOfAnotherShapeIsNamed()
    {
        using var density = new NormalDensity([0, 1], new double[,] { { 1, 0 }, { 0, 2 } });
        var options = new HmcOptions { Warmup = 20, Draws = 8 };
        using var doubles = ones(2, 2, dtype: float64);
        var expected = Sample(density, doubles, options).LogDensity();
        foreach (var type in new[] { float32, float16, int64 })
        {
            using var start = ones(2, 2, dtype: type);
            Assert.Equal(expected, Sample(density, start, options).LogDensity());
            Assert.Equal(type, start.dtype);
        }

        foreach (long[] shape in new long[][] { [2], [2, 3], [0, 2], [1, 2, 2] })
        {
            using var start = zeros(shape, dtype: float64);
            var message = Assert.Throws<ArgumentException>(() => Sample(density, start, options)).Message;
            Assert.Contains($"[{string.Join(", ", shape)}]; expected [chains, 2]", message, StringComparison.Ordinal);
        }
    }

    // A density that turns bad on the way: those proposals are divergent and refused, the chain stays where it is finite.
    [Fact]
    public void ADensityThatIsNotANumberSomewhereIsNeverEntered()
    {
        using var density = new NormalDensity([0], new[,] { { 1.0 } });
        using var half = new HalfDensity(density);
        using var start = ones(2, 1, dtype: float64);
        var run = Sample(half, start, new HmcOptions { Warmup = 50, Draws = 100 });
        Assert.All(run.Parameter(0), chain => Assert.All(chain, value => Assert.True(value > 0)));
        Assert.All(run.LogDensity(), chain => Assert.All(chain, value => Assert.True(double.IsFinite(value))));
        Assert.True(run.Divergences > 0);
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

    // NaN below zero.
    private sealed class HalfDensity(ILogDensity density) : ILogDensity
    {
        public int Parameters => density.Parameters;

        public Device Device => density.Device;

        public ScalarType NumberType => density.NumberType;

        public Tensor? InitialVariance() => density.InitialVariance();

        public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
        {
            using var scope = NewDisposeScope();
            var (value, gradient) = density.Evaluate(position);
            using Scalar nothing = double.NaN;
            return (value.masked_fill(position.select(1, 0).lt(Scalars.Zero), nothing).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
        }

        public void Dispose()
        {
        }
    }
}
