using Hepbook.Tests.Support;

namespace Hepbook.Tests.Clusters;

/// <summary>The commands, with units that do no work.</summary>
public sealed class SubmitTests(SlurmCluster slurm) : IClassFixture<SlurmCluster>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Units_through_Slurm_are_those_of_this_computer_byte_for_byte()
    {
        slurm.SkipIfMissing();
        var (there, here) = (folder.File("there"), folder.File("here"));
        Assert.Equal(0, (await HepbookAsync("check", "--units", "3", "--output", here)).Code);
        string[] submit = ["submit", "check", "--engine", "slurm", "--units", "3", "--output", there, "--units-per-task", "2"];
        var (code, output, error) = await HepbookAsync(submit);
        Assert.True(code == 0, error);
        Assert.Contains("3 of 3 units in 2 tasks: job ", output, StringComparison.Ordinal);

        // A second one is refused, now and when the first has ended.
        Assert.Contains("--again", (await HepbookAsync(submit)).Error, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(there, "merged", "merge.json")) && SlurmCluster.Run("squeue", "--noheader", "--me").Length == 0);
        (code, _, error) = await HepbookAsync(submit);
        Assert.Equal(2, code);
        Assert.Contains("was submitted", error, StringComparison.Ordinal);
        Assert.Equal(RunFiles.Results(here), RunFiles.Results(there));
        Assert.Contains("All units are done", (await HepbookAsync("status", there)).Output, StringComparison.Ordinal);

        // What is lost is named, and comes back the same.
        Directory.Delete(Path.Combine(there, "units", "00001"), recursive: true);
        (code, _, error) = await HepbookAsync("merge", there);
        Assert.Equal(1, code);
        Assert.Contains("unit 1: missing", error, StringComparison.Ordinal);
        Assert.Equal(1, (await HepbookAsync("status", there)).Code);
        File.Delete(Path.Combine(there, "merged", "merge.json"));
        (code, output, error) = await HepbookAsync([.. submit, "--again"]);
        Assert.True(code == 0, error);
        Assert.Contains("1 of 3 units in 1 task", output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(there, "merged", "merge.json")) && SlurmCluster.Run("squeue", "--noheader", "--me").Length == 0);
        Assert.Equal(RunFiles.Results(here), RunFiles.Results(there));
    }

    [Fact]
    public async Task A_dry_run_writes_scripts_within_the_limits_and_submits_nothing()
    {
        using var programs = new FakePrograms(alone: true);
        var (code, output, _) = await CommandRun.RunAsync("submit", "check", "--engine", "slurm", "--units", "10000", "--output", folder.File("run"), "--dry-run", "--time", "10");
        Assert.Equal(0, code);
        Assert.Contains("10000 of 10000 units in 1000 tasks would run", output, StringComparison.Ordinal);
        Assert.Contains("Slurm was not found", output, StringComparison.Ordinal);
        Assert.Equal(10_000, File.ReadAllText(folder.File("run/submit/units.txt")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.False(File.Exists(folder.File("run/submission.json")));
    }

    [Theory]
    [InlineData("did you mean slurm?", "check", "--engine", "slum", "--units", "2")]
    [InlineData("expected sample, predict, scan, search, check", "sampel", "--engine", "slurm")]
    [InlineData("--cores many", "check", "--engine", "slurm", "--cores", "many")]
    [InlineData("--time soon", "check", "--engine", "slurm", "--time", "soon")]
    [InlineData("--partition a b", "check", "--engine", "slurm", "--partition", "a b")]
    [InlineData("there is no option --unitz; did you mean --unit", "check", "--engine", "slurm", "--unitz", "2", "--dry-run")]
    [InlineData("--units-per-task 1: 5000 units would be more than the 1001 tasks", "check", "--engine", "slurm", "--units", "5000", "--units-per-task", "1", "--dry-run")]
    public async Task Bad_usage_is_said(string expected, params string[] arguments)
    {
        using var programs = new FakePrograms(alone: true);
        var (code, _, error) = await CommandRun.RunAsync(["submit", .. arguments, "--output", folder.File("run")]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Slurm_the_command_for_this_computer_is_named_and_nothing_is_written()
    {
        using var programs = new FakePrograms(alone: true);
        var (code, _, error) = await CommandRun.RunAsync("submit", "check", "--engine", "slurm", "--units", "2", "--output", folder.File("run"));
        Assert.Equal(2, code);
        Assert.Contains("Slurm was not found", error, StringComparison.Ordinal);
        Assert.Contains($"hepbook check --units 2 --output {folder.File("run")}", error, StringComparison.Ordinal);
        Assert.Empty(folder.Contents());
    }

    [Fact]
    public async Task A_submission_that_was_cut_short_is_seen()
    {
        using var programs = new FakePrograms(alone: true);
        string[] submit = ["submit", "check", "--engine", "slurm", "--units", "2", "--output", folder.Path, "--dry-run"];
        Assert.Equal(0, (await CommandRun.RunAsync(submit)).Code);
        folder.Write("submission.json", """{"format": 1, "engine": "slurm", "submitted": "2026-01-02T03:04:05Z", "tasks": 2, "units": 2, "commandLine": []}""");
        Assert.Contains("did not get as far as a job", (await CommandRun.RunAsync(submit)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.RunAsync([.. submit, "--again"])).Code);
        folder.Write("submission.json", "{");
        Assert.Contains("cannot be read", (await CommandRun.RunAsync(submit)).Error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> HepbookAsync(params string[] arguments)
    {
        using var process = new HepbookProcess(slurm.Variables, arguments);
        return await process.EndAsync();
    }
}
