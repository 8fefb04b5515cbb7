using Hepbook.Clusters;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Clusters;

/// <summary>The batch scripts in a real Slurm, with a script that counts in place of the compute library.</summary>
public sealed class SlurmTests(SlurmCluster slurm) : IClassFixture<SlurmCluster>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SlurmEngine engine = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Requeued_preempted_and_killed_tasks_lose_nothing()
    {
        slurm.SkipIfMissing();
        var run = new FakeRun(folder, units: 4);
        var submission = run.Submit(engine);
        var job = submission.TasksJob!;
        await Eventually.TrueAsync(() => Enumerable.Range(0, 4).All(unit => run.Count(unit) > 3));
        Assert.All(run.States(submission, engine), state => Assert.Equal(UnitPhase.Running, state.Phase));

        SlurmCluster.Run("scontrol", "requeue", $"{job}_0");
        SlurmCluster.Run("scancel", $"{job}_2");
        SlurmCluster.Run("kill", "-9", File.ReadAllText(folder.File("pid-1")).Trim());
        await Eventually.TrueAsync(() => new[] { 1, 2 }.All(task => engine.Record(submission).Tasks[task].Phase == TaskPhase.Ended));
        // The node has 8 processors: this job needs those that the fourth task holds.
        SlurmCluster.Run("sbatch", "--partition=urgent", "--ntasks=8", "--output=/dev/null", "--wrap=true");
        await SlurmCluster.ReleaseAsync($"{job}_0");
        await SlurmCluster.ReleaseAsync($"{job}_3");
        await Eventually.TrueAsync(() => Log(job, 0).Split("begins at").Length == 3 && Log(job, 3).Split("begins at").Length == 3);
        folder.Write("finish", "");
        await Eventually.TrueAsync(() => !engine.Record(submission).IsActive);

        // Each was asked to stop, saved, and went on from there.
        foreach (var task in new[] { 0, 3 })
        {
            var begun = int.Parse(Log(job, task).Split("begins at ")[2].Split('\n')[0]);
            Assert.True(begun > 3, Log(job, task));
            Assert.Contains($"asked to stop at {begun}", Log(job, task), StringComparison.Ordinal);
        }

        var states = run.States(submission, engine);
        Assert.Equal([UnitPhase.Done, UnitPhase.Failed, UnitPhase.Failed, UnitPhase.Done], states.Select(s => s.Phase));
        Assert.StartsWith("exit code 137: killed", states[1].Why, StringComparison.Ordinal);
        Assert.Contains("CANCELLED", states[2].Why, StringComparison.Ordinal);
        // The merge ran although tasks failed: it is the one that names what is missing.
        Assert.Equal("2", File.ReadAllText(folder.File($"logs/{submission.MergeJob}_merge.log")).Trim());
    }

    [Fact]
    public async Task A_task_whose_time_is_nearly_up_saves_and_comes_again()
    {
        slurm.SkipIfMissing();
        var run = new FakeRun(folder, units: 2);
        var submission = run.Submit(engine, perTask: 2);
        var task = $"{submission.TasksJob}_0";
        await Eventually.TrueAsync(() => run.Count(0) > 3);
        Assert.Equal([UnitPhase.Running, UnitPhase.Waiting], run.States(submission, engine).Select(s => s.Phase));

        // As Slurm does it for --signal=B:USR1@SECONDS.
        SlurmCluster.Run("scancel", "--batch", "--signal=USR1", task);
        await SlurmCluster.ReleaseAsync(task);
        await Eventually.TrueAsync(() => Log(submission.TasksJob!, 0).Split("begins at").Length == 3);
        folder.Write("finish", "");
        await Eventually.TrueAsync(() => !engine.Record(submission).IsActive);

        Assert.All(run.States(submission, engine), state => Assert.Equal(UnitPhase.Done, state.Phase));
        Assert.Contains("the task goes back into the queue", Log(submission.TasksJob!, 0), StringComparison.Ordinal);
        Assert.DoesNotContain("== unit 1 ended", Log(submission.TasksJob!, 0).Split("goes back into the queue")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_unit_that_fails_does_not_stop_the_others_of_its_task()
    {
        slurm.SkipIfMissing();
        folder.Write("finish", "");
        folder.Write("fail-1", "");
        var run = new FakeRun(folder, units: 3);
        var submission = run.Submit(engine, new Resources { Time = TimeSpan.FromMinutes(5), MemoryMiB = 100, Cores = 2, Partition = "urgent", MaxRunning = 1 }, perTask: 3);
        submission.Write(run.Run);
        await Eventually.TrueAsync(() => !engine.Record(submission).IsActive);
        Assert.Equal([UnitPhase.Done, UnitPhase.Failed, UnitPhase.Done], run.States(submission, engine).Select(s => s.Phase));
        var report = run.Report(submission);
        Assert.Contains("unit 1: exit code 2: bad input, see the log", report, StringComparison.Ordinal);
        Assert.Contains("    the input is bad", report, StringComparison.Ordinal);
        Assert.Contains("--again", report, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Slurm_refuses_is_said_in_its_own_words()
    {
        slurm.SkipIfMissing();
        var run = new FakeRun(folder, units: 2);
        var work = run.Work(new Resources { Partition = "nowhere" });
        engine.WriteScripts(work);
        var error = Assert.Throws<UserErrorException>(() => engine.Submit(work, run.Claim(work, engine)));
        Assert.Contains("invalid partition specified: nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_on_arrays_is_the_clusters_own()
    {
        slurm.SkipIfMissing();
        Assert.Null(engine.Fault());
        Assert.Equal(1001, engine.MostTasks);
    }

    private string Log(string job, int task)
    {
        var file = folder.File($"logs/{job}_{task}.log");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
