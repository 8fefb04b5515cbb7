using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>What every sampler must do: the right distributions, and no surprise on hard or broken densities.</summary>
public class SamplerTests
{
    // Independent chains, each reduced to one number: the tests need no effective sample size.
    private const int Chains = 64;

    public static TheoryData<string> All => Samplers.All;

    public static TheoryData<string> Every => Samplers.Every;

    // Every sampler and every mass matrix, without all pairs.
    public static TheoryData<string, MassMatrix> WithMass => new()
    {
        { Samplers.Hmc, MassMatrix.PerChain },
        { Samplers.Hmc, MassMatrix.Pooled },
        { Samplers.Hmc, MassMatrix.LowRank },
        { Samplers.Hmc, MassMatrix.Unit },
        { Samplers.Nuts, MassMatrix.PerChain },
        { Samplers.Nuts, MassMatrix.LowRank },
        { Samplers.Chees, MassMatrix.Pooled },
        { Samplers.Gibbs, MassMatrix.PerChain },
        { Samplers.GibbsBandit, MassMatrix.Unit },
        { Samplers.Bandit, MassMatrix.Unit },
        { Samplers.Mams, MassMatrix.PerChain },
        { Samplers.Mams, MassMatrix.LowRank },
    };

    // Beside the exact ones those that are biased.
    public static TheoryData<string, MassMatrix> EveryWithMass => new(WithMass)
    {
        { Samplers.Mclmc, MassMatrix.PerChain },
        { Samplers.Mclmc, MassMatrix.LowRank },
        { Samplers.Mala, MassMatrix.PerChain },
        { Samplers.Replicas, MassMatrix.PerChain },
        { Samplers.Replicas, MassMatrix.Pooled },
        { Samplers.Riemannian, MassMatrix.Unit },
        { Samplers.Sgld, MassMatrix.Unit },
        { Samplers.Sghmc, MassMatrix.Unit },
        { Samplers.Cyclical, MassMatrix.Unit },
        { Samplers.Split, MassMatrix.PerChain },
    };

    [Theory]
    [MemberData(nameof(WithMass))]
    public void AnIllConditionedNormalHasItsMoments(string sampler, MassMatrix mass)
    {
        double[] mean = [1, -1, 0];
        double[] sd = mass == MassMatrix.Unit || sampler is Samplers.Nuts or Samplers.Gibbs ? [1, 0.2, 0.5] : [1, 0.01, 5];
        var covariance = new double[3, 3];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                covariance[i, j] = sd[i] * sd[j] * (i == j ? 1 : 0.6);
        }

        using var density = new NormalDensity(mean, covariance);
        using var start = zeros(Chains, 3, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 150, 100, seed: 12, mass));
        for (var p = 0; p < 3; p++)
        {
            var (m, s) = (mean[p], sd[p]);
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average())], m, $"mean {p}");
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average(x => (x - m) * (x - m)))], s * s, $"variance {p}");
        }

        // A bandit may settle where the largest of its jittered steps is not stable.
        if (sampler != Samplers.GibbsBandit)
            Assert.Equal(0, run.Divergences);
    }

    // Heavy tails and no finite fourth moment: judged by probabilities.
    [Theory]
    [MemberData(nameof(All))]
    public void StudentTHasItsProbabilities(string sampler)
    {
        using var density = FunctionDensity.StudentT(2, 4);
        using var start = zeros(Chains, 2, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 100, 100, seed: 5));
        foreach (var limit in new[] { 0.5, 2.0, 4.0 })
            StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average(x => Math.Abs(x) < limit ? 1.0 : 0))], (2 * StudentT.CDF(0, 1, 4, limit)) - 1, $"P(|x| < {limit})");
    }

    // Neal's funnel in coordinates in which it is a normal distribution: the centred parameters follow.
    [Theory]
    [MemberData(nameof(All))]
    public void ANonCentredFunnelHasItsScales(string sampler)
    {
        using var density = new NormalDensity([0, 0, 0], new double[,] { { 9, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } });
        using var start = zeros(Chains, 3, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 100, 100, seed: 6));
        var (v, z) = (run.Parameter(0), run.Parameter(1));
        double Share(int chain) => Enumerable.Range(0, run.Draws).Average(d => Math.Abs(z[chain][d]) * Math.Exp(v[chain][d] / 2) < 1 ? 1.0 : 0);
        var expected = Enumerable.Range(0, 20_001).Select(i => -15 + (i * 0.0015))
            .Sum(u => 0.0015 * Normal.PDF(0, 3, u) * ((2 * Normal.CDF(0, Math.Exp(u / 2), 1)) - 1));
        StatAssert.MeanEquals([.. Enumerable.Range(0, Chains).Select(Share)], expected, "P(|x| < 1)");
    }

    [Theory]
    [InlineData(Samplers.Hmc)]
    [InlineData(Samplers.Nuts)]
    [InlineData(Samplers.Chees)]
    public void ALargeStepInAFunnelDiverges(string sampler)
    {
        using var density = FunctionDensity.Funnel(10);
        using var start = full([8, 10], 0.1, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 0, 200, seed: 3) with { InitialStepSize = 2 });
        Assert.True(run.Divergences > 0);
        Assert.All(run.LogDensity(), chain => Assert.All(chain, value => Assert.True(double.IsFinite(value))));
    }

    // Half of the plane has no density: an edge is a divergence, and the other half is sampled.
    [Theory]
    [MemberData(nameof(All))]
    public void ADensityThatIsNotANumberSomewhereIsADivergenceThere(string sampler)
    {
        using var density = new FunctionDensity(2, (x, g) =>
        {
            (g[0], g[1]) = (-x[0], -x[1]);
            return x[0] < 0 ? double.NaN : -0.5 * ((x[0] * x[0]) + (x[1] * x[1]));
        });
        using var start = ones(Chains, 2, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 100, 150, seed: 4) with { TargetAcceptance = 0.6 });
        Assert.True(run.Divergences > 0);
        Assert.All(run.Parameter(0), chain => Assert.All(chain, x => Assert.True(x >= 0)));
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average(x => x < 0.6744897501960817 ? 1.0 : 0))], 0.5, "median of |x|");
    }

    [Theory]
    [InlineData(Samplers.Hmc)]
    [InlineData(Samplers.Nuts)]
    [InlineData(Samplers.Chees)]
    public void ATooLargeInitialStepRecovers(string sampler)
    {
        using var density = new NormalDensity([0, 0], new[,] { { 1e-4, 0 }, { 0, 1 } });
        using var start = zeros(4, 2, dtype: float64);
        var run = Samplers.Sample(density, start, Samplers.Options(sampler, 200, 50, seed: 3) with { InitialStepSize = 1e3 });
        Assert.InRange(run.Acceptance, 0.5, 0.99);
        Assert.All(run.Parameter(1), chain => Assert.True(chain.Distinct().Count() > 20));
    }

    // The density does not depend on the second parameter: its gradient has no variance, and trajectories never turn.
    [Theory]
    [InlineData(Samplers.Hmc, MassMatrix.PerChain)]
    [InlineData(Samplers.Hmc, MassMatrix.LowRank)]
    [InlineData(Samplers.Nuts, MassMatrix.PerChain)]
    [InlineData(Samplers.Chees, MassMatrix.Pooled)]
    [InlineData(Samplers.Bandit, MassMatrix.Unit)]
    public void AParameterWithoutInfluenceDoesNoHarm(string sampler, MassMatrix mass)
    {
        using var density = new FunctionDensity(2, (x, g) =>
        {
            (g[0], g[1]) = (-x[0], 0);
            return -0.5 * x[0] * x[0];
        });
        using var start = zeros(Chains, 2, dtype: float64);
        var run = Samplers.Sample(density, start, Shallow(Samplers.Options(sampler, 60, 40, seed: 3, mass)));
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average())], 0, "mean");
        Assert.All(run.Parameter(1), chain => Assert.All(chain, value => Assert.True(double.IsFinite(value))));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void ResultsDependOnTheSeedAndNotOnThreads(string sampler)
    {
        using var posterior = Toy();
        float[] Run(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var run = Samplers.Sample(posterior, null, Shallow(Samplers.Options(sampler, 30, 20, seed)) with { Chains = 3, Map = new MapStart { Steps = 20 } });
            Compute.Threads = before;
            return [.. Enumerable.Range(0, 60).SelectMany(i => run.Position(i / 20, i % 20).ToArray())];
        }

        var first = Run(1, 1);
        Assert.Equal(first, Run(1, 2));
        Assert.NotEqual(first, Run(2, 1));
    }

    [Theory]
    [MemberData(nameof(EveryWithMass))]
    public void ARestoredProcessContinuesBitForBit(string sampler, MassMatrix mass)
    {
        using var density = new NormalDensity([0, 1, 2], new[,] { { 1.0, 0.5, 0 }, { 0.5, 2, 0 }, { 0, 0, 0.1 } });
        RestoredContinues(density, Samplers.Options(sampler, 40, 20, seed: 9, mass), [0, 3, 17, 38, 47]);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void ARestoredRunOfANetworkContinuesBitForBit(string sampler)
    {
        using var posterior = Toy();
        RestoredContinues(posterior, Shallow(Samplers.Options(sampler, 40, 20, seed: 9)), [17, 47]);
    }

    // Stops in the middle of the first fast interval, of the windows, of the last interval, and of the draws.
    private static void RestoredContinues(ILogDensity density, SamplerOptions options, int[] stops)
    {
        using var start = full([3, density.Parameters], 0.1, dtype: density.NumberType);
        using var elsewhere = full([3, density.Parameters], 0.2, dtype: density.NumberType);
        TransitionInfo Move(ChainProcess process, int step) => step < options.Warmup ? process.Warm(step) : process.Draw();
        foreach (var stop in stops)
        {
            using var whole = Samplers.Process(density, start, options);
            for (var step = 0; step < stop; step++)
                Move(whole, step);
            using var snapshot = new Snapshot();
            whole.Save(snapshot);
            using var other = Samplers.Process(density, elsewhere, options);
            other.Restore(snapshot);
            for (var step = stop; step < 55; step++)
            {
                var (a, b) = (Move(whole, step), Move(other, step));
                Assert.Equal(a.Energy, b.Energy);
                Assert.Equal(a.AcceptProbability, b.AcceptProbability);
                Assert.Equal(whole.StepSize, other.StepSize);
            }

            Assert.True(whole.Position.eq(other.Position).all().item<bool>());
            Assert.True(whole.InverseMass.eq(other.InverseMass).all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(EveryWithMass))]
    public void LiveTensorsStayFlat(string sampler, MassMatrix mass)
    {
        using var density = new NormalDensity([0, 0], new[,] { { 1.0, 0.9 }, { 0.9, 1 } });
        using var start = zeros(4, 2, dtype: float64);
        using var process = Samplers.Process(density, start, Samplers.Options(sampler, 100, 10, seed: 1, mass));
        for (var step = 0; step < 100; step++)
            process.Warm(step);
        process.Draw();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var draw = 0; draw < 300; draw++)
            process.Draw();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void WarmUpKeepsNoTensors(string sampler)
    {
        using var density = new NormalDensity([0, 0], new[,] { { 1.0, 0.9 }, { 0.9, 1 } });
        using var start = zeros(4, 2, dtype: float64);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var run = 0; run < 2; run++)
        {
            using var process = Samplers.Process(density, start, Samplers.Options(sampler, 100, 10, seed: 1, MassMatrix.LowRank));
            for (var step = 0; step < 100; step++)
                process.Warm(step);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // No start: prior draws that climb first. A linear model has one mode.
    [Theory]
    [MemberData(nameof(Every))]
    public void ItJustWorksWithoutAStart(string sampler)
    {
        var network = new BayesianNetwork(Mlp.Of(2, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3));
        var x = new float[80];
        new CounterRandom(2).FillNormal(x);
        using var posterior = network.Posterior(x, [.. Enumerable.Range(0, 40).Select(i => x[2 * i] + MathF.Sin(i))]);
        var run = Samplers.Sample(posterior, null, Samplers.Options(sampler, 150, 200, seed: 1));
        Assert.Equal(4, run.Chains);
        Assert.True(Diagnostics.Rhat(run.LogDensity()) < 1.2);
        Assert.True(Diagnostics.Rhat(run.Parameter(0)) < 1.2);
    }

    // Trees of few states, for tests that only need some transitions.
    private static SamplerOptions Shallow(SamplerOptions options) => options is NutsOptions nuts ? nuts with { MaximumDepth = 5 } : options;

    private static DensePosterior Toy()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [4], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3));
        var x = Enumerable.Range(0, 40).Select(i => -2 + (i / 10f)).ToArray();
        return network.Posterior(x, [.. x.Select(v => MathF.Sin(2 * v))]);
    }
}
