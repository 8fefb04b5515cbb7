using HepBayes.Evaluation;
using HepBayes.Generative.Exploration;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Generative.Exploration;

public class SurrogateTests
{
    private static readonly SurrogateOptions Small = new() { Hidden = [20, 20], Members = 4, FirstSteps = 1500, Steps = 200 };

    [Fact]
    public void StudentsDistributionFunctionIsRight()
    {
        foreach (var t in new[] { -30, -2.1, -0.3, 0, 0.7, 5 })
            Assert.Equal(StudentT.CDF(0, 1, 4, t), Models.StudentBelow(t), 1e-12);
        Assert.Equal((0.0, 1.0), (Models.StudentBelow(double.NegativeInfinity), Models.StudentBelow(double.PositiveInfinity)));
    }

    // Log loss on new points, against that of the share of wanted points alone.
    [Theory]
    [InlineData("window", 0, 0.75)]
    [InlineData("classifier", 0, 1)]
    [InlineData("window", 20, 0.75)]
    public void ProbabilitiesTellWantedPointsFromOthers(string kind, int draws, double most)
    {
        var options = Small with { Draws = draws, Warmup = 20, MaximumLeapfrogs = 10 };
        ISurrogate surrogate = kind == "window" ? new WindowSurrogate(Ring.Region, Ring.Inputs, options) : new RegionClassifier(Ring.Inputs, options);
        var fit = Fit(surrogate, 600);
        var test = Ring.Points(2000, 8);
        var truth = Enumerable.Range(0, test.Rows).Select(row => Ring.Region.Contains(OracleAnswer.Of(Math.Sqrt((test["x"][row] * test["x"][row]) + (test["y"][row] * test["y"][row])))) ? 1f : 0).ToArray();
        var prediction = fit.Predict(test);
        var share = truth.Average();
        var calibration = Calibration.Of(prediction.Mean, truth);
        var ignorant = -(share * Math.Log(share)) - ((1 - share) * Math.Log(1 - share));
        Assert.True(calibration.LogLoss.High < most * ignorant, $"log loss {calibration.LogLoss}, of the share alone {ignorant:F3}");
        Assert.All(prediction.Mean, p => Assert.InRange(p, 0, 1));
        Assert.All(prediction.StandardDeviation, s => Assert.True(s > 0));
        Assert.Equal(draws == 0 ? 4 : 40, prediction.Networks);
    }

    [Fact]
    public void FailuresTeachNothingAndRejectionsDo()
    {
        var options = Small with { FirstSteps = 50, Steps = 20 };
        var points = Ring.Points(100);
        AskedPoint[] asked = [.. Asked(points)];
        AskedPoint[] withFailures = [.. asked, new AskedPoint(0, true, [0, 0], OracleAnswer.Without("timeout"), false)];
        var more = HepBayes.Data.Table.Concat(points, HepBayes.Data.Table.FromColumns(("x", [0f]), ("y", [0f])));
        var surrogate = new WindowSurrogate(Ring.Region, Ring.Inputs, options);
        var test = Ring.Points(50, 5);
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(surrogate.Fit(points, asked, null, 1, token).Predict(test).Mean, surrogate.Fit(more, withFailures, null, 1, token).Predict(test).Mean);
        AskedPoint[] rejected = [.. asked, new AskedPoint(0, true, [0, 0], OracleAnswer.Without(OracleAnswer.Invalid), false)];
        Assert.NotEqual(surrogate.Fit(points, asked, null, 1, token).Predict(test).Mean, surrogate.Fit(more, rejected, null, 1, token).Predict(test).Mean);
        Assert.NotEqual(surrogate.Fit(points, asked, null, 1, token).Predict(test).Mean, surrogate.Fit(points, asked, null, 2, token).Predict(test).Mean);
    }

    [Fact]
    public void TrainingGoesOnFromTheRoundBefore()
    {
        var surrogate = new RegionClassifier(Ring.Inputs, Small with { Steps = 1, LearningRate = 1e-9 });
        var first = Fit(surrogate, 300);
        var points = Ring.Points(300);
        var second = surrogate.Fit(points, [.. Asked(points)], first, 2, TestContext.Current.CancellationToken);
        var test = Ring.Points(50, 5);
        Assert.Equal(first.Predict(test).Mean.Sum(), second.Predict(test).Mean.Sum(), 1e-3);
        var fresh = surrogate.Fit(points, [.. Asked(points)], null, 2, TestContext.Current.CancellationToken);
        Assert.True(Math.Abs(fresh.Predict(test).Mean.Sum() - first.Predict(test).Mean.Sum()) > 1e-2);
    }

    [Fact]
    public void WithoutAnAcceptedPointTheNetworksDisagree()
    {
        var points = Ring.Points(60);
        AskedPoint[] asked = [.. Asked(points).Select(p => p with { Answer = OracleAnswer.Without(OracleAnswer.Invalid), Wanted = false })];
        var prediction = new WindowSurrogate(Ring.Region, Ring.Inputs, Small).Fit(points, asked, null, 1, TestContext.Current.CancellationToken).Predict(Ring.Points(40, 3));
        Assert.All(prediction.Mean, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void WrongSettingsAreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionClassifier(Ring.Inputs, new SurrogateOptions { Members = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionClassifier(Ring.Inputs, new SurrogateOptions { Draws = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionClassifier(Ring.Inputs, new SurrogateOptions { LearningRate = double.NaN }));
        Assert.Throws<ArgumentException>(() => new RegionPrediction([]));
        Assert.Throws<ArgumentException>(() => new RegionPrediction([[1], [1, 2]]));
        var prediction = new RegionPrediction([[0.2, 1], [0.4, 1]]);
        Assert.Equal(0.3, prediction.Mean[0], 1e-12);
        Assert.Equal(Math.Sqrt(0.02), prediction.StandardDeviation[0], 1e-12);
    }

    private static ISurrogateFit Fit(ISurrogate surrogate, int rows)
    {
        var points = Ring.Points(rows);
        return surrogate.Fit(points, [.. Asked(points)], null, 1, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<AskedPoint> Asked(HepBayes.Data.Table points)
    {
        var (x, y) = (points["x"], points["y"]);
        return x.Zip(y, (a, b) => OracleAnswer.Of(Math.Sqrt((a * a) + (b * b)))).Select((answer, row) => new AskedPoint(0, true, [x[row], y[row]], answer, Ring.Region.Contains(answer)));
    }
}
