using System.Globalization;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Clusters;

/// <summary>A real study through a real Slurm.</summary>
public sealed class SampleThroughSlurmTests(SlurmCluster slurm) : IClassFixture<SlurmCluster>, IDisposable
{
    private const int Chains = 8;

    // Long enough that a chain can be interrupted in its middle.
    private const string Study = """
        {
          "name": "tiny",
          "seed": 11,
          "data": { "file": "rows.csv", "split": { "train": 0.7, "validation": 0.2, "test": 0.1 } },
          "inputs": ["x", "y"],
          "targets": [{ "column": "z", "standardise": true }],
          "network": { "hidden": [5], "activation": "tanh", "prior": "gaussian(scale 1, bias 1, output 1, fan-in)", "likelihood": "gaussian noise(scale 0.1)" },
          "sampler": { "warmup": 100, "draws": 10000, "maximumLeapfrogs": 8, "climb": 20 },
          "chains": 8
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Chains_that_were_requeued_and_killed_are_those_of_this_computer_byte_for_byte()
    {
        slurm.SkipIfMissing();
        var study = folder.Write("tiny.study.json", Study);
        folder.Write("rows.csv", "x,y,z\n" + string.Join('\n', Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"{Math.Sin(i)},{Math.Cos(3 * i)},{100 + (20 * Math.Sin(Math.Sin(i) + Math.Cos(3 * i)))}"))) + "\n");
        var (there, here) = (folder.File("there"), folder.File("here"));
        string[] submit = ["submit", "sample", study, "--engine", "slurm", "--output", there];
        var (code, output, error) = await HepbookAsync(submit);
        Assert.True(code == 0, error);
        var job = output.Split("job ")[1].Split(' ')[0];

        await Eventually.TrueAsync(() => Directory.Exists(Unit(there, 0)) && Directory.Exists(Unit(there, 1)));
        SlurmCluster.Run("scontrol", "requeue", $"{job}_0");
        SlurmCluster.Run("kill", "-9", SlurmCluster.Run("pgrep", "--full", $"{there} --unit 1$"));
        await SlurmCluster.ReleaseAsync($"{job}_0");
        await QuietAsync();

        // The chain that was asked to stop saved itself, came again and ended; the one that was killed is missing, and the merge says so.
        Assert.False(File.Exists(Path.Combine(Unit(there, 1), "unit.json")));
        Assert.Contains("unit 1: not finished", File.ReadAllText(Directory.GetFiles(Path.Combine(there, "logs"), "*_merge.log").Single()), StringComparison.Ordinal);
        Assert.Equal(1, (await HepbookAsync("merge", there)).Code);
        (code, output, _) = await HepbookAsync("status", there);
        Assert.Equal(1, code);
        Assert.Contains("unit 1: exit code 137: killed", output, StringComparison.Ordinal);
        Assert.Contains("done           7", output, StringComparison.Ordinal);

        Assert.Equal(0, (await HepbookAsync([.. submit, "--again"])).Code);
        Assert.Equal(0, (await HepbookAsync("sample", study, "--output", here)).Code);
        await QuietAsync();
        Assert.Equal(RunFiles.Results(here), RunFiles.Results(there));
        Assert.Equal(Chains, RunFiles.Results(there).Keys.Count(file => file.EndsWith("unit.json", StringComparison.Ordinal)));
        Assert.Contains("merged/", string.Join(' ', RunFiles.Results(there).Keys), StringComparison.Ordinal);
    }

    private static string Unit(string run, int unit) => Path.Combine(run, "units", unit.ToString("D5", CultureInfo.InvariantCulture));

    private static Task QuietAsync() => Eventually.TrueAsync(() => SlurmCluster.Run("squeue", "--noheader", "--me").Length == 0);

    private async Task<(int Code, string Output, string Error)> HepbookAsync(params string[] arguments)
    {
        using var process = new HepbookProcess(slurm.Variables, arguments);
        return await process.EndAsync();
    }
}
