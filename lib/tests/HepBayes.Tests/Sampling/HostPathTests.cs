using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>The path of samplers on the processor: the same results as by tensors, whatever the number of threads.</summary>
public class HostPathTests
{
    private const int Parameters = 6;
    private const int Chains = 4;

    private static readonly double[] Scales = [0.3, 0.5, 1, 1, 2, 3];

    public static TheoryData<string, MassMatrix> Runs => new()
    {
        { Samplers.Hmc, MassMatrix.PerChain },
        { Samplers.Hmc, MassMatrix.LowRank },
        { Samplers.Nuts, MassMatrix.PerChain },
        { Samplers.Nuts, MassMatrix.LowRank },
        { Samplers.Chees, MassMatrix.Pooled },
        { Samplers.Mams, MassMatrix.LowRank },
        { Samplers.Mclmc, MassMatrix.PerChain },
    };

    // Evaluated for all chains at once behind tensors, and chain by chain on one thread and on several.
    [Theory]
    [MemberData(nameof(Runs))]
    public void AFunctionGivesTheSameDrawsBehindTensorsAndOnAnyNumberOfThreads(string sampler, MassMatrix mass)
    {
        using var function = LogDensity.Of(Parameters, Slow);
        using var tensors = new WatchedDensity(function, _ => { });
        var expected = Draws(tensors, sampler, mass);
        var threads = Compute.Threads;
        try
        {
            foreach (var count in new[] { 1, 3 })
            {
                Compute.Threads = count;
                Assert.Equal(expected, Draws(function, sampler, mass));
            }
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void PlainMemoryAndTensorsAgree(bool single, bool lowRank)
    {
        using var scope = NewDisposeScope();
        using var density = new Rounded(LogDensity.Of(Parameters, Normal), single ? ScalarType.Float32 : ScalarType.Float64);
        var start = new HmcKernel(density).Init(linspace(-1, 1, Chains * Parameters, dtype: float64).reshape(Chains, Parameters));
        using var metric = lowRank ? LowRank(density.NumberType) : Metric.Diagonal(linspace(0.5, 2, Parameters, dtype: density.NumberType).unsqueeze(0));
        using var host = HmcChains.Of(density, start);
        using var general = new TensorHmcChains(density, start);
        Assert.IsNotType<TensorHmcChains>(host);
        var (a, b) = (ChainRandom.Of(new HmcOptions(), Chains), ChainRandom.Of(new HmcOptions(), Chains));
        var tolerance = single ? 1e-4 : 1e-10;
        for (var i = 0; i < 5; i++)
        {
            // The same start for both, so that rounding does not add up.
            general.Set(host.State);
            var parameters = new HmcParameters(0.3, 1 + (2 * i), metric);
            var (x, y) = (host.Move(parameters, a), general.Move(parameters, b));
            Assert.True(x.End.Position.allclose(y.End.Position, tolerance, tolerance));
            Assert.True(x.Momentum.allclose(y.Momentum, tolerance, tolerance));
            Assert.True(x.Start.Position.equal(y.Start.Position).all().item<bool>());
            Assert.True(host.State.Gradient.allclose(general.State.Gradient, tolerance, tolerance));
            Assert.Equal(y.Info.AcceptProbability, x.Info.AcceptProbability, (p, q) => Math.Abs(p - q) < 10 * tolerance);
            Assert.Equal(y.Info.Energy, x.Info.Energy, (p, q) => Math.Abs(p - q) < 10 * tolerance);
            Assert.Equal(y.Info.IsAccepted, x.Info.IsAccepted);
            Assert.Equal(y.Info.Leapfrogs, x.Info.Leapfrogs);
        }
    }

    [Fact]
    public void AFunctionIsEvaluatedForEveryChain()
    {
        using var scope = NewDisposeScope();
        using var density = LogDensity.Of(2, (x, g) =>
        {
            // Adds, because the gradient holds zeros.
            g[0] += 1;
            g[1] += 2 * x[1];
            return x[0] + (x[1] * x[1]);
        });
        var (value, gradient) = density.Evaluate(tensor(new double[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal([5, 19], value.data<double>().ToArray());
        Assert.Equal([1, 4, 1, 8], gradient.data<double>().ToArray());
        var error = Assert.Throws<ArgumentException>(() => density.Evaluate(zeros(1, 3, dtype: float64)));
        Assert.Contains("[1, 3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LogDensity.Of(0, Normal));
    }

    [Theory]
    [InlineData(Samplers.Hmc)]
    [InlineData(Samplers.Nuts)]
    public void AnErrorOfTheFunctionReachesTheCaller(string sampler)
    {
        var calls = 0;
        using var density = LogDensity.Of(Parameters, (x, g) => Interlocked.Increment(ref calls) < 500 ? Normal(x, g) : throw new InvalidOperationException("call 500"));
        using var start = zeros(Chains, Parameters, dtype: float64);
        Assert.Equal("call 500", Assert.Throws<InvalidOperationException>(() => Samplers.Sample(density, start, Samplers.Options(sampler, 100, 100, seed: 1))).Message);
    }

    private static float[][] Draws(ILogDensity density, string sampler, MassMatrix mass)
    {
        using var start = linspace(-1, 1, Chains * Parameters, dtype: float64).reshape(Chains, Parameters);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 60, 30, seed: 3, mass));
        return [.. Enumerable.Range(0, run.Draws).SelectMany(draw => Enumerable.Range(0, Chains).Select(chain => run.Position(chain, draw).ToArray()))];
    }

    private static double Normal(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var z = x[i] / Scales[i];
            sum -= 0.5 * z * z;
            gradient[i] = -z / Scales[i];
        }

        return sum;
    }

    // Long enough that sharing a transition among threads pays.
    private static double Slow(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Thread.SpinWait(100);
        return Normal(x, gradient);
    }

    private static Metric LowRank(ScalarType type)
    {
        var directions = linalg.qr(linspace(-1, 1.5, Chains * Parameters * 2, dtype: float64).sin().reshape(Chains, Parameters, 2)).Q;
        return Metric.LowRank(linspace(0.5, 2, Chains * Parameters, dtype: type).reshape(Chains, Parameters), directions.to(type).clone(), full(Chains, 2, 3.0, dtype: type));
    }

    // A density that takes and gives numbers of another type.
    private sealed class Rounded(ILogDensity density, ScalarType type) : ILogDensity
    {
        int ILogDensity.Parameters => density.Parameters;

        public Device Device => CPU;

        public ScalarType NumberType => type;

        public Tensor? InitialVariance() => null;

        public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
        {
            using var scope = NewDisposeScope();
            var (value, gradient) = density.Evaluate(position.to(float64).contiguous());
            return (value.MoveToOuterDisposeScope(), gradient.to(type).clone().MoveToOuterDisposeScope());
        }

        public void Dispose() => density.Dispose();
    }
}
