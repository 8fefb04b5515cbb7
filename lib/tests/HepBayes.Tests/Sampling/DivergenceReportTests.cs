using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Tests.Sampling;

public class DivergenceReportTests
{
    [Fact]
    public void DivergencesAreFoundWhereTheyAre()
    {
        // A funnel: they happen where the log scale is small and the coordinate therefore narrow; the third does not matter.
        var random = new CounterRandom(17);
        var scale = Draws(() => random.NextNormal());
        var coordinate = scale.Select(c => c.Select(s => Math.Exp(1.5 * s) * random.NextNormal()).ToArray()).ToArray();
        var other = Draws(() => random.NextNormal());
        bool[][] divergent = [.. scale.Select(c => c.Select(s => s < -1.5).ToArray())];
        var report = DivergenceReport.Of(divergent, ("other", other), ("coordinate", coordinate), ("log scale", scale));

        Assert.Equal(["log scale", "coordinate", "other"], report.Contrasts.Select(c => c.Name));
        Assert.All(report.Indices, i => Assert.True(scale[i.Chain][i.Draw] < -1.5));
        Assert.Equal(divergent.Sum(c => c.Count(d => d)), report.Indices.Count);
        Assert.Equal(1, report.Contrasts[0].Distance, 1e-12);
        Assert.True(report.Contrasts[0].Shift < -2);
        Assert.InRange(report.Contrasts[1].Narrowing, 0, 0.2);
        // Dvoretzky, Kiefer and Wolfowitz for both samples, at 1e-6 together.
        Assert.InRange(report.Contrasts[2].Distance, 0, 2 * Math.Sqrt(Math.Log(4 / 1e-6) / (2.0 * report.Indices.Count)));
        Assert.StartsWith($"{report.Indices.Count} of 4000 draws diverged\nlog scale: distance 1.00, shift -", report.ToString(), StringComparison.Ordinal);

        double[][] Draws(Func<double> draw) => [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 1000).Select(_ => draw()).ToArray())];
    }

    [Fact]
    public void TheContrastIsExactOnAFewDraws()
    {
        // Divergent 1, 2; others 2, 3, 4: the distribution functions differ most, by 1 - 1/3, at 2.
        var contrast = DivergenceReport.Of([[true, true, false], [false, false]], ("x", [[1, 2, 2], [3, 4]])).Contrasts[0];
        Assert.Equal(2.0 / 3, contrast.Distance, 1e-12);
        Assert.Equal(-1.5, contrast.Shift, 1e-12);
        Assert.Equal(Math.Sqrt(0.5), contrast.Narrowing, 1e-12);
    }

    [Fact]
    public void WithoutAComparisonNumbersAreNaN()
    {
        double[][] chains = [[1, 2, 3]];
        Assert.True(double.IsNaN(DivergenceReport.Of([[false, false, false]], ("x", chains)).Contrasts[0].Distance));
        Assert.True(double.IsNaN(DivergenceReport.Of([[true, true, true]], ("x", chains)).Contrasts[0].Distance));
        var single = DivergenceReport.Of([[true, false, false]], ("bad", [[1, double.NaN, 3]]), ("x", chains)).Contrasts;
        Assert.Equal(["x", "bad"], single.Select(c => c.Name));
        Assert.Equal((true, 1.0, true), (double.IsNaN(single[0].Narrowing), single[0].Distance, double.IsNaN(single[1].Distance)));
        Assert.Equal("0 of 3 draws diverged", DivergenceReport.Of([[false, false, false]]).ToString());
        Assert.Contains("'x' has 3", Assert.Throws<ArgumentException>(() => DivergenceReport.Of([[false]], ("x", chains))).Message, StringComparison.Ordinal);
    }
}
