using Hepbook.Clusters;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Clusters;

public sealed class StatusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public StatusTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands of the batch system are shell scripts here.");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_queue_the_accounting_and_the_files_know_is_put_together()
    {
        using var programs = new FakePrograms();
        programs.Add("squeue", """
            case "$*" in
                *--jobs=12*) printf '12_0|RUNNING|None\n12_1|PENDING|Priority\n12_5|COMPLETING|None\n' ;;
                *) echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1 ;;
            esac
            """);
        programs.Add("sacct", "printf '12_1|PENDING\\n12_2|TIMEOUT\\n12_3|COMPLETED\\n12_[6-7]|PENDING\\n13|CANCELLED by 1000\\n'");
        var (run, submission) = Submitted(units: 14, perTask: 2);
        run.MarkDone(0);
        run.MarkDone(6);
        run.MarkFailed(7, 137);

        var states = run.States(submission, new SlurmEngine());

        Assert.Equal(
            [
                UnitPhase.Done, UnitPhase.Running, // task 0 runs its second unit
                UnitPhase.Waiting, UnitPhase.Waiting, // task 1 is in the queue
                UnitPhase.Failed, UnitPhase.Failed, // task 2 ran out of time
                UnitPhase.Done, UnitPhase.Failed, // task 3 noted the failure of its second unit
                UnitPhase.Lost, UnitPhase.Lost, // nothing is known of task 4
                UnitPhase.Running, UnitPhase.Waiting, // task 5 still clears up
                UnitPhase.Lost, UnitPhase.Lost,
            ],
            states.Select(s => s.Phase));
        Assert.Equal("Priority", states[2].Why);
        Assert.Equal("its task ended as TIMEOUT (--time)", states[4].Why);
        Assert.Equal("CANCELLED", new SlurmEngine().Record(submission).Merge!.Text);
    }

    [Fact]
    public void Tasks_that_were_cancelled_while_they_waited_are_one_line_of_the_queue()
    {
        using var programs = new FakePrograms();
        programs.Add("squeue", "printf '12_0|COMPLETED|None\n12|CANCELLED|Priority\n'");
        var (run, submission) = Submitted(units: 3, perTask: 1);
        run.MarkDone(0);
        var states = run.States(submission, new SlurmEngine());
        Assert.Equal([UnitPhase.Done, UnitPhase.Failed, UnitPhase.Failed], states.Select(s => s.Phase));
        Assert.Equal("its task ended as CANCELLED", states[2].Why);
    }

    [Fact]
    public void A_cluster_without_accounting_is_no_error()
    {
        using var programs = new FakePrograms();
        programs.Add("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
        programs.Add("sacct", "echo 'Slurm accounting storage is disabled' >&2; exit 1");
        var (run, submission) = Submitted(units: 2, perTask: 1);
        run.MarkDone(1);
        Assert.Equal([UnitPhase.Lost, UnitPhase.Done], run.States(submission, new SlurmEngine()).Select(s => s.Phase));
        var report = run.Report(submission);
        Assert.Contains("Slurm knows nothing of its task any more", report, StringComparison.Ordinal);
        Assert.Contains("12_0.log': the task did not start", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_controller_that_does_not_answer_loses_nothing()
    {
        using var programs = new FakePrograms();
        programs.Add("squeue", "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1");
        var (run, submission) = Submitted(units: 3, perTask: 1);
        run.MarkDone(0);
        run.MarkFailed(2, 1);
        Assert.Equal([UnitPhase.Done, UnitPhase.Open, UnitPhase.Failed], run.States(submission, new SlurmEngine()).Select(s => s.Phase));
        Assert.Contains("Unable to contact slurm controller", run.Report(submission), StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_log_is_that_of_the_unit()
    {
        using var programs = new FakePrograms();
        programs.Add("squeue", "true");
        var (run, submission) = Submitted(units: 2, perTask: 2);
        run.MarkFailed(0, 2);
        folder.Write("logs/12_0.log", "== unit 0 on a\nno such column\n== unit 0 ended with exit code 2\n== unit 1 on a\nall is well\n");
        var report = run.Report(submission);
        Assert.Contains("    no such column", report, StringComparison.Ordinal);
        Assert.DoesNotContain("all is well", report.Split("unit 1:")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_not_submitted_shows_what_is_done()
    {
        var run = new FakeRun(folder, units: 10_000);
        foreach (var unit in Enumerable.Range(0, 10).Where(u => u != 4))
            run.MarkDone(unit);
        var report = run.Report(null);
        Assert.Contains("done           9  (0-3, 5-9)", report, StringComparison.Ordinal);
        Assert.Contains("not begun   9991  (4, 10-9999)", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_of_very_many_units_stay_on_one_line()
    {
        Assert.Equal("0-4, 7, 9-12", StatusReport.Ranges([0, 1, 2, 3, 4, 7, 9, 10, 11, 12]));
        Assert.Equal("0, 2, 4, 6, 8, 10, 12, 14 and 92 more", StatusReport.Ranges(Enumerable.Range(0, 100).Select(n => 2 * n)));
    }

    [Fact]
    public async Task A_folder_without_a_run_is_bad_input()
    {
        var (code, _, error) = await CommandRun.RunAsync("status", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("it has no plan.json", error, StringComparison.Ordinal);
        folder.Write("plan.json", "{}");
        (code, _, error) = await CommandRun.RunAsync("status", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("cannot be read", error, StringComparison.Ordinal);
    }

    private (FakeRun Run, Submission Submission) Submitted(int units, int perTask)
    {
        var run = new FakeRun(folder, units);
        var work = run.Work(perTask: perTask);
        new SlurmEngine().WriteScripts(work);
        return (run, run.Claim(work, new SlurmEngine()) with { TasksJob = "12", MergeJob = "13" });
    }
}
