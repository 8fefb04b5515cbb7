using HepBayes.Generative;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Generative;

public class FlowTests
{
    private static readonly DrellYan DrellYan = new();

    [Fact]
    public void TheRoundTripIsWithinATenThousandthAndTheSameDensity()
    {
        var flow = Random(DrellYan.Sample(5000, 1));
        var events = DrellYan.Sample(20_000, 2);
        var (latent, logs) = flow.Transform(events);
        var back = flow.Inverse(latent);
        // In the standardised variables, where the mark of 1e-4 is meant.
        var (mapped, returned) = (flow.Variables.Apply(events).Values, flow.Variables.Apply(back).Values);
        var errors = mapped.Zip(returned, (a, b) => (double)Math.Abs(a - b)).Order().ToArray();
        Assert.True(errors[^1] < 1e-4, $"largest error {errors[^1]}");
        var density = flow.LogDensity(events);
        for (var row = 0; row < 100; row++)
            Assert.Equal(density[row], logs[row] - latent[row].ToArray().Sum(z => 0.5 * z * z) - (1.5 * Math.Log(2 * Math.PI)), 1e-4);
    }

    [Fact]
    public void TheDensityIntegratesToOneInTheOriginalVariables()
    {
        var kicker = KnownDensity.Kicker;
        var sample = kicker.Sample(5000, 3);
        var flow = Randomised(new Flow(new FlowDesign { Dimensions = 2, Blocks = 4, Hidden = [16], Mixing = Mixing.Rotation }, EventMap.Fit(sample, kicker.Maps)), 0.15f);
        // Points are even in the log-odds, where the density is smooth up to the corners.
        const int Points = 500;
        double Odds(int i) => 18.0 * (i + 0.5) / Points - 9;
        double Value(int i) => 1 / (1 + Math.Exp(-Odds(i)));
        var grid = new EventSample(2, [.. Enumerable.Range(0, Points * Points).SelectMany(i => new[] { (float)Value(i % Points), (float)Value(i / Points) })]);
        double Slope(int i) => Value(i) * (1 - Value(i)) * 18 / Points;
        Assert.Equal(1, flow.LogDensity(grid).Select((log, i) => Math.Exp(log) * Slope(i % Points) * Slope(i / Points)).Sum(), 0.01);
    }

    [Fact]
    public void AnUntrainedFlowIsTheNormalDistributionOfTheMap()
    {
        var sample = DrellYan.Sample(2000, 4);
        var flow = new Flow(new FlowDesign { Dimensions = 3 }, EventMap.Fit(sample, DrellYan.Maps));
        var expected = DrellYan.Sample(10, 5);
        var logs = flow.LogDensity(expected);
        var pts = sample.Column(0).Select(x => Math.Log(x)).ToArray();
        var (eta1, eta2) = (sample.Column(1), sample.Column(2));
        for (var row = 0; row < 10; row++)
        {
            double One(double[] column, double value) => Normal.PDFLn(column.Average(), Math.Sqrt(column.Average(x => Math.Pow(x - column.Average(), 2))), value);
            var x = expected[row];
            Assert.Equal(One(pts, Math.Log(x[0])) - Math.Log(x[0]) + One(eta1, x[1]) + One(eta2, x[2]), logs[row], 1e-3);
        }
    }

    [Fact]
    public void SamplesFollowTheDensityOfTheFlow()
    {
        // The mean of q'/q over events of q is 1 for any density q': here a normal one, inside the support.
        var flow = Random(DrellYan.Sample(5000, 1));
        var events = flow.Sample(200_000, 9);
        var target = new Flow(flow.Design, EventMap.Fit(DrellYan.Sample(5000, 6), DrellYan.Maps));
        double[] ratios = [.. target.LogDensity(events).Zip(flow.LogDensity(events), (t, q) => Math.Exp(Math.Min(t - q, 3)))];
        double[] mass = [.. events.Select(v => v[0] < 30 ? 1 : 0)];
        var integral = target.LogDensity(target.Sample(200_000, 10)).Zip(flow.LogDensity(target.Sample(200_000, 10)), (t, q) => Math.Exp(Math.Min(0, 3 - (t - q)))).ToArray();
        // <min(e^3, t/q)>_q = <min(1, e^3 q/t)>_t, both sides by sampling.
        var error = Math.Sqrt(StatAssert.Variance(integral) / integral.Length);
        StatAssert.MeanEquals(ratios, integral.Average(), "ratio", error);
        Assert.InRange(mass.Average(), 0.01, 0.99);
    }

    [Fact]
    public void TheNoiseIsStandardNormal()
    {
        var flow = new Flow(new FlowDesign { Dimensions = 2, Blocks = 1 }, EventMap.Identity(2));
        var events = flow.Sample(200_000, 11);
        StatAssert.DistributionEquals(events.Column(0), x => Normal.CDF(0, 1, x), "first");
        StatAssert.DistributionEquals(events.Column(1), x => Normal.CDF(0, 1, x), "second");
        StatAssert.MeanEquals(events.Column(0).Zip(events.Column(1), (a, b) => a * b).ToArray(), 0, "product");
        // Neighbours come from the same words of the generator.
        StatAssert.MeanEquals([.. events.Column(0).Zip(events.Column(0).Skip(1), (a, b) => a * b)], 0, "neighbours");
    }

    [Fact]
    public void ConditionsAreHeldAndTwoDimensionsChecked()
    {
        var random = new CounterRandom(3);
        var condition = EventSample.FromColumns([[.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble())]]);
        var events = EventSample.FromColumns([[.. condition.Column(0).Select(c => (4 * c) + (0.2 * random.NextNormal()))]]);
        var start = new Flow(new FlowDesign { Dimensions = 1, Conditions = 1, Blocks = 3 }, EventMap.Fit(events), EventMap.Fit(condition));
        var flow = FlowTrainer.Fit(start, new FlowData(events) { Conditions = condition }, null, new FlowTrainingOptions { Epochs = 40, BatchEvents = 256 }, cancellation: TestContext.Current.CancellationToken).Flow;
        var fixedCondition = new EventSample(1, [.. Enumerable.Repeat(0.25f, 20_000)]);
        var drawn = flow.Sample(20_000, 4, fixedCondition).Column(0);
        Assert.Equal(1, drawn.Average(), 0.1);
        Assert.Equal(0.2, Math.Sqrt(StatAssert.Variance(drawn)), 0.05);
        Assert.Contains("conditions", Assert.Throws<ArgumentException>(() => flow.LogDensity(events)).Message);
        Assert.Contains("2 variables", Assert.Throws<ArgumentException>(() => flow.LogDensity(new EventSample(2, [1, 2]), condition)).Message);
    }

    [Fact]
    public void ValuesOutsideTheBoundsAreNamed()
    {
        var flow = new Flow(new FlowDesign { Dimensions = 3 }, EventMap.Fit(DrellYan.Sample(100, 1), DrellYan.Maps));
        var error = Assert.Throws<ArgumentException>(() => flow.LogDensity(new EventSample(3, [40, 0, 0, -3, 0, 0])));
        Assert.Contains("event 1", error.Message);
        Assert.Contains("above 0", error.Message);
    }

    private static Flow Random(EventSample sample) =>
        Randomised(new Flow(new FlowDesign { Dimensions = 3, Blocks = 6, Hidden = [16, 16] }, EventMap.Fit(sample, DrellYan.Maps)), 0.15f);

    private static Flow Randomised(Flow flow, float size)
    {
        var numbers = new float[flow.Parameters.Length];
        new CounterRandom(17).FillNormal(numbers);
        return flow.WithParameters([.. numbers.Select(n => size * n)]);
    }
}
