using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Evaluation;

public class HeatmapScanTests
{
    private const int Rows = 500;

    [Fact]
    public void Statistics_are_those_of_the_rows()
    {
        var table = Make(0);
        var map = Map();
        map.Add(table["x"], table["y"], table["v"]);
        var reference = BinnedStatistic2D.Of(table["x"], table["y"], table["v"], 4, 3, (0, 1), (0, 1));
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                var values = table["v"].Where((_, i) => map.XAxis.IndexOf(table["x"][i]) == column && map.YAxis.IndexOf(table["y"][i]) == row).Select(v => (double)v).Order().ToArray();
                Assert.Equal(reference.Count[row, column], map.Count[row, column]);
                Assert.Equal(reference.Mean[row, column], map.Mean[row, column], 1e-9);
                Assert.Equal(reference.StandardDeviation[row, column], map.StandardDeviation[row, column], 1e-9);
                Assert.Equal((values[0], values[^1]), (map.Least[row, column], map.Largest[row, column]));
                // The bins of quantiles are 0.01 wide.
                Assert.InRange(map.Quantile(0.5)[row, column], values[(values.Length - 1) / 2] - 0.01, values[values.Length / 2] + 0.01);
            }
        }
    }

    [Fact]
    public void Separate_scans_merge_exactly_in_any_order()
    {
        var whole = Scan();
        Run(whole, 0..6, Make, t => t);
        var (a, b) = (Scan(), Scan());
        Run(b, 4..6, Make, t => t);
        Run(a, 0..4, Make, t => t);
        b.Merge(a);
        Assert.Equal(Bytes(whole), Bytes(b));
        Assert.Equal(6 * Rows, b.Scanned);
        Assert.Contains("block 0", Assert.Throws<ArgumentException>(() => b.Merge(a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => b.Merge(new HeatmapScan("another", Map())));
    }

    [Fact]
    public void A_stopped_scan_resumes_without_losing_or_repeating_a_point()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "scan.json");
        var whole = Scan();
        Run(whole, 0..6, Make, t => t);
        var first = Scan();
        Assert.False(first.Resume(path));
        Assert.Throws<InvalidDataException>(() => Run(first, 0..6, b => b == 3 ? throw new InvalidDataException() : Make(b), t => t, path));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var second = Scan();
        Assert.True(second.Resume(path));
        Assert.Equal([0, 1, 2], second.Blocks);
        Assert.Throws<OperationCanceledException>(() => Run(second, 0..6, Make, t => t, path, cancelled.Token));
        Run(second, 0..6, Make, t => t, path);
        Assert.Equal(Bytes(whole), Bytes(second));
        var third = Scan();
        third.Resume(path);
        Assert.Equal(Bytes(whole), Bytes(third));
    }

    // The probe is killed (SIGKILL) in random blocks and saves after each; the last life ends with the file of an uninterrupted scan.
    [Fact]
    public async Task A_killed_scan_ends_with_the_maps_of_an_uninterrupted_one()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await Support.ResumeProbe.Run("scan", folder.File("whole.json"), "0"));
        for (var kill = 0; kill < 4; kill++)
            Assert.NotEqual(0, await Support.ResumeProbe.Run("scan", folder.File("killed.json"), (1 + Random.Shared.Next(8)).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(0, await Support.ResumeProbe.Run("scan", folder.File("killed.json"), "0"));
        Assert.Equal(
            await File.ReadAllBytesAsync(folder.File("whole.json"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(folder.File("killed.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_selection_leaves_rows_out_of_one_map()
    {
        var table = Make(0);
        float[] chosen = [.. table["v"].Select(v => v > 0 ? 1f : 0)];
        // What is left out need not be a number.
        var marked = table.WithColumn("chosen", chosen).WithColumn("w", [.. table["v"].Select(v => v > 0 ? v : float.NaN)]);
        ScanMap Chosen() => new("chosen", "x", new BinAxis(0, 1, 4), "y", new BinAxis(0, 1, 3), "w", null, "chosen");
        var scan = new HeatmapScan("test", Map(), Chosen());
        Run(scan, 0..1, _ => marked, t => t);
        var kept = Make(0).Where(r => r["v"] > 0);
        var reference = BinnedStatistic2D.Of(kept["x"], kept["y"], kept["v"], 4, 3, (0, 1), (0, 1));
        Assert.Equal(reference.Count.Cast<int>().Select(n => (double)n), scan["chosen"].Count.Cast<double>());
        Assert.Equal((kept.Rows, Rows), (scan["chosen"].Rows, scan["map"].Rows));
        for (var cell = 0; cell < 12; cell++)
            Assert.Equal(reference.Mean[cell / 4, cell % 4], scan["chosen"].Mean[cell / 4, cell % 4], 1e-9);
        Assert.Throws<ArgumentException>(() => Chosen().Merge(new ScanMap("chosen", "x", new BinAxis(0, 1, 4), "y", new BinAxis(0, 1, 3), "w")));
        Assert.Contains("chosen = 0.5", Assert.Throws<ArgumentException>(() => Chosen().Add(marked.WithColumn("chosen", [.. chosen.Select(_ => 0.5f)]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_with_a_bad_row_is_in_no_map()
    {
        ScanMap Other() => new("other", "x", new BinAxis(0, 1, 4), "y", new BinAxis(0, 1, 3), "w");
        var scan = new HeatmapScan("test", Map(), Other());
        Assert.Throws<ArgumentException>(() => Run(scan, 0..1, Make, t => t.WithColumn("w", [.. t["v"].Select((v, row) => row == 7 ? float.NaN : v)])));
        Assert.Equal((0L, 0L), (scan["map"].Rows, scan.Scanned));
        Run(scan, 0..1, Make, t => t.WithColumn("w", t["v"]));
        Assert.Equal((Rows, Rows), (scan["map"].Rows, scan["other"].Rows));
    }

    [Fact]
    public void A_filter_may_remove_everything()
    {
        var scan = Scan();
        Run(scan, 0..2, Make, t => t.Where(_ => false));
        Assert.Equal((2 * Rows, 0), (scan.Scanned, scan.Accepted));
        Assert.All(scan["map"].Mean.Cast<double>(), m => Assert.Equal(double.NaN, m));
        Assert.All(scan["map"].Count.Cast<double>(), n => Assert.Equal(0, n));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "scan.json");
        var scan = Scan();
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => Map().Add([0, 0], [0, 0], [0, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Map().Add([0], [0, 0], [0, 0]));
        Assert.Throws<ColumnNotFoundException>(() => Run(scan, 0..1, Make, t => t.Without("v")));
        Assert.Throws<ArgumentException>(() => Run(scan, 3..1, Make, t => t));
        Assert.Throws<ArgumentException>(() => new HeatmapScan("two", Map(), Map()));
        Assert.Throws<ColumnNotFoundException>(() => scan["mop"]);
        File.WriteAllText(path, "{\"Format\":\"hepbayes.heatmap-scan\",\"Ver");
        Assert.Throws<UserErrorException>(() => Scan().Resume(path));
        new HeatmapScan("another", Map()).Save(path);
        Assert.Contains("another", Assert.Throws<UserErrorException>(() => Scan().Resume(path)).Message, StringComparison.Ordinal);
    }

    private static HeatmapScan Scan() => new("test", Map());

    private static ScanMap Map() => new("map", "x", new BinAxis(0, 1, 4), "y", new BinAxis(0, 1, 3), "v", new BinAxis(-10, 10, 2000));

    private static Table Make(int block)
    {
        var random = new CounterRandom(1, (ulong)block);
        float[] Column(Func<double> next) => [.. Enumerable.Range(0, Rows).Select(_ => (float)next())];
        return Table.FromColumns(("x", Column(random.NextDouble)), ("y", Column(random.NextDouble)), ("v", Column(random.NextNormal)));
    }

    private static void Run(HeatmapScan scan, Range blocks, Func<int, Table> make, Func<Table, Table> accept, string? path = null, CancellationToken? cancellation = null) =>
        scan.Run(blocks, make, accept, path, cancellation: cancellation ?? TestContext.Current.CancellationToken);

    private static byte[] Bytes(HeatmapScan scan)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "scan.json");
        scan.Save(path);
        return File.ReadAllBytes(path);
    }
}
