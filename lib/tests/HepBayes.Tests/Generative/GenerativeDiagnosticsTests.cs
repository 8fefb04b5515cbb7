using HepBayes.Evaluation;
using HepBayes.Generative;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative;

public class GenerativeDiagnosticsTests
{
    [Fact]
    public void ImportanceWeightsHaveTheirClosedForms()
    {
        // Target N(0, 1), proposal N(0, s): ESS/N = sqrt(2 s^2 - 1) / s^2, integral 1.
        const double S = 1.5;
        var random = new CounterRandom(1);
        double[] x = [.. Enumerable.Range(0, 200_000).Select(_ => S * random.NextNormal())];
        var sample = ImportanceSample.Of([.. x.Select(v => -0.5 * v * v)], [.. x.Select(v => (-0.5 * v * v / S / S) - Math.Log(S))]);
        Assert.True(sample.Integral(1 - StatAssert.FalseAlarmRate).Contains(1), sample.Integral().ToString());
        Assert.Equal(Math.Sqrt((2 * S * S) - 1) / (S * S), sample.EssFraction, 0.005);
        // The largest weight is s, where the proposal is centred: efficiency 1/s.
        var unweighted = sample.Unweight(quantile: 1);
        Assert.Equal(S, unweighted.MaximumWeight, 1e-3);
        Assert.Equal(1 / S, unweighted.Efficiency, 0.005);
        Assert.Equal(0, unweighted.Above);
        StatAssert.DistributionEquals([.. unweighted.Kept.Select(k => x[k])], v => MathNet.Numerics.Distributions.Normal.CDF(0, 1, v), "unweighted");
        var cut = sample.Unweight(quantile: 0.5);
        Assert.True(cut.MaximumWeight < S && cut.Above > 0 && cut.Lost > 0);
    }

    [Fact]
    public void WeightsThatCannotBeUsedAreRefused()
    {
        Assert.Contains("event 1", Assert.Throws<ArgumentException>(() => ImportanceSample.Of([0, double.NaN], [0, 0])).Message);
        Assert.Throws<ArgumentException>(() => ImportanceSample.Of([], []));
        var none = ImportanceSample.Of([double.NegativeInfinity], [0]);
        Assert.Equal(0, none.EssFraction);
        Assert.Contains("All 1 weights are 0", Assert.Throws<ArgumentException>(() => none.Unweight()).Message);
    }

    [Fact]
    public void AClassifierRecoversAKnownRatio()
    {
        // Truth N(0.5, 1), generated N(0, 1): log ratio = 0.5 x - 0.125; AUC = Phi(0.5 / sqrt 2).
        var (truth, generated) = (Shifted(20_000, 0.5, 1), Shifted(40_000, 0, 2));
        var classifier = EventClassifier.Fit(truth, generated, new EventClassifierOptions { Hidden = [16], Epochs = 8 }, cancellation: TestContext.Current.CancellationToken);
        var (heldTruth, heldGenerated) = (Shifted(20_000, 0.5, 3), Shifted(20_000, 0, 4));
        var curve = classifier.Judge(heldTruth, heldGenerated);
        var expected = MathNet.Numerics.Distributions.Normal.CDF(0, 1, 0.5 / Math.Sqrt(2));
        Assert.InRange(curve.Auc, expected - 0.01, expected + 0.01);
        var weights = classifier.Weights(heldGenerated);
        Assert.Equal(1, weights.Average(), 0.03);
        Assert.Equal(0.5, heldGenerated.Column(0).Zip(weights, (x, w) => x * w).Sum() / weights.Sum(), 0.05);
        Assert.InRange(classifier.Judge(heldTruth, heldGenerated, weights).Auc, 0.49, 0.51);
        Assert.Equal(2, classifier.Weights(heldGenerated, largest: 2).Max(), 1e-9);
    }

    [Fact]
    public void CopiesAreFoundAndNewEventsPass()
    {
        var (training, heldOut, fresh) = (KnownDensity.Eight.Sample(2000, 1), KnownDensity.Eight.Sample(2000, 2), KnownDensity.Eight.Sample(2000, 3));
        Assert.True(CopyTest.Run(fresh, training, heldOut, 1 - StatAssert.FalseAlarmRate).NearerToTraining.Contains(0.5));
        var random = new CounterRandom(4);
        var copies = new EventSample(2, [.. training.Values.ToArray().Select(v => v + (float)(0.05 * random.NextNormal()))]);
        Assert.True(CopyTest.Run(copies, training, heldOut, 1 - StatAssert.FalseAlarmRate).NearerToTraining.Low > 0.6);
        Assert.Throws<ArgumentException>(() => CopyTest.Run(fresh, training, heldOut.Slice(..10)));
    }

    [Fact]
    public void TrueEventsAreWorthTheirNumber()
    {
        var random = new CounterRandom(5);
        double[] errors = [.. Enumerable.Range(0, 400).Select(_ => QuantileError.Of([.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())], 10).MeanSquare)];
        StatAssert.MeanEquals(errors, 0.9 / 100, "MSE");
        Assert.Equal(3, new QuantileError(0.9 / 300, 10).Amplification(100), 1e-9);
        Assert.Throws<ArgumentException>(() => QuantileError.Of([1.1], 5));
    }

    [Fact]
    public void ABandHasTheSpreadOfTheNetworksWithoutThePoissonPart()
    {
        // Networks that all have the same density: only the Poisson part is there.
        var random = new CounterRandom(6);
        double[][] Samples(Func<int, double> shift) => [.. Enumerable.Range(0, 40).Select(n => Enumerable.Range(0, 20_000).Select(_ => random.NextDouble() < 0.5 + shift(n) ? 0.25 : 0.75).ToArray())];
        var equal = GeneratorBand.Of(Samples(_ => 0), 2, (0, 1));
        Assert.True(equal.StandardDeviation[0] < equal.PoissonPart[0], $"{equal.StandardDeviation[0]}");
        var spread = GeneratorBand.Of(Samples(n => n % 2 == 0 ? 0.02 : -0.02), 2, (0, 1));
        Assert.Equal(0.02, spread.StandardDeviation[0], 0.004);
        Assert.Throws<ArgumentException>(() => GeneratorBand.Of([[1]], 2, (0, 1)));
    }

    [Fact]
    public void CoverageCountsDataSetsAndNotBins()
    {
        // Means drawn around the truth with the quoted spread: 0.683 of them lie inside, in every bin.
        var random = new CounterRandom(7);
        double[] exact = [0.1, 0.4];
        GeneratorBand Band(double shift) => new(new BinAxis(0, 1, 2), [.. exact.Select(e => e * (1 + shift + (0.05 * random.NextNormal())))], [0.1 * 0.05, 0.4 * 0.05], [0, 0]);
        var honest = new BandCoverage(Enumerable.Range(0, 4000).Select(_ => Band(0)), exact);
        Assert.True(honest.Share(1 - 1e-6).Contains(0.6827), $"{honest.Share(1 - 1e-6)}");
        Assert.All(honest.ByBin(1 - 1e-6), share => Assert.True(share.Contains(0.6827), $"{share}"));
        Assert.All(honest.Quoted, quoted => Assert.Equal(0.05, quoted, 1e-9));
        // Five standard errors of a root mean square, and of a mean, of 4000.
        Assert.All(honest.Actual, actual => Assert.Equal(0.05, actual, 0.05 * 5 / Math.Sqrt(8000)));
        Assert.All(honest.Bias, bias => Assert.Equal(0, bias, 0.05 * 5 / Math.Sqrt(4000)));
        // A shift that all data sets share is seen.
        var biased = new BandCoverage(Enumerable.Range(0, 4000).Select(_ => Band(0.1)), exact);
        Assert.False(biased.Share(1 - 1e-6).Contains(0.6827));
        Assert.All(biased.Bias, bias => Assert.Equal(0.1, bias, 0.05 * 5 / Math.Sqrt(4000)));
        Assert.Throws<ArgumentException>(() => new BandCoverage([Band(0)], exact));
        Assert.Throws<ArgumentException>(() => new BandCoverage([Band(0), Band(0)], [0, 1]));
    }

    [Fact]
    public void AmplificationOverDataSetsIsThatOfTheMeanError()
    {
        QuantileError[] redraws = [new(0.002, 10), new(0.004, 10)];
        var amplification = QuantileError.AmplificationOver(redraws, 100);
        Assert.Equal(0.9 / 0.003 / 100, amplification.Value, 1e-12);
        // Student's t with one degree of freedom reaches below 0: no upper end.
        Assert.Equal(double.PositiveInfinity, amplification.High);
        Assert.Equal(0.9 / (0.003 + (12.7062 * 0.001)) / 100, amplification.Low, 1e-5);
        Assert.Throws<ArgumentException>(() => QuantileError.AmplificationOver([new(0.1, 5), new(0.1, 6)], 100));
    }

    private static EventSample Shifted(int count, double shift, ulong seed)
    {
        var random = new CounterRandom(seed);
        return EventSample.FromColumns([[.. Enumerable.Range(0, count).Select(_ => shift + random.NextNormal())]]);
    }
}
