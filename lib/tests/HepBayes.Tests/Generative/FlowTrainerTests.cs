using HepBayes.Generative;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using TorchSharp;

namespace HepBayes.Tests.Generative;

public class FlowTrainerTests
{
    private static readonly FlowTrainingOptions Short = new() { Epochs = 12, BatchEvents = 256, LearningRate = 5e-3 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFlowLearnsTheRing(bool spline)
    {
        var ring = KnownDensity.Ring;
        var (training, test) = (ring.Sample(20_000, 1), ring.Sample(20_000, 2));
        var start = Start(training, spline);
        var flow = FlowTrainer.Fit(start, training, ring.Sample(5000, 3), Short with { Epochs = 20 }, cancellation: Token).Flow;
        double Divergence(Flow f) => ring.LogDensity(test).Zip(f.LogDensity(test), (t, q) => t - q).Average();
        Assert.InRange(Divergence(start), 0.3, 1);
        Assert.InRange(Divergence(flow), 0, spline ? 0.06 : 0.15);
    }

    [Fact]
    public void WeightedEventsGiveTheDensityOfTheWeights()
    {
        // Flat events in the unit square with weights 2x are the wedge.
        var random = new CounterRandom(4);
        var flat = EventSample.FromColumns([Uniform(random, 20_000), Uniform(random, 20_000)]);
        var data = new FlowData(flat) { Weights = flat.Select(v => 2 * v[0]) };
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 4 }, EventMap.Fit(flat, KnownDensity.Wedge.Maps));
        var flow = FlowTrainer.Fit(start, data, null, Short, cancellation: Token).Flow;
        var mean = flow.Sample(40_000, 5).Column(0).Average();
        // 2/3 for the wedge, 1/2 if the weights were forgotten; a standard error of the training sample is 0.002.
        Assert.Equal(2.0 / 3, mean, 0.02);
        var scaled = FlowTrainer.Fit(start, new FlowData(flat) { Weights = flat.Select(v => 64 * v[0]) }, null, Short with { Epochs = 1 }, cancellation: Token);
        Assert.Equal(FlowTrainer.Fit(start, data, null, Short with { Epochs = 1 }, cancellation: Token).Flow.Parameters.ToArray(), scaled.Flow.Parameters.ToArray());
    }

    [Fact]
    public void TheBestEpochIsKept()
    {
        var (training, validation) = (KnownDensity.CamelBack.Sample(200, 1), KnownDensity.CamelBack.Sample(2000, 2));
        var start = new Flow(new FlowDesign { Dimensions = 1, Blocks = 4 }, EventMap.Fit(training));
        var fit = FlowTrainer.Fit(start, training, validation, new FlowTrainingOptions { Epochs = 150, BatchEvents = 50, LearningRate = 0.02 }, cancellation: Token);
        var losses = fit.History.Validation[0];
        Assert.Equal(losses.Min(), losses[fit.History.BestEpoch[0]]);
        Assert.Equal(losses.Min(), -fit.Flow.LogDensity(validation).Average(), 1e-4);
        Assert.True(losses[^1] > losses.Min() + 0.01, "200 events are learnt by heart");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheSameSeedGivesTheSameBitsOnAnyNumberOfThreads(bool bayesian)
    {
        var training = KnownDensity.Ring.Sample(3000, 1);
        float[] Fit(int threads, int seed)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            try
            {
                var options = Short with { Epochs = 2, Seed = seed };
                return bayesian
                    ? FlowTrainer.Fit(new BayesianFlow(Start(training, true)), training, training, options, cancellation: Token).Flow.Parameters.ToArray()
                    : FlowTrainer.Fit(Start(training, true), training, training, options, cancellation: Token).Flow.Parameters.ToArray();
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
    public void NoTensorIsLeftBehind()
    {
        NativeLibraries.EnsureLoaded();
        var training = KnownDensity.Ring.Sample(1000, 1);
        var before = torch.NewDisposeScope().DisposablesCount;
        using var scope = torch.NewDisposeScope();
        FlowTrainer.Fit(Start(training, true), training, null, Short with { Epochs = 1 }, cancellation: Token).Flow.Sample(100, 1);
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void WrongEventsAndWeightsAreRefusedWithTheReason()
    {
        var ring = KnownDensity.Ring.Sample(100, 1);
        var start = Start(ring, true);
        string Message(FlowData data) => Assert.Throws<ArgumentException>(() => FlowTrainer.Fit(start, data, null, Short, cancellation: Token)).Message;
        Assert.Contains("event 3 is -1", Message(new FlowData(ring) { Weights = Enumerable.Range(0, 100).Select(i => i == 3 ? -1.0 : 1).ToArray() }));
        Assert.Contains("All 100 weights are 0", Message(new FlowData(ring) { Weights = new double[100] }));
        Assert.Contains("99 weights", Message(new FlowData(ring) { Weights = new double[99] }));
        Assert.Contains("no training events", Message(new EventSample(2, [])));
        Assert.Contains("3 variables", Message(new EventSample(3, new float[6])));
        Assert.Throws<ArgumentException>(() => Start(ring, true).WithParameters([1, 2]));
        Assert.Throws<ArgumentException>(() => new FlowDesign { Dimensions = 2, Coupling = Coupling.Spline(1) }.Check());
    }

    [Fact]
    public void ATrainingCanBeStopped()
    {
        using var source = new CancellationTokenSource();
        var ring = KnownDensity.Ring.Sample(2000, 1);
        Assert.Throws<OperationCanceledException>(() => FlowTrainer.Fit(Start(ring, true), ring, null, Short, new ProgressCallback(_ => source.Cancel()), source.Token));
    }

    [Theory]
    [InlineData(DensityLoss.ReverseKullbackLeibler, 0)]
    [InlineData(DensityLoss.Variance, 0)]
    [InlineData(DensityLoss.ForwardKullbackLeibler, 0)]
    [InlineData(DensityLoss.ForwardKullbackLeibler, 2)]
    [InlineData(DensityLoss.ReverseKullbackLeibler, 2)]
    [InlineData(DensityLoss.Variance, 2)]
    public void AFlowLearnsFromADensityAlone(DensityLoss loss, int buffered)
    {
        var ring = KnownDensity.Ring;
        var map = new EventMap(VariableMap.None.Standardised(0, 3.5), VariableMap.None.Standardised(0, 3.5));
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 6, Mixing = Mixing.Rotation }, map);
        // Known up to a constant.
        double[] Target(EventSample events) => [.. ring.LogDensity(events).Select(l => l + 5)];
        var options = new DensityTrainingOptions { Loss = loss, Rounds = buffered > 0 ? 30 : 50, EventsPerRound = 2048, BatchEvents = 256, BufferedRounds = buffered };
        var result = DensityTrainer.Fit(start, Target, options, cancellation: Token);
        var events = result.Flow.Sample(50_000, 3);
        var sample = ImportanceSample.Of(Target(events), result.Flow.LogDensity(events));
        Assert.True(result.EssFraction[0] < 0.6, $"{result.EssFraction[0]}");
        Assert.True(sample.EssFraction > 0.8, $"{loss}: effective share {sample.EssFraction}");
        Assert.True(sample.Integral(1 - StatAssert.FalseAlarmRate).Contains(Math.Exp(5)), sample.Integral().ToString());
        Assert.Equal((options.Rounds + 1) * options.EventsPerRound, result.Calls);
    }

    [Fact]
    public void DensitiesThatCannotBeUsedAreNamed()
    {
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 2 }, EventMap.Identity(2));
        var nan = Assert.Throws<ArgumentException>(() => DensityTrainer.Fit(start, e => [.. e.Select(v => v[0] > 1 ? double.NaN : 0)], cancellation: Token));
        Assert.Contains("NaN at event", nan.Message);
        Assert.Contains("0 at all", Assert.Throws<ArithmeticException>(() => DensityTrainer.Fit(start, e => [.. e.Select(_ => double.NegativeInfinity)], cancellation: Token)).Message);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => DensityTrainer.Fit(start, _ => [1, 2], cancellation: Token)).Message);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Flow Start(EventSample sample, bool spline) =>
        new(new FlowDesign { Dimensions = 2, Blocks = 6, Coupling = spline ? Coupling.Spline() : Coupling.Affine(), Mixing = Mixing.Rotation }, EventMap.Fit(sample));

    private static double[] Uniform(CounterRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
}
