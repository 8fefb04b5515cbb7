using System.Text.Json.Nodes;
using HepBayes.Runtime;
using HepBayes.Sampling;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class DiagnosticChartsTests
{
    private static readonly double[][] Mixed = Chains(4, 500, _ => 0);
    private static readonly double[][] Shifted = Chains(4, 500, c => c == 2 ? 1.5 : 0);
    private static readonly bool[][] Flags = [.. Mixed.Select(c => c.Select(x => x < -1.5).ToArray())];
    private static readonly int Marked = Flags.Sum(c => c.Count(f => f));

    [Fact]
    public void Ranks_are_counted_once_and_compared_with_a_band()
    {
        var figure = Parse(Charts.Rank(Shifted, "f(x)", bins: 10, title: "Ranks"));
        AssertCommon(figure);
        // Band, histogram and expectation for each chain; every bin has two corners.
        Assert.Equal(12, Data(figure).Length);
        double[][] counts = [.. Data(figure).Chunk(3).Select(t => Numbers(t[1], "y").Skip(1).Where((_, i) => i % 2 == 0).Take(10).ToArray())];
        Assert.All(counts, c => Assert.Equal(500, c.Sum()));
        Assert.Equal(Enumerable.Repeat(200.0, 10), Enumerable.Range(0, 10).Select(b => counts.Sum(c => c[b])));
        var band = Numbers(Data(figure)[0], "y");
        Assert.Equal(50, (band.Min() + band.Max()) / 2, 1e-3);
        // The chain that sits elsewhere leaves the band, and has its own panel.
        Assert.True(counts[2][9] > band.Max() && counts[2][0] < band.Min());
        Assert.Equal(["x", "x2", "x3", "x4"], Data(figure).Chunk(3).Select(t => (string?)t[1]["xaxis"]));
        Assert.Equal((1.0, 2001.0), ((double)figure["layout"]!["xaxis4"]!["range"]![0]!, (double)figure["layout"]!["xaxis4"]!["range"]![1]!));
        Assert.Equal("Rank", (string?)figure["layout"]!["xaxis3"]!["title"]!["text"]);
        Assert.Equal("", (string?)figure["layout"]!["xaxis"]!["title"]!["text"]);
        Assert.Contains("chain 3", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_chains_the_least_uniform_are_shown()
    {
        var figure = Parse(Charts.Rank(Chains(40, 100, c => c == 37 ? 3 : 0), "log posterior"));
        AssertCommon(figure);
        Assert.Equal(16 * 3, Data(figure).Length);
        var notes = figure["layout"]!["annotations"]!.ToJsonString();
        Assert.Contains("the 16 least uniform of 40 chains", notes, StringComparison.Ordinal);
        Assert.Contains("chain 38", notes, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Charts.Rank([Mixed[0]], "x"));
        Assert.Throws<ArgumentException>(() => Charts.Rank([[1, 2, 3, 4], [1, 2, 3]], "x"));
    }

    [Fact]
    public void Energies_are_compared_with_their_changes()
    {
        var figure = Parse(Charts.Energy(Mixed));
        AssertCommon(figure);
        var bfmi = Mixed.Select(Diagnostics.Bfmi).ToArray();
        Assert.Equal(["E − mean E", FormattableString.Invariant($"change of E per draw: E-BFMI {bfmi.Min():F2} to {bfmi.Max():F2}")], Data(figure).Select(Name));
        Assert.All(Data(figure), t =>
        {
            // A density: corners at both ends of every bin, so half the trapezoids' sum is the area.
            var (x, y) = (Numbers(t, "x"), Numbers(t, "y"));
            Assert.Equal(1, Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * y[i]), 1e-3);
        });
        Assert.EndsWith("E-BFMI " + Diagnostics.Bfmi(Mixed[0]).ToString("F2", System.Globalization.CultureInfo.InvariantCulture), Name(Data(Parse(Charts.Energy([Mixed[0]])))[1]), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Charts.Energy([[1, double.NaN]]));
        Assert.Throws<ArgumentException>(() => Charts.Energy([[1]]));
    }

    [Fact]
    public void Autocorrelation_starts_at_one_and_names_the_time()
    {
        var figure = Parse(Charts.Autocorrelation(Mixed, "log posterior", lags: 30));
        AssertCommon(figure);
        Assert.Equal(6, Data(figure).Length);
        Assert.All(Data(figure).Skip(1), t => Assert.Equal((31, 1.0), (Points(t), Numbers(t, "y")[0])));
        Assert.Equal(FormattableString.Invariant($"mean: integrated time {Autocorrelation.IntegratedTime(Mixed):G3}"), Name(Data(figure)[^1]));
        Assert.Equal(Autocorrelation.Mean(Mixed)[7], Numbers(Data(figure)[^1], "y")[7], 1e-5);
        // Without a wish the window of the time is well inside.
        Assert.InRange(Points(Data(Parse(Charts.Autocorrelation(Mixed, "x")))[^1]), 21, 500);
        Assert.DoesNotContain("chain", Parse(Charts.Autocorrelation(Chains(20, 50, _ => 0), "x"))["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Autocorrelation(Mixed, "x", lags: 500));
    }

    [Fact]
    public void Ess_evolution_ends_at_the_sizes_of_the_run()
    {
        var figure = Parse(Charts.EssEvolution(Mixed, "log posterior"));
        AssertCommon(figure);
        Assert.Equal(["wanted: 400", FormattableString.Invariant($"bulk: {Diagnostics.EssBulk(Mixed):F0}"), FormattableString.Invariant($"tail: {Diagnostics.EssTail(Mixed):F0}")], Data(figure).Select(Name));
        Assert.Equal((2000.0, Diagnostics.EssBulk(Mixed)), (Numbers(Data(figure)[1], "x")[^1], Numbers(Data(figure)[1], "y")[^1]), new Close());
        Assert.Equal("Draws of all chains", (string?)figure["layout"]!["xaxis"]!["title"]!["text"]);
        // A quantity that never moves has no sizes, and the figure says so.
        var stuck = Data(Parse(Charts.EssEvolution([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]], "x")))[1];
        Assert.Equal(("bulk: NaN", "[null]"), (Name(stuck), stuck["y"]!.ToJsonString()));
    }

    [Fact]
    public void Pairs_show_every_combination_and_all_divergences()
    {
        var figure = Parse(Charts.Pairs([("a", Mixed), ("b", Shifted), ("c", Chains(4, 500, _ => 5))], Flags));
        AssertCommon(figure);
        // Three histograms and three panels of plain and divergent draws.
        Assert.Equal(9, Data(figure).Length);
        Assert.Equal(6, figure["layout"]!.AsObject().Count(p => p.Key.StartsWith("xaxis", StringComparison.Ordinal)));
        var named = Data(figure).Where(t => (bool)t["showlegend"]!).ToArray();
        Assert.Equal([$"draws ({2000 - Marked:N0})", $"divergent ({Marked})"], named.Select(Name));
        Assert.Equal(Marked, Points(named[1]));
        Assert.All(Numbers(named[1], "x"), x => Assert.True(x < -1.5));
        Assert.Equal(["a", "b", "c"], new[] { "xaxis4", "xaxis5", "xaxis6" }.Select(a => (string?)figure["layout"]![a]!["title"]!["text"]));
    }

    [Fact]
    public void Many_pairs_are_thinned_and_wrong_ones_refused()
    {
        var many = Chains(4, 3000, _ => 0);
        var figure = Parse(Charts.Pairs([("a", many), ("b", many)]));
        AssertCommon(figure);
        var cloud = Data(figure).Single(t => (bool)t["showlegend"]!);
        Assert.Equal((2000, "draws (2,000 of 12,000 shown)"), (Points(cloud), Name(cloud)));
        Assert.Throws<ArgumentException>(() => Charts.Pairs([("a", many)]));
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => Charts.Pairs([("a", many), ("b", Mixed)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Charts.Pairs([("a", many), ("b", many)], Flags));
    }

    [Fact]
    public void A_trace_marks_divergences_below_the_draws()
    {
        var figure = Parse(Charts.Trace(Mixed, "log posterior", divergent: Flags));
        AssertCommon(figure);
        var rug = Data(figure)[^1];
        Assert.Equal(($"divergent ({Marked})", Marked), (Name(rug), Points(rug)));
        Assert.All(Numbers(rug, "y"), y => Assert.True(y < Mixed.Min(c => c.Min())));
        Assert.Equal(Flags.SelectMany(c => Enumerable.Range(0, 500).Where(d => c[d]).Select(d => (double)d)), Numbers(rug, "x"));
        Assert.Throws<ArgumentException>(() => Charts.Trace(Mixed, "x", divergent: [[true]]));
        // A run without divergences says so.
        Assert.Equal("divergent (0)", Name(Data(Parse(Charts.Trace(Mixed, "x", divergent: [.. Mixed.Select(c => new bool[c.Length])])))[^1]));
    }

    private static double[][] Chains(int count, int length, Func<int, double> shift) => [.. Enumerable.Range(0, count).Select(c =>
    {
        var random = new CounterRandom(31, (ulong)c);
        return Enumerable.Range(0, length).Select(_ => shift(c) + random.NextNormal()).ToArray();
    })];

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Data(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static string Name(JsonNode trace) => (string)trace["name"]!;

    private static int Points(JsonNode trace) => trace["x"]!.AsArray().Count;

    private static double[] Numbers(JsonNode trace, string property) => [.. trace[property]!.AsArray().Select(v => (double)v!)];

    private static void AssertCommon(JsonNode figure)
    {
        Assert.Equal(ChartStyle.Width, (int)figure["layout"]!["width"]!);
        Assert.InRange((int)figure["layout"]!["height"]!, 300, 800);
        Assert.All(Data(figure), t => Assert.InRange(Points(t), 0, ChartStyle.MaximumPoints));
        Assert.DoesNotContain("NaN", figure.ToJsonString(), StringComparison.Ordinal);
    }

    // Charts keep six digits.
    private sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-5 * b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-5 * Math.Abs(b.Item2);

        public int GetHashCode((double, double) pair) => 0;
    }
}
