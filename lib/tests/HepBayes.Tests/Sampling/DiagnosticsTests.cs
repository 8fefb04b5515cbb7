using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Sampling;

public class DiagnosticsTests
{
    // Every column of Golden/diagnostics.csv.
    private static readonly Dictionary<string, Func<double[][], double>> Library = new()
    {
        ["rhat"] = Diagnostics.Rhat,
        ["ess_bulk"] = Diagnostics.EssBulk,
        ["ess_tail"] = Diagnostics.EssTail,
        ["ess_mean"] = Diagnostics.EssMean,
        ["mcse_mean"] = Diagnostics.McseMean,
        ["ess_sd"] = Diagnostics.EssSd,
        ["mcse_sd"] = Diagnostics.McseSd,
        ["ess_q10"] = c => Diagnostics.EssQuantile(c, 0.1),
        ["ess_q50"] = c => Diagnostics.EssQuantile(c, 0.5),
        ["mcse_q05"] = c => Diagnostics.McseQuantile(c, 0.05),
        ["mcse_q50"] = c => Diagnostics.McseQuantile(c, 0.5),
        ["mcse_q90"] = c => Diagnostics.McseQuantile(c, 0.9),
        ["mean"] = c => PosteriorSummary.Of("x", c).Mean,
        ["sd"] = c => PosteriorSummary.Of("x", c).StandardDeviation,
        ["median"] = c => PosteriorSummary.Of("x", c).Median,
        ["q05"] = c => PosteriorSummary.Of("x", c).Quantile05,
        ["q95"] = c => PosteriorSummary.Of("x", c).Quantile95,
        ["sokal"] = c => Autocorrelation.IntegratedTime(c),
        ["bfmi_chain1"] = c => Diagnostics.Bfmi(c[0]),
        ["rhat_nested_1"] = c => Diagnostics.RhatNested(c, [.. Enumerable.Range(0, c.Length)]),
        ["rhat_nested_2"] = c => Diagnostics.RhatNested(c, [7, 7, 3, 3]),
        ["rhat_nested_2_draw1"] = c => Diagnostics.RhatNested([.. c.Select(chain => chain[..1])], [7, 7, 3, 3]),
    };

    // One planted error each, with the column that must notice it.
    private static readonly Dictionary<string, (string Column, Func<double[][], double> Wrong)> Mutants = new()
    {
        ["R-hat without splitting"] = ("rhat", new NaiveDiagnostics { Split = false }.Rhat),
        ["R-hat without ranks"] = ("rhat", new NaiveDiagnostics { Ranks = false }.Rhat),
        ["R-hat without folding"] = ("rhat", new NaiveDiagnostics { Fold = false }.Rhat),
        ["R-hat with Tukey's rank offset"] = ("rhat", new NaiveDiagnostics { RankOffset = 1 / 3.0 }.Rhat),
        ["bulk size without splitting"] = ("ess_bulk", new NaiveDiagnostics { Split = false }.EssBulk),
        ["bulk size without ranks"] = ("ess_bulk", new NaiveDiagnostics { Ranks = false }.EssBulk),
        ["bulk size with every lag once"] = ("ess_bulk", new NaiveDiagnostics { LagFactor = 1 }.EssBulk),
        ["bulk size without the variance between chains"] = ("ess_bulk", new NaiveDiagnostics { BetweenChains = false }.EssBulk),
        ["bulk size with a sequence that may rise"] = ("ess_bulk", new NaiveDiagnostics { Monotone = false }.EssBulk),
        ["tail size of the lower tail alone"] = ("ess_tail", c => new NaiveDiagnostics().EssQuantile(c, 0.05)),
        ["tail size of the 10 % quantiles"] = ("ess_tail", c => Math.Min(new NaiveDiagnostics().EssQuantile(c, 0.1), new NaiveDiagnostics().EssQuantile(c, 0.9))),
        ["mean size of ranks"] = ("ess_mean", new NaiveDiagnostics().EssBulk),
        ["error of the mean from the bulk size"] = ("mcse_mean", c => Math.Sqrt(NaiveDiagnostics.Variance([.. c.SelectMany(x => x)]) / new NaiveDiagnostics().EssBulk(c))),
        ["error of the mean of independent draws"] = ("mcse_mean", c => Math.Sqrt(NaiveDiagnostics.Variance([.. c.SelectMany(x => x)]) / c.Sum(x => x.Length))),
        ["sd size from squares"] = ("ess_sd", c => new NaiveDiagnostics().EssOf(c, x => Math.Pow(x - Mean(c), 2))),
        ["error of the sd of a normal distribution"] = ("mcse_sd", c => Math.Sqrt(NaiveDiagnostics.Variance([.. c.SelectMany(x => x)]) / (2 * Diagnostics.EssSd(c)))),
        ["error of the sd without the factor 2 of the root"] = ("mcse_sd", c => 2 * Diagnostics.McseSd(c)),
        ["median size from distances"] = ("ess_q50", c => Diagnostics.EssSd(c)),
        ["quantile size of the other tail"] = ("ess_q10", c => Diagnostics.EssQuantile(c, 0.9)),
        ["error of a quantile, both sides"] = ("mcse_q05", c => 2 * Diagnostics.McseQuantile(c, 0.05)),
        ["error of the median of independent draws"] = ("mcse_q50", c => Math.Sqrt(Math.PI / 2) * Diagnostics.McseMean(c)),
        ["error of the opposite quantile"] = ("mcse_q90", c => Diagnostics.McseQuantile(c, 0.1)),
        ["median instead of mean"] = ("mean", c => PosteriorSummary.Of("x", c).Median),
        ["sd with divisor n"] = ("sd", c => PosteriorSummary.Of("x", c).StandardDeviation * Math.Sqrt(1 - (1.0 / c.Sum(x => x.Length)))),
        ["mean instead of median"] = ("median", c => PosteriorSummary.Of("x", c).Mean),
        ["quantile without interpolation, low"] = ("q05", c => c.SelectMany(x => x).Order().ElementAt((int)(0.05 * c.Sum(x => x.Length)))),
        ["quantile without interpolation, high"] = ("q95", c => c.SelectMany(x => x).Order().ElementAt((int)(0.95 * c.Sum(x => x.Length)))),
        ["window of 4"] = ("sokal", c => Autocorrelation.IntegratedTime(c, 4)),
        ["time with every lag once"] = ("sokal", c => (1 + Autocorrelation.IntegratedTime(c)) / 2),
        ["E-BFMI with divisors n - 1 and n"] = ("bfmi_chain1", c => Diagnostics.Bfmi(c[0]) * c[0].Length / (c[0].Length - 1)),
        ["superchains ignored"] = ("rhat_nested_2", c => Diagnostics.RhatNested(c, [0, 1, 2, 3])),
        ["chains in wrong superchains"] = ("rhat_nested_2", c => Diagnostics.RhatNested(c, [0, 1, 0, 1])),
        ["nested without the root"] = ("rhat_nested_1", c => Math.Pow(Diagnostics.RhatNested(c, [.. Enumerable.Range(0, c.Length)]), 2)),
        ["nested from later draws"] = ("rhat_nested_2_draw1", c => Diagnostics.RhatNested(c, [7, 7, 3, 3])),
    };

    public static TheoryData<string> Columns() => [.. DiagnosticsGolden.Columns];

    public static TheoryData<string> MutantNames() => [.. Mutants.Keys];

    [Theory]
    [MemberData(nameof(Columns))]
    public void ValuesAgreeWithR(string column) =>
        ForEachCase(column, (name, chains, expected) =>
        {
            var found = Library[column](chains);
            Assert.True(DiagnosticsGolden.Agrees(found, expected), $"{name}: {found:R}, expected {expected:R}");
        });

    [Theory]
    [MemberData(nameof(MutantNames))]
    public void APlantedErrorDisagreesWithR(string mutant)
    {
        var (column, wrong) = Mutants[mutant];
        var noticed = false;
        ForEachCase(column, (_, chains, expected) => noticed |= !DiagnosticsGolden.Agrees(wrong(chains), expected));
        Assert.True(noticed, $"No golden value of {column} notices: {mutant}.");
    }

    [Fact]
    public void EveryGoldenColumnHasAMutant() =>
        Assert.Equal(DiagnosticsGolden.Columns.Order(), Mutants.Values.Select(m => m.Column).Distinct().Order());

    [Fact]
    public void ValuesAgreeWithPlainSumsForAnyShape()
    {
        var random = new CounterRandom(11);
        var naive = new NaiveDiagnostics();
        for (var trial = 0; trial < 40; trial++)
        {
            var (count, length, levels) = (1 + random.NextInt(5), 6 + random.NextInt(60), trial % 2 == 0 ? 0 : 1 + random.NextInt(4));
            var chains = Chains(random, count, length, random.NextDouble() - 0.3);
            if (levels > 0)
                chains = [.. chains.Select(c => c.Select(x => Math.Round(x * levels)).ToArray())];
            Same(naive.Rhat(chains), Diagnostics.Rhat(chains));
            Same(naive.EssBulk(chains), Diagnostics.EssBulk(chains));
            Same(naive.EssQuantile(chains, 0.3), Diagnostics.EssQuantile(chains, 0.3));
            Same(naive.EssOf(chains, x => x), Diagnostics.EssMean(chains));
            Assert.Equal(new Convergence(Diagnostics.Rhat(chains), Diagnostics.EssBulk(chains), Diagnostics.EssTail(chains)), Convergence.Of(chains));
        }

        static void Same(double expected, double found)
        {
            // A constant indicator has no size.
            if (!double.IsNaN(found))
                Assert.Equal(1, found / expected, 1e-9);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ADrawThatIsNotFiniteGivesNaN(double bad)
    {
        foreach (var place in new[] { 0, 25, 50 })
        {
            // 51 draws: the middle one belongs to neither half.
            var chains = Chains(new CounterRandom(3), 4, 51, 0.5);
            chains[2][place] = bad;
            chains[0][place] = bad;
            AllNaN(chains);
            var summary = PosteriorSummary.Of("x", chains);
            Assert.All(new[] { summary.Mean, summary.McseMean, summary.StandardDeviation, summary.Median, summary.Quantile05, summary.Quantile95 }, x => Assert.True(double.IsNaN(x)));
        }
    }

    [Fact]
    public void AConstantGivesNaN()
    {
        // 0.1 is not exact in binary, so that sums of it are not exact either.
        double[][] chains = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Repeat(0.1, 51).ToArray())];
        AllNaN(chains, "mean", "sd", "median", "q05", "q95");
        var summary = PosteriorSummary.Of("x", chains);
        Assert.Equal((0.1, 0.0, 0.1, 0.1, 0.1), (summary.Mean, summary.StandardDeviation, summary.Median, summary.Quantile05, summary.Quantile95));
        Assert.True(double.IsNaN(summary.McseMean));
        // Only the middle draw, which is in neither half, differs.
        chains[1][25] = 3;
        Assert.True(double.IsNaN(Diagnostics.Rhat(chains)));
        Assert.True(double.IsNaN(Diagnostics.EssBulk(chains)));
        Assert.True(double.IsNaN(Diagnostics.EssMean(chains)));
        Assert.True(double.IsNaN(Diagnostics.EssTail(chains)));
    }

    [Fact]
    public void ChainsThatAreEachStuckElsewhereLookBad()
    {
        double[][] chains = [.. Enumerable.Range(0, 4).Select(c => Enumerable.Repeat(0.1 * c, 100).ToArray())];
        Assert.True(Diagnostics.Rhat(chains) > 1e6);
        Assert.InRange(Diagnostics.EssBulk(chains), 1, 10);
        Assert.True(Diagnostics.RhatNested(chains, [0, 0, 1, 1]) > 1.1);
    }

    [Fact]
    public void TooFewDrawsHaveNoEffectiveSize()
    {
        double[][] chains = [[1, 3, 2, 4], [2, 1, 4, 3]];
        Assert.True(double.IsNaN(Diagnostics.EssMean(chains)));
        Assert.True(double.IsFinite(Diagnostics.Rhat(chains)));
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Contains("4, 5", Assert.Throws<ArgumentException>(() => Diagnostics.Rhat([[1, 2, 3, 4], [1, 2, 3, 4, 5]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Diagnostics.Rhat([]));
        Assert.Throws<ArgumentException>(() => Diagnostics.EssBulk([[1, 2, 3]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnostics.EssQuantile([[1, 2, 3, 4]], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnostics.McseQuantile([[1, 2, 3, 4]], 0));
        Assert.Throws<ArgumentException>(() => Diagnostics.Bfmi([1]));
        Assert.Contains("sizes 2, 1", Assert.Throws<ArgumentException>(() => Diagnostics.RhatNested([[1], [2], [3]], [0, 0, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Diagnostics.RhatNested([[1], [2]], [0, 0]));
        Assert.Throws<ArgumentException>(() => Diagnostics.RhatNested([[1], [2]], [0, 1]));
        Assert.Throws<ArgumentException>(() => Diagnostics.RhatNested([[1, 2], [2, 3]], [0, 1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Autocorrelation.IntegratedTime([[1, 2, 3, 4]], 0));
        Assert.Throws<ArgumentException>(() => Autocorrelation.Of([1]));
    }

    [Fact]
    public void BfmiIsTheRatioOfSquares()
    {
        // Squared jumps 1 + 4 + 9; squared deviations from the mean 1 + 0 + 4 + 1.
        Assert.Equal(14.0 / 6, Diagnostics.Bfmi([1, 2, 4, 1]), 1e-12);
        Assert.True(double.IsNaN(Diagnostics.Bfmi([1, 2, double.PositiveInfinity])));
        Assert.True(double.IsNaN(Diagnostics.Bfmi([0.1, 0.1, 0.1])));
    }

    // For independent normal draws, one a chain, M (R^2 - 1) has Fisher's F distribution: the variance of superchain means
    // against that inside superchains.
    [Fact]
    public void NestedRhatOfMixedSuperchainsHasItsDistribution()
    {
        var values = Nested(_ => 0);
        StatAssert.DistributionEquals(values.Select(r => 4 * ((r * r) - 1)), new FisherSnedecor(7, 24).CumulativeDistribution, "M (R^2 - 1)");
        // sqrt(1 + 1 / M) on the scale of the square, and E F = d2 / (d2 - 2).
        StatAssert.MeanEquals([.. values.Select(r => r * r)], 1 + (0.25 * 24 / 22), "nested R-hat squared");
    }

    [Fact]
    public void NestedRhatOfSuperchainsThatRememberTheirStartIsLarge()
    {
        // Starts two standard deviations wide: 1 + (4 + 1/4) in the square.
        var values = Nested(random => 2 * random.NextNormal());
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            StatAssert.DistributionEquals(values.Select(r => 4 * ((r * r) - 1)), new FisherSnedecor(7, 24).CumulativeDistribution, "M (R^2 - 1)"));
        StatAssert.MeanEquals([.. values.Select(r => r * r)], 1 + (4.25 * 24 / 22), "nested R-hat squared");
    }

    [Fact]
    public void EssEvolutionEndsAtTheWholeRun()
    {
        var chains = DiagnosticsGolden.Chains("autocorrelated");
        var evolution = Diagnostics.EssEvolution(chains);
        Assert.Equal(20, evolution.Length);
        Assert.Equal(new EssCheckpoint(400, Diagnostics.EssBulk(chains), Diagnostics.EssTail(chains)), evolution[^1]);
        double[][] half = [.. chains.Select(c => c[..200])];
        Assert.Equal([new EssCheckpoint(200, Diagnostics.EssBulk(half), Diagnostics.EssTail(half))], Diagnostics.EssEvolution(chains, [200]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnostics.EssEvolution(chains, [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnostics.EssEvolution(chains, [401]));
        Assert.Equal([4], Diagnostics.EssEvolution([[1, 2, 3, 4]]).Select(e => e.Draws));
        chains[0][300] = double.NaN;
        Assert.Equal([false, true], Diagnostics.EssEvolution(chains, [300, 301]).Select(e => double.IsNaN(e.EssBulk)));
    }

    private static double[] Nested(Func<CounterRandom, double> start) => [.. Enumerable.Range(0, 2000).Select(replica =>
    {
        // Eight superchains of four chains of one draw.
        var random = new CounterRandom(5, (ulong)replica);
        var superchains = Enumerable.Range(0, 8).SelectMany(s => Enumerable.Repeat(s, 4)).ToArray();
        var starts = Enumerable.Range(0, 8).Select(_ => start(random)).ToArray();
        return Diagnostics.RhatNested([.. superchains.Select(s => new[] { starts[s] + random.NextNormal() })], superchains);
    })];

    private static void ForEachCase(string column, Action<string, double[][], double> check)
    {
        var cases = 0;
        foreach (var name in DiagnosticsGolden.Cases)
        {
            if (DiagnosticsGolden.Value(name, column) is not { } expected)
                continue;
            cases++;
            check(name, DiagnosticsGolden.Chains(name), expected);
        }

        Assert.InRange(cases, 6, DiagnosticsGolden.Cases.Length);
    }

    private static void AllNaN(double[][] chains, params string[] except)
    {
        // Its single draw is finite.
        foreach (var (column, function) in Library.Where(l => !except.Contains(l.Key) && l.Key != "rhat_nested_2_draw1"))
            Assert.True(double.IsNaN(function(chains)), $"{column}: {function(chains)}");
        Assert.True(double.IsNaN(Convergence.Of(chains).EssTail));
        Assert.True(double.IsNaN(Autocorrelation.Mean(chains)[0]));
    }

    private static double Mean(double[][] chains) => chains.Average(c => c.Average());

    private static double[][] Chains(CounterRandom random, int count, int length, double correlation)
    {
        var chains = new double[count][];
        for (var c = 0; c < count; c++)
        {
            chains[c] = new double[length];
            for (var t = 0; t < length; t++)
                chains[c][t] = (t > 0 ? correlation * chains[c][t - 1] : 0) + random.NextNormal();
        }

        return chains;
    }
}
