using System.Diagnostics;
using Hepbook.Clusters;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Clusters;

public sealed class ScriptTests : IDisposable
{
    // The submit commands that are used, as the manual of HTCondor names them.
    private static readonly string[] CondorKeys =
    [
        "accounting_group", "allowed_execute_duration", "arguments", "batch_name", "error", "executable", "getenv", "job_max_vacate_time", "kill_sig", "log", "max_materialize",
        "max_retries", "output", "request_cpus", "request_gpus", "request_memory", "should_transfer_files", "universe",
    ];

    private static readonly Resources Everything = new() { Time = TimeSpan.FromHours(30), MemoryMiB = 4096, Cores = 3, Gres = "gpu:a100:2", Account = "hep", MaxRunning = 5 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("90", 90 * 60)]
    [InlineData("2:30", 150)]
    [InlineData("1:02:03", 3723)]
    [InlineData("1-12", 36 * 3600)]
    [InlineData("1-12:30", (36 * 3600) + 1800)]
    [InlineData("2-00:00:01", (48 * 3600) + 1)]
    public void Times_are_read_as_Slurm_reads_them(string text, int seconds) => Assert.Equal(seconds, ResourceText.Time(text).TotalSeconds);

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1h")]
    [InlineData("1:2:3:4")]
    [InlineData("1-2:3:4:5")]
    [InlineData("99999999999")]
    public void Other_times_are_refused(string text) => Assert.Throws<UserErrorException>(() => ResourceText.Time(text));

    [Theory]
    [InlineData("500", 500)]
    [InlineData("500M", 500)]
    [InlineData("4G", 4096)]
    [InlineData("4GiB", 4096)]
    [InlineData("1T", 1 << 20)]
    public void Sizes_are_read(string text, long mebibytes) => Assert.Equal(mebibytes, ResourceText.MemoryMiB(text));

    [Theory]
    [InlineData("0")]
    [InlineData("4K")]
    [InlineData("4.5G")]
    [InlineData("99999999999999999999")]
    public void Other_sizes_are_refused(string text) => Assert.Throws<UserErrorException>(() => ResourceText.MemoryMiB(text));

    [Fact]
    public void A_task_that_has_little_time_is_told_earlier_than_it_is_killed()
    {
        Assert.Equal(120, new Resources().Notice.TotalSeconds);
        Assert.Equal(120, new Resources { Time = TimeSpan.FromHours(1) }.Notice.TotalSeconds);
        Assert.Equal(60, new Resources { Time = TimeSpan.FromMinutes(5) }.Notice.TotalSeconds);
    }

    [Fact]
    public void Slurm_is_told_everything_that_was_asked_for()
    {
        var run = new FakeRun(folder, units: 7, name: "Higgs mass (µ)");
        new SlurmEngine().WriteScripts(run.Work(Everything with { Partition = "gpu" }, perTask: 2));
        var lines = File.ReadAllLines(folder.File("submit/tasks.sh")).Where(l => l.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(l => l["#SBATCH ".Length..]).ToArray();
        Assert.Equal(
            [
                "--job-name=check-Higgs-mass----", "--array=0-3%5", $"--output=\"{folder.Path}/logs/%A_%a.log\"", "--open-mode=append", "--requeue", "--signal=B:USR1@120",
                "--nodes=1", "--ntasks=1", "--cpus-per-task=3", "--time=1-06:00:00", "--mem=4096M", "--partition=gpu", "--account=hep", "--gres=gpu:a100:2",
            ],
            lines);
        Assert.Equal("0 1\n2 3\n4 5\n6\n", File.ReadAllText(folder.File("submit/units.txt")));
        Assert.DoesNotContain("gres", File.ReadAllText(folder.File("submit/merge.sh")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_signs_of_the_shell_stay_names()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no shell.");
        using var odd = new TemporaryFolder();
        var path = Directory.CreateDirectory(odd.File("it's $HOME; `x` &")).FullName;
        folder.Write("plan.json", """{"format": 1, "kind": "check", "name": "a\necho b", "units": 1}""");
        var run = RunFolder.Open(folder.Path);
        new SlurmEngine().WriteScripts(new Work(run, ["echo"], [path], TaskList.Of([0], 1), new Resources()));
        using var process = Process.Start(new ProcessStartInfo("bash", [folder.File("submit/tasks.sh"), "0"]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        Assert.Equal($"{path} --unit 0", lines[1]);
        Assert.Equal("== unit 0 ended with exit code 0", lines[2]);
    }

    [Fact]
    public void Every_line_for_HTCondor_is_a_command_that_its_manual_names()
    {
        var run = new FakeRun(folder, units: 5);
        new CondorEngine().WriteScripts(run.Work(Everything, perTask: 2));
        var tasks = File.ReadAllLines(folder.File("submit/tasks.sub"));
        foreach (var line in tasks.Concat(File.ReadAllLines(folder.File("submit/merge.sub"))).Where(l => !l.StartsWith('#') && !l.StartsWith("queue ", StringComparison.Ordinal)))
            Assert.Contains(line.Split(" = ")[0], CondorKeys);
        foreach (var expected in new[] { "request_cpus = 3", "request_memory = 4096", "request_gpus = 2", "accounting_group = hep", "allowed_execute_duration = 108000", "max_materialize = 5", "arguments = $(Process)", "queue 3" })
            Assert.Contains(expected, tasks);
        Assert.Equal(["JOB tasks", "FINAL merge"], File.ReadAllLines(folder.File("submit/tasks.dag")).Skip(1).Select(l => string.Join(' ', l.Split(' ')[..2])));
        Assert.DoesNotContain("#SBATCH", File.ReadAllText(folder.File("submit/tasks.sh")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_said_to_HTCondor_is_refused()
    {
        var run = new FakeRun(folder, units: 1);
        Assert.Contains("no partitions", Refused(new Resources { Partition = "long" }), StringComparison.Ordinal);
        Assert.Contains("expected gpu:NUMBER", Refused(new Resources { Gres = "fpga:1" }), StringComparison.Ordinal);

        string Refused(Resources resources) => Assert.Throws<UserErrorException>(() => new CondorEngine().WriteScripts(run.Work(resources))).Message;
    }

    [Fact]
    public void Jobs_that_cannot_be_recorded_are_taken_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands of the batch system are shell scripts here.");
        using var programs = new FakePrograms();
        // A folder in the place of the file stands for a disk that fills up between the two.
        programs.Add("sbatch", $"rm {folder.Path}/submission.json; mkdir {folder.Path}/submission.json; echo 12");
        programs.Add("scancel", "true");
        var run = new FakeRun(folder, units: 2);
        var error = Assert.Throws<UserErrorException>(() => run.Submit(new SlurmEngine()));
        Assert.Contains("The jobs were taken back.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["12"], programs.Calls("scancel"));
    }

    [Fact]
    public void HTCondor_gets_the_graph_and_its_number_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands of the batch system are shell scripts here.");
        using var programs = new FakePrograms();
        programs.Add("condor_submit_dag", "echo '1 job(s) submitted to cluster 77.'");
        programs.Add("condor_q", "printf '0 2 tasks\\n1 1 tasks\\n'");
        var run = new FakeRun(folder, units: 4);
        var engine = new CondorEngine();
        var submission = run.Submit(engine);
        Assert.Equal("77", submission.TasksJob);
        Assert.Equal([$"-force {folder.Path}/submit/tasks.dag"], programs.Calls("condor_submit_dag"));
        Assert.Equal([UnitPhase.Running, UnitPhase.Waiting, UnitPhase.Lost, UnitPhase.Lost], run.States(submission, engine).Select(s => s.Phase));
    }
}
