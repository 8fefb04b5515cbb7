using HepBayes.Comparison;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Comparison;

public class ComparisonScoresTests
{
    private const double Noise = 0.5;
    private const double Scale = 3;

    [Fact]
    public void ScoreAndErrorAreThoseOfTheMixtureOfNetworks()
    {
        using var of = Lines(Likelihood.Gaussian(Noise), Targets(200, 1.0));
        var networks = new FixedNetworks(of.Problem.Network, 1, [2f, 0.5f], [1f, -0.25f]);
        var figures = ComparisonScores.Of(new ComparisonFit(x => networks.Predict(x), 7, 3), of, of.Problem.Tests[0], "lines");

        var test = of.Problem.Tests[0];
        double Density(double x, double y) => 0.5 * (Normal.PDF((2 * x) + 0.5, Noise, y) + Normal.PDF(x - 0.25, Noise, y)) / Scale;
        var pairs = test.Inputs.Zip(test.Targets, (x, y) => (X: (double)x, Y: (double)y)).ToArray();
        Assert.Equal(pairs.Average(p => Math.Log(Density(p.X, p.Y))), figures.LogDensity, 1e-6);
        Assert.Equal(Scale * Math.Sqrt(pairs.Average(p => Math.Pow((1.5 * p.X) + 0.125 - p.Y, 2))), figures.Error, 1e-6);
        Assert.Equal((7.0, 3.0), (figures.Gradients, figures.Seconds));
        Assert.True(double.IsNaN(figures.EffectiveSize) && double.IsNaN(figures.CalibrationError) && double.IsNaN(figures.Distance));
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.3, false)]
    public void IntervalsCoverTheirShareOfTargetsWithTheNoiseOfTheModel(double noiseFactor, bool covers)
    {
        const int Rows = 5000;
        using var of = Lines(Likelihood.Gaussian(Noise), Targets(Rows, noiseFactor));
        var networks = new FixedNetworks(of.Problem.Network, 1, [2f, 0.5f]);
        var figures = ComparisonScores.Of(new ComparisonFit(x => networks.Predict(x), 1, 1), of, of.Problem.Tests[0], "line");
        Assert.Equal(covers, IsBinomial(figures.Coverage68, 0.68, Rows));
        Assert.Equal(covers, IsBinomial(figures.Coverage95, 0.95, Rows));
    }

    [Fact]
    public void StretchedIntervalsCoverTargetsOfMoreNoise()
    {
        const int Rows = 5000;
        using var of = Lines(Likelihood.Gaussian(Noise), Targets(Rows, 1.3));
        var networks = new FixedNetworks(of.Problem.Network, 1, [2f, 0.5f]);
        var figures = ComparisonScores.Of(new ComparisonFit(x => networks.Predict(x), 1, 1) { IsConformal = true }, of, of.Problem.Tests[0], "line");
        // The calibration rows are as many and as noisy, so the variance is that of both.
        Assert.True(IsBinomial(figures.Coverage68, 0.68, Rows / 2) && IsBinomial(figures.Coverage95, 0.95, Rows / 2));
    }

    [Fact]
    public void ClassesAreScoredByTheMeanProbability()
    {
        float[] targets = [1, 1, 1, 0, 1, 0, 1, 1];
        using var of = Case(Likelihood.Bernoulli(), new ComparisonRows("test", new float[targets.Length], targets));
        var networks = new FixedNetworks(of.Problem.Network, 1, [0f, (float)Math.Log(3)], [0f, (float)Math.Log(9)]);
        var figures = ComparisonScores.Of(new ComparisonFit(x => networks.Predict(x), 1, 1), of, of.Problem.Tests[0], "constant");
        var p = (0.75 + 0.9) / 2;
        Assert.Equal(((6 * Math.Log(p)) + (2 * Math.Log(1 - p))) / 8, figures.LogDensity, 1e-6);
        Assert.Equal(2.0 / 8, figures.Error);
        Assert.True(double.IsFinite(figures.CalibrationError) && double.IsNaN(figures.Coverage95));
    }

    [Fact]
    public void DistanceAndSpreadAreRatiosToTheLongRun()
    {
        var rows = new ComparisonRows("test", [0f, 1f], [0f, 0f]);
        using var of = Case(Likelihood.Gaussian(Noise), rows);
        // Means 1 and 3, standard deviations 1 and 2.
        var predictive = new FixedNetworks(of.Problem.Network, 1, [1f, 0f], [3f, 2f]).Predict(rows.Inputs);
        var gold = new GoldPredictive([1.5, 2.0], [2.0, 6.0], EffectiveSize: 100);
        var figures = ComparisonScores.Compared(new ComparisonFigures("p", "test", "m", 1) { EffectiveSize = 25 }, predictive, gold);
        Assert.Equal((0.5 + 1) / 2 / 4, figures.Distance, 1e-6);
        Assert.Equal((predictive.StandardDeviation()[0] + predictive.StandardDeviation()[1]) / 8, figures.Spread, 1e-6);
        Assert.Equal(Math.Sqrt(2 / Math.PI * (0.04 + 0.01)), figures.ChanceDistance, 1e-12);
    }

    [Fact]
    public void ChanceDistanceIsThatOfTwoIndependentRuns()
    {
        // Two means of n and m standard normal draws differ by this much on average.
        const int Pairs = 20_000;
        var random = new CounterRandom(5);
        double[] distances = [.. Enumerable.Range(0, Pairs).Select(_ => Math.Abs((random.NextNormal() / Math.Sqrt(25)) - (random.NextNormal() / Math.Sqrt(100))))];
        StatAssert.MeanEquals(distances, Math.Sqrt(2 / Math.PI * (0.04 + 0.01)), "mean distance");
    }

    // Quantiles of 2,000 noise draws shift the covered share by about a draw.
    private static bool IsBinomial(double share, double level, int rows) =>
        Math.Abs(share - level) < (4.9 * Math.Sqrt(level * (1 - level) / rows)) + (1.0 / 2000);

    private static float[] Inputs(int rows, int seed)
    {
        var random = new CounterRandom((ulong)seed);
        return [.. Enumerable.Range(0, rows).Select(_ => (float)random.NextNormal())];
    }

    private static Func<int, ComparisonRows> Targets(int rows, double noiseFactor) => seed =>
    {
        var random = new CounterRandom((ulong)seed, 1);
        var x = Inputs(rows, seed);
        return new ComparisonRows("test", x, [.. x.Select(v => (float)((2 * v) + 0.5 + (noiseFactor * Noise * random.NextNormal())))]);
    };

    private static ComparisonCase Lines(Likelihood likelihood, Func<int, ComparisonRows> rows) => Case(likelihood, rows(11), rows(12));

    private static ComparisonCase Case(Likelihood likelihood, ComparisonRows test, ComparisonRows? calibration = null)
    {
        var training = new ComparisonRows("training", [0f, 1f, 2f], [0f, 1f, 1f]);
        var problem = new ComparisonProblem("lines", 1, FixedNetworks.Line(likelihood), training, calibration ?? training, [test]) { TargetScale = Scale };
        return new ComparisonCase(problem, new ComparisonSettings { GoldFactor = 0 });
    }
}
