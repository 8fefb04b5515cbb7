using HepBayes.Generative;
using HepBayes.Generative.Adversarial;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative.Adversarial;

public class GanTrainerTests
{
    private static readonly GanTrainingOptions Short = new() { Steps = 3000, BatchEvents = 256 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AGanLearnsANormalDistribution(int seed)
    {
        var random = new CounterRandom(3);
        double[] x = [.. Enumerable.Range(0, 10_000).Select(_ => 50 + (4 * random.NextNormal()))];
        var fit = GanTrainer.Fit(Start(EventSample.FromColumns(x), seed), EventSample.FromColumns(x), Short with { Seed = seed }, cancellation: Token);
        var drawn = fit.Gan.Sample(20_000, 4).Column(0);
        Within(50, drawn.Average(), 4);
        Within(1, Math.Sqrt(StatAssert.Variance(drawn)) / 4, 1);
        Assert.Equal(2 * Math.Log(2), fit.History.Critic[^1], 0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AGanLearnsACorrelatedPair(int seed)
    {
        // Standard deviations 1 and 2, correlation 0.8, centre (3, -1).
        var random = new CounterRandom(5);
        var (x, y) = (new double[10_000], new double[10_000]);
        for (var i = 0; i < x.Length; i++)
        {
            var (a, b) = (random.NextNormal(), random.NextNormal());
            (x[i], y[i]) = (3 + a, -1 + (1.6 * a) + (1.2 * b));
        }

        var events = EventSample.FromColumns(x, y);
        var drawn = GanTrainer.Fit(Start(events, seed), events, Short with { Seed = seed }, cancellation: Token).Gan.Sample(20_000, 4);
        var (u, v) = (drawn.Column(0), drawn.Column(1));
        Within(3, u.Average(), 1);
        Within(-1, v.Average(), 2);
        Within(1, Math.Sqrt(StatAssert.Variance(u)), 1);
        Within(2, Math.Sqrt(StatAssert.Variance(v)), 2);
        var (meanU, meanV) = (u.Average(), v.Average());
        var covariance = u.Zip(v, (a, b) => (a - meanU) * (b - meanV)).Average();
        Within(0.8, covariance / Math.Sqrt(StatAssert.Variance(u) * StatAssert.Variance(v)), 2);
    }

    [Fact]
    public void WeightedEventsGiveUnweightedOnesOfTheirDensity()
    {
        // Normal events with weights exp(x) are N(1, 1); without the weights the mean would stay 0.
        var random = new CounterRandom(6);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())];
        var data = new FlowData(EventSample.FromColumns(x)) { Weights = x.Select(v => Math.Exp(v)).ToArray() };
        var drawn = GanTrainer.Fit(Start(data.Events, 1), data, Short, cancellation: Token).Gan.Sample(20_000, 4).Column(0);
        Within(1, drawn.Average(), 1);
        Within(1, Math.Sqrt(StatAssert.Variance(drawn)), 1);
        var (once, scaled) = (Short with { Steps = 20 }, data with { Weights = x.Select(v => 64 * Math.Exp(v)).ToArray() });
        Assert.Equal(
            GanTrainer.Fit(Start(data.Events, 1), data, once, cancellation: Token).Gan.GeneratorParameters.ToArray(),
            GanTrainer.Fit(Start(data.Events, 1), scaled, once, cancellation: Token).Gan.GeneratorParameters.ToArray());
    }

    [Fact]
    public void ADiscrepancyTermDrawsADerivedQuantity()
    {
        // After 400 steps the critic has not yet got the radius right; the term has.
        var ring = KnownDensity.Ring.Sample(5000, 1);
        var radius = new DiscrepancyTerm(v => Math.Sqrt((v[0] * v[0]) + (v[1] * v[1])), DiscrepancyKernel.Gaussian(1)) { Weight = 30 };
        double Discrepancy(IReadOnlyList<DiscrepancyTerm> terms)
        {
            var gan = GanTrainer.Fit(Start(ring, 1), ring, Short with { Steps = 400, Discrepancies = terms }, cancellation: Token).Gan;
            return MaximumMeanDiscrepancy.Of(ring.Slice(..2000).Select(radius.Quantity), gan.Sample(2000, 1).Select(radius.Quantity), radius.Kernel);
        }

        var (with, without) = (Discrepancy([radius]), Discrepancy([]));
        Assert.True(with < 0.005, $"{with}");
        Assert.True(without > 3 * with, $"{without} against {with}");
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsOnAnyNumberOfThreads()
    {
        var training = KnownDensity.Ring.Sample(3000, 1);
        float[] Fit(int threads, int seed)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            try
            {
                var options = Short with { Steps = 30, Seed = seed, Discrepancies = [new(v => v[0] * v[1], DiscrepancyKernel.Gaussian(1))] };
                var gan = GanTrainer.Fit(Start(training, 1), training, options, cancellation: Token).Gan;
                return [.. gan.GeneratorParameters, .. gan.CriticParameters, .. gan.Sample(1000, 3).Values, .. gan.LogRatio(training).Select(l => (float)l)];
            }
            finally
            {
                Compute.Threads = before;
            }
        }

        Assert.Equal(Fit(1, 1), Fit(3, 1));
        Assert.NotEqual(Fit(2, 1), Fit(2, 2));
    }

    [Fact]
    public void WrongEventsAndSettingsAreRefusedWithTheReason()
    {
        var ring = KnownDensity.Ring.Sample(100, 1);
        var start = Start(ring, 1);
        string Message(FlowData data, GanTrainingOptions? options = null) => Assert.ThrowsAny<ArgumentException>(() => GanTrainer.Fit(start, data, options ?? Short, cancellation: Token)).Message;
        Assert.Contains("event 3 is -1", Message(new FlowData(ring) { Weights = Enumerable.Range(0, 100).Select(i => i == 3 ? -1.0 : 1).ToArray() }));
        Assert.Contains("All 100 weights are 0", Message(new FlowData(ring) { Weights = new double[100] }));
        Assert.Contains("3 variables", Message(new EventSample(3, new float[6])));
        Assert.Contains("one training event", Message(ring.Slice(..1)));
        Assert.Contains("conditions", Message(new FlowData(ring) { Conditions = ring }));
        Assert.Contains("penalty", Message(ring, Short with { GradientPenalty = -1 }));
        Assert.Contains("event 0", Message(ring, Short with { Discrepancies = [new(_ => double.NaN, DiscrepancyKernel.Gaussian(1))] }));
        Assert.Throws<ArgumentException>(() => start.WithParameters([1], [2]));
        Assert.Contains("maps for 2", Assert.Throws<ArgumentException>(() => new Gan(new GanDesign { Dimensions = 3 }, EventMap.Identity(2))).Message);
    }

    [Fact]
    public void ATrainingTellsItsProgressAndCanBeStopped()
    {
        using var source = new CancellationTokenSource();
        var ring = KnownDensity.Ring.Sample(2000, 1);
        Assert.Throws<OperationCanceledException>(() => GanTrainer.Fit(Start(ring, 1), ring, Short, new ProgressCallback(_ => source.Cancel()), source.Token));
        var history = GanTrainer.Fit(Start(ring, 1), ring, Short with { Steps = 7 }, cancellation: Token).History;
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], history.Steps);
    }

    // In standard deviations of the variable. Over seeds 1 to 20 the deviations of these tests scatter by 0.023 or less and none exceeds
    // 0.06, so the bound is more than six times their scatter. Correlations scatter by 0.03, one of the twenty being 0.14 off: their bound is 0.3.
    private static void Within(double expected, double found, double deviation) => Assert.InRange((found - expected) / deviation, -0.15, 0.15);

    private static Gan Start(EventSample sample, int seed) =>
        new(new GanDesign { Dimensions = sample.Dimensions, GeneratorHidden = [32, 32], CriticHidden = [32, 32] }, EventMap.Fit(sample), seed);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
