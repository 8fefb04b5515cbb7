using System.Globalization;

namespace Hepbook.Clusters;

/// <summary>Slurm: a job array for the tasks, and a job that depends on it for the merge.</summary>
internal sealed class SlurmEngine : IClusterEngine
{
    // Slurm's own default, for sites that cannot be asked.
    private const int UsualArraySize = 1001;
    private const string ArraySizeKey = "MaxArraySize";

    // A task that is put back into the queue at the end of its time comes again; 50 times without an end is an error.
    private const string RequeueAtTheEnd = """
        # The time was up: the rest goes on in a new turn of this task.
        if [ -n "$time_is_up" ] && [ -z "$ending" ]; then
            if [ "${SLURM_RESTART_COUNT:-0}" -ge 50 ]; then
                echo "== this task was put back into the queue 50 times and did not end: give it more time (--time)"
                exit 1
            fi
            echo "== the time is nearly up: the task goes back into the queue"
            scontrol requeue "$SLURM_JOB_ID"
            exit 130
        fi
        """;

    private int? mostTasks;

    /// <inheritdoc/>
    public string Name => "slurm";

    /// <inheritdoc/>
    public string Title => "Slurm";

    /// <inheritdoc/>
    public int MostTasks => mostTasks ?? UsualArraySize;

    /// <inheritdoc/>
    public string? Fault()
    {
        if (EngineProgram.Run("scontrol", "show", "config") is not { } reply)
            return "Slurm was not found on this computer: its commands sbatch, squeue and scontrol are not in the PATH";
        if (!reply.Succeeded)
            return $"Slurm does not answer ({reply.Error.ReplaceLineEndings("; ")})";
        var line = reply.Output.Split('\n').FirstOrDefault(l => l.StartsWith(ArraySizeKey, StringComparison.Ordinal));
        mostTasks = int.TryParse(line?.Split('=')[^1], CultureInfo.InvariantCulture, out var size) ? size : null;
        return mostTasks == 0 ? "Slurm on this cluster is set up without job arrays (MaxArraySize is 0)" : null;
    }

    /// <inheritdoc/>
    public void WriteScripts(Work work)
    {
        if (work.Run.Path.IndexOfAny(['%', '"', '\\', '\n']) >= 0)
            throw new UserErrorException($"'{work.Run.Path}': Slurm reads %, \", \\ and line feeds in the path of a log in a way of its own. Choose a folder without them.");
        TaskScript.Write(work, TasksHead(work), MergeHead(work), "SLURM_ARRAY_TASK_ID", RequeueAtTheEnd);
    }

    /// <inheritdoc/>
    public (Submission Submission, string? Note) Submit(Work work, Submission claim)
    {
        var tasks = Job(work.Run.File("submit", TaskScript.TasksName));
        if (tasks.Job is null)
            throw new UserErrorException($"Slurm refused the tasks: {tasks.Error} The scripts are in '{work.Run.File("submit")}'.");
        var submitted = claim with { TasksJob = tasks.Job };
        submitted.WriteOrTakeBack(work.Run, this);
        var merge = Job(work.Run.File("submit", TaskScript.MergeName), $"--dependency=afterany:{tasks.Job}");
        if (merge.Job is null)
            return (submitted, $"the tasks are in the queue, but Slurm refused the merge: {merge.Error} Run it yourself when they have ended: hepbook merge {ShellText.Word(work.Run.Path)}");
        submitted = submitted with { MergeJob = merge.Job };
        submitted.WriteOrTakeBack(work.Run, this);
        return (submitted, null);
    }

    /// <inheritdoc/>
    public EngineRecord Record(Submission submission) => submission.TasksJob is { } tasks ? SlurmRecord.Of(tasks, submission.MergeJob) : EngineRecord.Nothing();

    /// <inheritdoc/>
    public string LogFile(RunFolder run, Submission submission, int task) => run.File("logs", $"{submission.TasksJob}_{task}.log");

    /// <inheritdoc/>
    public string CancelCommand(Submission submission) => $"scancel {submission.TasksJob}{(submission.MergeJob is { } merge ? $" {merge}" : "")}";

    // --parsable: "job" or "job;cluster".
    private static (string? Job, string Error) Job(string script, params string[] options)
    {
        var reply = EngineProgram.Run("sbatch", ["--parsable", .. options, script]) ?? new EngineReply(-1, "", "sbatch is not in the PATH.");
        return reply.Succeeded ? (reply.Output.Trim().Split(';')[0], reply.Error) : (null, reply.Error);
    }

    private static string TasksHead(Work work)
    {
        var needs = work.Resources;
        var atOnce = needs.MaxRunning is { } most ? $"%{most}" : "";
        return Head(
        [
            $"--job-name={work.JobName}",
            $"--array=0-{work.Tasks.Tasks.Count - 1}{atOnce}",
            $"--output=\"{work.Run.Logs}/%A_%a.log\"",
            "--open-mode=append",
            "--requeue",
            $"--signal=B:USR1@{needs.Notice.TotalSeconds:0}",
            "--nodes=1",
            "--ntasks=1",
            $"--cpus-per-task={needs.Cores}",
            .. Common(needs),
            .. needs.Gres is { } gres ? new[] { $"--gres={gres}" } : [],
        ]);
    }

    private static string MergeHead(Work work) =>
        Head([$"--job-name=merge-{work.JobName}", $"--output=\"{work.Run.Logs}/%j_merge.log\"", "--nodes=1", "--ntasks=1", .. Common(work.Resources)]);

    private static IEnumerable<string> Common(Resources needs)
    {
        if (needs.Time is { } time)
            yield return $"--time={ResourceText.Time(time)}";
        if (needs.MemoryMiB is { } memory)
            yield return $"--mem={memory}M";
        if (needs.Partition is { } partition)
            yield return $"--partition={partition}";
        if (needs.Account is { } account)
            yield return $"--account={account}";
    }

    private static string Head(IEnumerable<string> options) => string.Join('\n', options.Select(o => $"#SBATCH {o}"));
}
