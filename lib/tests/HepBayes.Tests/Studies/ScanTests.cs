using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Studies;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Studies;

public sealed class ScanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string study;

    public ScanTests()
    {
        // A target that a network learns from two of the pMSSM parameters.
        var points = PmssmPoints.Uniform(150, seed: 9).Select("M1", "mu");
        TextTable.Write(points.WithColumn("y", [.. points["M1"].Zip(points["mu"], (a, b) => (a + b) / 1000)]), folder.File("rows.csv"));
        study = folder.Write("scan.study.json", """
            {
              "name": "scan", "seed": 3,
              "data": { "file": "rows.csv" },
              "inputs": ["M1", "mu"],
              "targets": [{ "column": "y", "standardise": true }],
              "network": { "hidden": [4], "activation": "tanh", "prior": "gaussian(scale 1, bias 1, output 1, fan-in)", "likelihood": "gaussian noise(scale 0.1)" },
              "sampler": { "warmup": 20, "draws": 10, "maximumLeapfrogs": 8 },
              "chains": 2,
              "scan": {
                "blockRows": 300, "blocks": 7, "blocksPerUnit": 2,
                "predictions": [{ "name": "y", "posterior": "chains", "every": 2 }],
                "cuts": [{ "column": "tanb", "above": 10, "below": 50 }, { "column": "y", "above": 0, "deviations": 1 }],
                "maps": [
                  { "name": "y", "x": { "column": "M1", "low": -4000, "high": 4000, "bins": 8 }, "y": { "column": "mu", "low": -4000, "high": 4000, "bins": 8 }, "quantity": "y", "quantiles": { "low": -8, "high": 8, "bins": 32 } },
                  { "name": "spread of y", "x": { "column": "M1", "low": -4000, "high": 4000, "bins": 4 }, "y": { "column": "tanb", "low": 1, "high": 60, "bins": 4 }, "quantity": "y_sd" }
                ]
              }
            }
            """);
        CommandRun.Good("sample", study, "--output", folder.File("chains"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Units_in_any_order_are_one_scan()
    {
        var output = CommandRun.Good("scan", study, "--output", folder.File("a"));
        Assert.Contains("2,100 points", output, StringComparison.Ordinal);
        foreach (var unit in (int[])[3, 1, 0, 2])
            CommandRun.Good("scan", study, "--output", folder.File("b"), "--unit", $"{unit}");
        CommandRun.Good("merge", folder.File("b"));
        Assert.Equal(FolderContent.Of(folder.File("a")), FolderContent.Of(folder.File("b")));

        var scan = StudyRun.Open(folder.File("a")).Scan();
        Assert.Equal(Enumerable.Range(0, 7), scan.Blocks);
        Assert.Equal(2100, scan.Scanned);
        Assert.InRange(scan.Accepted, 300, 1500);
        Assert.True(File.Exists(Path.Combine(folder.File("a"), "merged", "map-spread-of-y.csv")));

        // The same points and cuts by hand, from the command that predicts.
        ParquetTable.Write(Table.Concat([.. Enumerable.Range(0, 7).Select(b => PmssmPoints.Uniform(300, 3, b))]), folder.File("points.parquet"));
        File.WriteAllText(folder.File("predict.study.json"), File.ReadAllText(study).Replace("\"chains\": 2,", "\"chains\": 2, \"predict\": { \"every\": 2 },", StringComparison.Ordinal));
        CommandRun.Good("predict", folder.File("predict.study.json"), "--posterior", folder.File("chains"), "--points", folder.File("points.parquet"), "--output", folder.File("p"));
        var (points, predicted) = (ParquetTable.Read(folder.File("points.parquet")), StudyRun.Open(folder.File("p")).Prediction());
        var all = points.WithColumn("y", predicted["mean"]).WithColumn("y_sd", predicted["sd"]);
        var kept = all.Where(r => r["tanb"] is > 10 and < 50 && r["y"] + r["y_sd"] > 0);
        var map = new ScanMap("y", "M1", new BinAxis(-4000, 4000, 8), "mu", new BinAxis(-4000, 4000, 8), "y", new BinAxis(-8, 8, 32));
        map.Add(kept);
        Assert.Equal(kept.Rows, scan.Accepted);
        Assert.Equal(map.Count, scan["y"].Count);
        Assert.Equal(map.Mean, scan["y"].Mean);
    }

    [Fact]
    public void Interrupted_blocks_are_not_scanned_twice()
    {
        CommandRun.Good("scan", study, "--output", folder.File("a"));
        var run = folder.File("b");
        CommandRun.Good("plan", "scan", study, "--output", run);
        CommandRun.Good("scan", study, "--output", run, "--unit", "1");
        File.Delete(Path.Combine(run, "units", "00001", "unit.json"));
        CommandRun.Good("scan", study, "--output", run);
        Assert.Equal(FolderContent.Of(folder.File("a")), FolderContent.Of(run));
    }

    [Fact]
    public void Bad_input_is_explained()
    {
        void Refused(string old, string changed, params string[] message)
        {
            File.WriteAllText(folder.File("bad.study.json"), File.ReadAllText(study).Replace(old, changed, StringComparison.Ordinal));
            CommandRun.Refused(2, message, "scan", folder.File("bad.study.json"), "--output", folder.File("bad" + Guid.NewGuid().ToString("N")), "--unit", "0");
        }

        Refused("\"posterior\": \"chains\"", "\"posterior\": \"chain\"", "There is no file");
        Refused("\"column\": \"tanb\", \"above\"", "\"column\": \"tamb\", \"above\"", "'tamb'", "'tanb'");
        Refused("\"quantity\": \"y_sd\"", "\"quantity\": \"y_sx\"", "'y_sx'");
        Refused("\"name\": \"spread of y\"", "\"name\": \"a/b\"", "'a/b'");
        Refused("\"above\": 0, ", "", "needs 'above' or 'below'");
        Refused("\"high\": 8,", "\"high\": -9,", "lower one first");
        Refused("\"scan\": {", "\"skan\": {", "no key 'skan'");
    }
}
