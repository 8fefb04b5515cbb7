using System.Globalization;
using HepBayes.Data;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Sampling;

/// <summary>Every sampler against posteriors that Stan sampled, with the standard errors of both.</summary>
public class GoldenPosteriorTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() => TestSamplers.Rows(GoldenTargets.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ASamplerAgreesWithStan(string target, string sampler, string device) =>
        GoldenTargets.Of(target).Check(TestSamplers.Of(sampler), TestDevices.Of(device), seed: 22);

    // Where the numbers given to Stan come from.
    [Fact]
    public void TheRowsOfTheLogisticRegressionAreTheFirstOfPmssm()
    {
        string[] columns = ["mu", "MA", "tanb", "mL3", "mQ3", "mtR"];
        var table = GoldenPosterior.Table("logistic-regression-data");
        var points = Datasets.Pmssm();
        Assert.Equal([.. points[Pmssm.Valid].Take(table.Length).Select(v => (double)v)], table.Select(row => row[^1]).ToArray());
        for (var c = 0; c < columns.Length; c++)
        {
            var values = points[columns[c]].Take(table.Length).Select(v => (double)v).ToArray();
            var mean = values.Average();
            var sd = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
            Assert.Equal(values.Select(v => ((v - mean) / sd).ToString("F4", CultureInfo.InvariantCulture)), table.Select(row => row[c].ToString("F4", CultureInfo.InvariantCulture)));
        }
    }
}
