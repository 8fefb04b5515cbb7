using System.Globalization;
using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

/// <summary>Against scikit-learn (Golden/roc.py) and pROC (Golden/roc.R), on 400 rows with ties and weights over four decades.</summary>
public class RocGoldenTests
{
    private const double Tolerance = 1e-9;
    private static readonly double[][] Rows = Read("roc-rows.csv");
    private static readonly int[] Labels = [.. Rows.Select(row => (int)row[0])];
    private static readonly Dictionary<string, double> Sklearn = Figures("roc-sklearn.csv");
    private static readonly Dictionary<string, double> Proc = Figures("roc-proc.csv");

    [Theory]
    [InlineData("first", "plain")]
    [InlineData("second", "plain")]
    [InlineData("first", "weighted")]
    [InlineData("second", "weighted")]
    public void Curve_area_and_partial_areas_agree_with_scikit_learn(string score, string kind)
    {
        var curve = RocCurve.Of(Score(score), Labels, Weights(kind));
        Assert.Equal(Sklearn[$"auc.{score}.{kind}"], curve.Auc, Tolerance);
        foreach (var f in new[] { 0.02, 0.1, 0.35 })
        {
            Assert.Equal(Sklearn[$"raw.{f}.{score}.{kind}"], curve.PartialAuc(f), Tolerance);
            Assert.Equal(Sklearn[$"mcclish.{f}.{score}.{kind}"], curve.PartialAuc(f, standardised: true), Tolerance);
        }

        var points = Read($"roc-curve-{score}-{kind}.csv");
        Assert.Equal(points.Length, curve.Points.Count);
        Assert.All(points.Zip(curve.Points), pair =>
        {
            Assert.Equal(pair.First[0], pair.Second.FalsePositiveRate, Tolerance);
            Assert.Equal(pair.First[1], pair.Second.TruePositiveRate, Tolerance);
        });
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void Weighted_losses_agree_with_scikit_learn(string kind)
    {
        var calibration = Calibration.Of(Score("second"), Labels, weights: Weights(kind));
        Assert.Equal(Sklearn[$"logloss.second.{kind}"], calibration.LogLoss.Value, Tolerance);
        Assert.Equal(Sklearn[$"brier.second.{kind}"], calibration.BrierScore.Value, Tolerance);
    }

    [Fact]
    public void Intervals_partial_areas_and_paired_test_agree_with_pROC()
    {
        var curve = RocCurve.Of(Score("first"), Labels);
        foreach (var level in new[] { 0.6827, 0.95 })
        {
            Assert.Equal(Proc[$"low.{level}"], curve.AucInterval(level).Low, Tolerance);
            Assert.Equal(Proc[$"high.{level}"], curve.AucInterval(level).High, Tolerance);
        }

        foreach (var f in new[] { 0.02, 0.1, 0.35 })
        {
            Assert.Equal(Proc[$"raw.{f}"], curve.PartialAuc(f), Tolerance);
            Assert.Equal(Proc[$"mcclish.{f}"], curve.PartialAuc(f, standardised: true), Tolerance);
        }

        var test = RocComparison.DeLong(Score("first"), Score("second"), Labels);
        Assert.Equal((Proc["auc.first"], Proc["auc.second"]), (test.First, test.Second), Close);
        Assert.Equal(Proc["p"], test.PValue, Tolerance);
        Assert.Equal(Proc["difference.low"], test.Difference.Low, Tolerance);
        Assert.Equal(Proc["difference.high"], test.Difference.High, Tolerance);
        var error = Math.Sqrt(Proc["variance.first"] + Proc["variance.second"] - (2 * Proc["covariance"]));
        Assert.Equal(Proc["z"], test.Difference.Value / error, Tolerance);
    }

    private static readonly EqualityComparer<(double, double)> Close = EqualityComparer<(double, double)>.Create(
        (a, b) => Math.Abs(a.Item1 - b.Item1) < Tolerance && Math.Abs(a.Item2 - b.Item2) < Tolerance);

    private static double[] Score(string name) => [.. Rows.Select(row => row[name == "first" ? 1 : 2])];

    private static RealValues? Weights(string kind) => kind == "plain" ? null : (RealValues)Rows.Select(row => row[3]).ToArray();

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden", file)).Skip(1).Select(line => line.Split(','));

    private static double[][] Read(string file) => [.. Lines(file).Select(line => line.Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];

    private static Dictionary<string, double> Figures(string file) =>
        Lines(file).Where(line => line[0] != "version").ToDictionary(line => line[0], line => double.Parse(line[1], CultureInfo.InvariantCulture));
}
