using HepBayes.Generative;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative;

public class ConditionalAugmentationTests
{
    [Fact]
    public void WeightsAndStrengthsHaveTheirClosedForms()
    {
        // Exponential events of mean 1 with weights exp(a x) have mean 1 / (1 - a) at strength a.
        var random = new CounterRandom(1);
        var events = EventSample.FromColumns([[.. Enumerable.Range(0, 100_000).Select(_ => -Math.Log(random.NextDouble()))]]);
        var data = ConditionalAugmentation.Of(events, (v, a) => Math.Exp(a * v[0]), -1, 0, seed: 2);
        var (x, strengths, weights) = (events.Column(0), data.Conditions!.Column(0), data.Weights!);
        StatAssert.DistributionEquals(strengths, a => a + 1, "strengths");
        // <w (x - 1/(1-a))> is 0 at every a.
        StatAssert.MeanEquals([.. Enumerable.Range(0, x.Length).Select(i => weights[i] * (x[i] - (1 / (1 - strengths[i]))))], 0, "weighted mean");
        Assert.Equal(data.Conditions.Values.ToArray(), ConditionalAugmentation.Of(events, (v, a) => 1, -1, 0, seed: 2).Conditions!.Values.ToArray());
    }

    [Fact]
    public void AFlowLearnsTheShiftedNormalDistribution()
    {
        // Standard normal events with weights exp(a x) are N(a, 1).
        var random = new CounterRandom(3);
        var events = EventSample.FromColumns([[.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())]]);
        var data = ConditionalAugmentation.Of(events, (v, a) => Math.Exp(a * v[0]), -1, 1, seed: 4);
        var start = new Flow(new FlowDesign { Dimensions = 1, Conditions = 1, Blocks = 3 }, EventMap.Fit(events), EventMap.Fit(data.Conditions!));
        var flow = FlowTrainer.Fit(start, data, null, new FlowTrainingOptions { Epochs = 12, BatchEvents = 256 }, cancellation: TestContext.Current.CancellationToken).Flow;
        foreach (var a in new[] { -0.8f, 0, 0.8f })
        {
            var drawn = flow.Sample(20_000, 5, new EventSample(1, [.. Enumerable.Repeat(a, 20_000)])).Column(0);
            Assert.Equal(a, drawn.Average(), 0.1);
            Assert.Equal(1, Math.Sqrt(StatAssert.Variance(drawn)), 0.1);
        }
    }

    [Fact]
    public void WeightsThatCannotBeUsedAreNamed()
    {
        var events = new EventSample(1, [1, 2, 3]);
        Assert.Contains("event 0 is -1", Assert.Throws<ArgumentException>(() => ConditionalAugmentation.Of(events, (_, _) => -1, 0, 1, 1)).Message);
        Assert.Contains("between 1 and 0", Assert.Throws<ArgumentException>(() => ConditionalAugmentation.Of(events, (_, _) => 1, 1, 0, 1)).Message);
        Assert.Throws<ArgumentException>(() => ConditionalAugmentation.Of(new FlowData(events) { Conditions = events }, (_, _) => 1, 0, 1, 1));
        var weighted = ConditionalAugmentation.Of(new FlowData(events) { Weights = [1, 2, 0] }, (_, _) => 3, 0, 1, 1);
        Assert.Equal([3, 6, 0], weighted.Weights!.Span.ToArray());
    }
}
