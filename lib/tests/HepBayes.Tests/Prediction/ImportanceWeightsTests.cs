using System.Globalization;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Prediction;

public class ImportanceWeightsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Prediction", "Golden");

    public static TheoryData<string> Cases() => [.. Lines("psis-shapes.csv").Select(f => f[0])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void SmoothedWeightsAgreeWithRLoo(string name)
    {
        var shape = Lines("psis-shapes.csv").Single(f => f[0] == name);
        var rows = Lines("psis-ratios.csv").Where(f => f[0] == name).ToArray();
        var weights = ImportanceWeights.Of([.. rows.Select(f => Number(f[1]))], Number(shape[1]));
        Assert.Equal(Number(shape[2]), weights.ParetoK, 1e-8);
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(Number(rows[i][2]), weights.LogWeights[i], 1e-8);
    }

    [Fact]
    public void FitsOfTheParetoDistributionAgreeWithRLoo()
    {
        foreach (var group in Lines("gpd.csv").GroupBy(f => f[0]))
        {
            var (k, sigma) = ParetoSmoothing.Fit([.. group.Select(f => Number(f[1]))]);
            Assert.Equal(Number(group.First()[2]), k, 1e-9);
            Assert.Equal(Number(group.First()[3]), sigma, 1e-9);
        }
    }

    [Fact]
    public void LeaveOneOutScoresAgreeWithRLoo()
    {
        float[][] draws = [.. Lines("loo-draws.csv").Select(f => new[] { (float)Number(f[0]), (float)Number(f[1]) })];
        var rows = Lines("loo-rows.csv");
        var networks = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 2, draws);
        var predictive = networks.Predict([.. rows.Select(f => (float)Number(f[0]))]);
        float[] targets = [.. rows.Select(f => (float)Number(f[1]))];
        var loo = LeaveOneOut.Of(predictive, targets);
        for (var row = 0; row < rows.Length; row++)
        {
            // Outputs of networks are float32.
            Assert.Equal(Number(rows[row][2]), loo.Score.Rows[row], 1e-5);
            Assert.Equal(Number(rows[row][3]), loo.ParetoK[row], 1e-4);
        }

        Assert.Equal(rows.Count(f => Number(f[3]) > loo.ParetoKLimit), loo.Unreliable);
        Assert.Equal(predictive.LogPredictiveDensity(targets).Sum - loo.Score.Sum, loo.EffectiveParameters, 1e-9);
    }

    [Fact]
    public void FewDrawsStayAsTheyAreAndTheEssIsTheirs()
    {
        var weights = ImportanceWeights.Of([Math.Log(1) + 800, Math.Log(2) + 800, Math.Log(5) + 800]);
        Assert.Equal([0.125, 0.25, 0.625], weights.Normalised.Select(w => Math.Round(w, 12)));
        Assert.Equal(64.0 / 30, weights.Ess, 1e-9);
        Assert.Equal(64.0 / 90, weights.RelativeEfficiency, 1e-9);
        Assert.Equal(double.PositiveInfinity, weights.ParetoK);
        Assert.False(weights.Reliable);
    }

    [Fact]
    public void EqualRatiosGiveEqualWeights()
    {
        var weights = ImportanceWeights.Of([.. Enumerable.Repeat(-3.0, 1000)]);
        Assert.Equal(1000, weights.Ess, 1e-6);
        Assert.True(weights.Reliable);
        Assert.Equal(1 - (1 / 3.0), weights.ParetoKLimit, 1e-12);
        Assert.Equal(0.7, ImportanceWeights.Of([.. Enumerable.Repeat(0.0, 5000)]).ParetoKLimit);
    }

    [Fact]
    public void ImpossibleRatiosAreRefused()
    {
        Assert.Contains("draw 1 is NaN", Assert.Throws<ArgumentException>(() => ImportanceWeights.Of([0, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("sample it instead", Assert.Throws<ArgumentException>(() => ImportanceWeights.Of([double.NegativeInfinity])).Message, StringComparison.Ordinal);
    }

    private static string[][] Lines(string file) => [.. File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
