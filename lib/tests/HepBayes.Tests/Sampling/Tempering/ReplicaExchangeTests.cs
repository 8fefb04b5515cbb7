using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Tempering;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Tempering;

public class ReplicaExchangeTests
{
    private const int Chains = 64;
    private const double Weight = 0.3;
    private static readonly ReplicaExchangeOptions Options = new() { Warmup = 150, Draws = 300, Seed = 8, Temperatures = 5 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Five standard deviations on either side of a valley that a plain chain does not cross.
    [Fact]
    public void SeparatedModesGetTheirWeights()
    {
        using var density = Mixture();
        using var start = full([Chains, 2], -5, dtype: float64);
        var run = ReplicaExchange.Sample(density, start, Options, cancellation: Token);
        CheckWeights(run.Draws);
        StatAssert.MeanEquals([.. run.Draws.Parameter(1).Select(c => c.Average(x => x * x))], 1, "variance of the other parameter");
        Assert.All(run.SwapAcceptance, a => Assert.InRange(a, 0.2, 0.95));
        // The adapted ladder treats all pairs alike.
        Assert.True(run.SwapAcceptance.Max() - run.SwapAcceptance.Min() < 0.25, string.Join(", ", run.SwapAcceptance));
        Assert.Equal([1, Options.MinimumInverseTemperature], [run.InverseTemperatures[0], run.InverseTemperatures[^1]], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(run.InverseTemperatures.OrderDescending(), run.InverseTemperatures);
        Assert.True(run.RoundTrips.Sum() > 5 * Chains);
        Assert.All(run.Draws.Leapfrogs(), chain => Assert.All(chain, count => Assert.Equal(0, count % Options.Temperatures)));
    }

    [Fact]
    public void APlainChainDoesNotFindTheOtherMode()
    {
        using var density = Mixture();
        using var start = full([Chains, 2], -5, dtype: float64);
        var run = Hmc.Sample(density, start, new HmcOptions { Warmup = 150, Draws = 300, Seed = 8 }, cancellation: Token);
        Assert.ThrowsAny<XunitException>(() => CheckWeights(run));
    }

    // Refusals r(log b) that grow faster near 1: the new temperatures cut them into equal parts.
    [Fact]
    public void TheLadderEqualisesRefusals()
    {
        var ladder = new TemperatureLadder(4, 1e-3);
        ladder.Equalise([0.4, 0.8, 0.9]);
        // Sums of refusals 0, 0.6, 0.8, 0.9: thirds of 0.9 lie at halves of the first pair and at its end.
        Assert.Equal([1, Math.Pow(1e-3, 1.0 / 6), Math.Pow(1e-3, 1.0 / 3), 1e-3], ladder.Inverse, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void ExchangesFollowTheRatioOfDensities()
    {
        var swaps = new ReplicaSwaps(3, [new CounterRandom(8)]);
        // The hot replica of the first pair stands better: always. The second pair is not in turn.
        Assert.Equal([1L, 0, 2], swaps.Next([-10, -2, -50], [1, 0.5, 0.2]));
        // In the second turn the pair (1, 2), whose exchange is nearly impossible.
        Assert.Equal([0L, 1, 2], swaps.Next([-10, -2, -500], [1, 0.5, 0.2]));
        Assert.Equal(1, swaps.Acceptance[0]);
        Assert.Equal(Math.Exp(0.3 * -498), swaps.Acceptance[1], 1e-12);
        // How often an exchange of known probability is made.
        var made = Enumerable.Range(0, 4000).Select(_ => swaps.Next([0, -1, -1e9], [1, 0.5, 0.2])[0] == 1 ? 1.0 : 0).Where((_, i) => i % 2 == 0).ToArray();
        StatAssert.MeanEquals(made, Math.Exp(-0.5), "exchanges");
    }

    [Fact]
    public void AnInterruptedRunContinuesAndKeepsItsCounts()
    {
        using var folder = new TemporaryFolder();
        using var density = Mixture();
        using var start = zeros(3, 2, dtype: float64);
        var options = Options with { Warmup = 30, Draws = 20 };
        var whole = ReplicaExchange.Sample(density, start, options, cancellation: Token);
        var onDisk = options with { Checkpoint = new CheckpointOptions { Folder = folder.File("run") } };
        foreach (var life in new[] { 20, 60 })
        {
            using var cancel = new CancellationTokenSource();
            using var cancelling = new WatchedDensity(density, n =>
            {
                if (n == life)
                    cancel.Cancel();
            });
            Assert.Throws<SamplingCancelledException>(() => ReplicaExchange.Sample(cancelling, start, onDisk, cancellation: cancel.Token));
        }

        var resumed = ReplicaExchange.Sample(density, start, onDisk, cancellation: Token);
        Assert.Equal(whole.Draws.LogDensity(), resumed.Draws.LogDensity());
        Assert.Equal(whole.SwapAcceptance, resumed.SwapAcceptance);
        Assert.Equal(whole.RoundTrips, resumed.RoundTrips);
        Assert.Equal(whole.InverseTemperatures, resumed.InverseTemperatures);
        Assert.Equal(options, SamplingRun.Open(folder.File("run")).Options with { Checkpoint = null });
    }

    // The density of a draw is that at temperature 1.
    [Fact]
    public void DrawsKeepTheirLogDensity()
    {
        using var density = Mixture();
        using var start = zeros(2, 2, dtype: float64);
        var run = ReplicaExchange.Sample(density, start, Options with { Warmup = 20, Draws = 20 }, cancellation: Token).Draws;
        for (var draw = 0; draw < 20; draw++)
        {
            double[] x = [run.Position(1, draw)[0], run.Position(1, draw)[1]];
            Assert.Equal(new MixtureDensity(2, 5, Weight).Evaluate(x, new double[2]), run.LogDensity()[1][draw], 1e-4);
        }
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        using var density = Mixture();
        void Refused(ReplicaExchangeOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ReplicaExchange.Sample(density, options: options, cancellation: Token)).ParamName);
        Refused(Options with { Temperatures = 1 }, nameof(ReplicaExchangeOptions.Temperatures));
        Refused(Options with { MinimumInverseTemperature = 0 }, nameof(ReplicaExchangeOptions.MinimumInverseTemperature));
        Refused(Options with { MinimumInverseTemperature = 1 }, nameof(ReplicaExchangeOptions.MinimumInverseTemperature));
        Refused(Options with { FirstChain = 1 << 23 }, nameof(ReplicaExchangeOptions.FirstChain));
        Refused(Options with { TrajectoryLength = -1 }, nameof(ReplicaExchangeOptions.TrajectoryLength));
    }

    private static ILogDensity Mixture() => LogDensity.Of(2, new MixtureDensity(2, 5, Weight).Evaluate);

    private static void CheckWeights(SamplingRun run) =>
        StatAssert.MeanEquals([.. run.Parameter(0).Select(c => c.Average(x => x > 0 ? 1.0 : 0))], Weight, "weight of the second mode");
}
