using System.Diagnostics;
using HepBayes.Studies;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Studies;

public sealed class UnitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Run => folder.File("run");

    private string UnitFile(int unit, string name) => Path.Combine(Run, "units", unit.ToString("D5"), name);

    [Fact]
    public void All_units_run_and_merge()
    {
        var output = CommandRun.Good("check", "--output", Run, "--units", "3");
        Assert.Contains("Merged 3 of 3", output, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(Run, "merged", "check.txt")).Length);
        Assert.True(File.Exists(UnitFile(2, "timing.json")));
    }

    [Fact]
    public void Order_and_repetition_do_not_matter()
    {
        CommandRun.Good("check", "--output", Run, "--units", "5");
        var other = folder.File("other");
        foreach (var unit in (int[])[4, 0, 2, 0, 3, 1])
            CommandRun.Good("check", "--output", other, "--units", "5", "--unit", $"{unit}");
        CommandRun.Good("merge", other);
        Assert.Equal(FolderContent.Of(Run), FolderContent.Of(other));
    }

    [Fact]
    public void A_unit_that_is_done_is_not_run_again()
    {
        CommandRun.Good("check", "--output", Run, "--units", "1");
        var written = File.GetLastWriteTimeUtc(UnitFile(0, "unit.json"));
        Assert.Contains("Unit 0 is done", CommandRun.Good("check", "--output", Run, "--units", "1", "--unit", "0"), StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(UnitFile(0, "unit.json")));
    }

    [Fact]
    public void Missing_and_damaged_units_are_named()
    {
        CommandRun.Good("check", "--output", Run, "--units", "6");
        Directory.Delete(UnitFile(1, ""), recursive: true);
        File.AppendAllText(UnitFile(2, "check.txt"), "x");
        File.Delete(UnitFile(3, "check.txt"));
        File.WriteAllText(UnitFile(4, "unit.json"), "{");
        File.Copy(UnitFile(0, "unit.json"), UnitFile(5, "unit.json"), overwrite: true);
        CommandRun.Refused(1, ["5 of 6", "unit 1: missing", "unit 2: check.txt is damaged", "unit 3: check.txt is missing", "unit 4: The unit", "unit 5: unit.json is that of unit 0", "--allow-missing"], "merge", Run);

        var partial = CommandRun.Good("merge", Run, "--allow-missing");
        Assert.Contains("Merged 1 of 6", partial, StringComparison.Ordinal);
        Assert.Contains("\"missing\": [\n    1,\n    2,", File.ReadAllText(Path.Combine(Run, "merged", "merge.json")), StringComparison.Ordinal);

        var mended = CommandRun.Good("check", "--output", Run, "--units", "6");
        Assert.Contains("Unit 2 is damaged and computed again: check.txt is damaged", mended, StringComparison.Ordinal);
        Assert.Contains("Merged 6 of 6", mended, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_any_whole_unit_does_not_merge()
    {
        CommandRun.Good("plan", "check", "--output", Run, "--units", "40");
        CommandRun.Refused(1, ["40 of 40", "and 20 more: 20-39"], "merge", Run, "--allow-missing");
    }

    [Fact]
    public void Another_plan_is_refused_by_key()
    {
        CommandRun.Good("plan", "check", "--output", Run, "--units", "3");
        CommandRun.Good("plan", "check", "--output", Run, "--units", "3");
        CommandRun.Refused(2, ["another run", "units was 3, now 4"], "check", "--output", Run, "--units", "4", "--unit", "0");
    }

    [Fact]
    public async Task Many_processes_make_one_plan()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 32).Select(unit => Task.Run(() => CommandRun.Of("check", "--output", Run, "--units", "32", "--unit", $"{unit}"))));
        Assert.All(runs, run => Assert.Equal("", run.Error));
        CommandRun.Good("merge", Run);
        Assert.Equal(["merged", "plan.json", "units"], Directory.EnumerateFileSystemEntries(Run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("There is no unit 3: this run has the units 0 to 2", "check", "--output", "RUN", "--units", "3", "--unit", "3")]
    [InlineData("--unit must be a whole number of at least 0, not '-1'", "check", "--output", "RUN", "--units", "3", "--unit", "-1")]
    [InlineData("--units must be a whole number of at least 1, not '0'", "check", "--output", "RUN", "--units", "0")]
    [InlineData("ask for 1 to 100000", "check", "--output", "RUN", "--units", "100001")]
    [InlineData("--units is missing", "check", "--output", "RUN")]
    [InlineData("--output is missing", "check", "--units", "2")]
    [InlineData("there is no option --unist; did you mean --unit or --units", "check", "--unist", "2")]
    [InlineData("--units needs a value", "check", "--output", "RUN", "--units")]
    [InlineData("--units is given twice", "check", "--units", "1", "--units=1")]
    [InlineData("'x' is one argument too many", "check", "x")]
    [InlineData("There is no run in", "merge", "RUN")]
    [InlineData("DIR is missing", "merge")]
    [InlineData("There is no command chek", "chek")]
    [InlineData("Did you mean check", "chek")]
    [InlineData("the kind of work is missing", "plan")]
    public void Bad_usage_is_explained(string message, string command, params string[] arguments) =>
        CommandRun.Refused(2, [message], command, [.. arguments.Select(a => a == "RUN" ? Run : a)]);

    [Fact]
    public void A_plan_of_another_format_is_refused()
    {
        CommandRun.Good("plan", "check", "--output", Run, "--units", "3");
        var path = Path.Combine(Run, "plan.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        CommandRun.Refused(2, ["format 2", "reads format 1"], "merge", Run);
    }

    [Fact]
    public void Cancellation_keeps_what_is_done()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Equal(130, CommandRun.Cancellable("check", ["--output", Run, "--units", "3"], source.Token).Code);
        CommandRun.Good("check", "--output", Run, "--units", "3");
    }

    [Fact]
    public void Ten_thousand_units_merge()
    {
        // Making 20,000 files on a busy disk takes minutes, and is not what is measured.
        using var memory = Directory.Exists("/dev/shm") ? new TemporaryFolder("/dev/shm") : new TemporaryFolder();
        var path = memory.File("run");
        CommandRun.Good("plan", "check", "--output", path, "--units", "10000");
        var run = StudyFolder.Open(path);
        using var work = new CheckWork();
        foreach (var unit in Enumerable.Range(0, 10_000).Select(run.Unit))
        {
            unit.Prepare();
            File.WriteAllText(unit.File("check.txt"), $"unit {unit.Unit}\n");
            File.WriteAllText(unit.File("unit.json"), StudyJson.Text(new UnitFile
            {
                Unit = unit.Unit,
                StudySha256 = "",
                PlanSha256 = run.Plan.Sha256,
                Files = new() { ["check.txt"] = StudyJson.Sha256OfFile(unit.File("check.txt")) },
            }));
        }

        var before = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        CommandRun.Good("merge", path);
        TestContext.Current.SendDiagnosticMessage($"10,000 units merged in {watch.Elapsed.TotalSeconds:0.00} s, {(GC.GetTotalAllocatedBytes() - before) >> 20} MiB allocated in all.");
        Assert.Equal(10_000, File.ReadLines(Path.Combine(path, "merged", "check.txt")).Count());
        // Even without any collection the bookkeeping would stay far below the gigabyte that is promised.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }
}
