using System.Globalization;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using HepBayes.Training.Search;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Training.Search;

public class ParzenEstimatorTests
{
    private static readonly NumericParameter Units = new("units", 20, 30, log: false, step: 1, isInteger: true);
    private static readonly double[] Seen = [22, 22, 29, 25];

    // Golden/reference.py made the table; every density of it within 1e-9.
    [Theory]
    [InlineData("float", 90)]
    [InlineData("log", 81)]
    [InlineData("step", 63)]
    [InlineData("int", 81)]
    [InlineData("intlog", 81)]
    [InlineData("categorical", 36)]
    public void DensitiesAreThoseOfOptuna(string kind, int atLeast)
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Training", "Search", "Golden", "parzen.csv"))
            .Skip(1).Select(l => l.Split(',')).Where(r => r[0] == kind).ToArray();
        Assert.True(rows.Length >= atLeast, $"{rows.Length} rows of {kind}");
        foreach (var row in rows)
        {
            var seen = row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray();
            var found = Parameter(kind, Number(row[1]), Number(row[2]), Number(row[3])).Estimate(seen).LogDensity(Number(row[5]));
            Assert.True(Math.Abs(found - Number(row[6])) < 1e-9, $"{string.Join(',', row)}: {found}");
        }
    }

    [Fact]
    public void DrawsFollowTheDensity()
    {
        var estimator = Units.Estimate(Seen);
        Assert.Equal(1, Enumerable.Range(20, 11).Sum(v => Math.Exp(estimator.LogDensity(v))), 1e-12);
        FrequenciesAre(estimator, 20, 11);
        FrequenciesAre(new CategoricalParameter("kind", ["a", "b", "c"]).Estimate([0, 2, 2, 2]), 0, 3);

        var rate = new NumericParameter("rate", 1e-4, 1, log: true, null, isInteger: false);
        var density = rate.Estimate([1e-3, 2e-3, 0.5]);
        var random = new CounterRandom(5);
        StatAssert.DistributionEquals(Enumerable.Range(0, 5000).Select(_ => Math.Log(density.Draw(random))), x => Integral(density, Math.Log(1e-4), x), "draws of a logarithmic number");
    }

    [Fact]
    public void WeightsOfOldObservationsRiseFromOneOverN()
    {
        Assert.All(KernelWeights.Of(25), w => Assert.Equal(1.0 / 26, w, 1e-15));
        var weights = KernelWeights.Of(35);
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.Equal(1.0 / 35, weights[0] / weights[^1], 1e-12);
        Assert.Equal((1 + (1.0 / 35)) / 2, (weights[4] + weights[5]) / 2 / weights[^1], 1e-12);
        Assert.All(weights[9..], w => Assert.Equal(weights[^1], w, 1e-15));
    }

    private static void FrequenciesAre(IParzenEstimator estimator, int first, int count)
    {
        const int Draws = 20_000;
        var random = new CounterRandom(11);
        var found = new double[count];
        for (var i = 0; i < Draws; i++)
            found[(int)estimator.Draw(random) - first]++;
        var square = found.Select((n, i) => (n, Expected: Draws * Math.Exp(estimator.LogDensity(first + i)))).Sum(c => (c.n - c.Expected) * (c.n - c.Expected) / c.Expected);
        Assert.True(square < ChiSquared.InvCDF(count - 1, 1 - StatAssert.FalseAlarmRate), $"chi-square {square:F1} of {count} values");
    }

    // Simpson's rule on the logarithmic axis.
    private static double Integral(IParzenEstimator density, double low, double high)
    {
        const int Half = 100;
        var step = (high - low) / (2 * Half);
        double At(int i) => Math.Exp(density.LogDensity(Math.Exp(low + (i * step)))) * (i is 0 or 2 * Half ? 1 : i % 2 == 1 ? 4 : 2);
        return Enumerable.Range(0, (2 * Half) + 1).Sum(At) * step / 3;
    }

    private static SearchParameter Parameter(string kind, double low, double high, double step) => kind switch
    {
        "categorical" => new CategoricalParameter("x", ["a", "b", "c", "d"]),
        "int" or "intlog" => new NumericParameter("x", low, high, kind == "intlog", step, isInteger: true),
        _ => new NumericParameter("x", low, high, kind == "log", kind == "step" ? step : null, isInteger: false),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
