using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Clusters;

/// <summary>HTCondor: a cluster of jobs for the tasks, and a DAG whose final node merges.</summary>
internal sealed partial class CondorEngine : IClusterEngine
{
    private const string DagName = "tasks.dag";
    private const string TasksName = "tasks.sub";
    private const string MergeName = "merge.sub";

    /// <inheritdoc/>
    public string Name => "htcondor";

    /// <inheritdoc/>
    public string Title => "HTCondor";

    /// <inheritdoc/>
    public int MostTasks => 10_000;

    /// <inheritdoc/>
    public string? Fault() => EngineProgram.Run("condor_q", "-version") is { Succeeded: true }
        ? null
        : "HTCondor was not found on this computer: its commands condor_q and condor_submit_dag are not in the PATH";

    /// <inheritdoc/>
    public void WriteScripts(Work work)
    {
        if (work.Resources.Partition is { } partition)
            throw new UserErrorException($"--partition {partition}: HTCondor has no partitions.");
        if (work.Run.Path.IndexOfAny(['$', '"', ' ', '\n']) >= 0)
            throw new UserErrorException($"'{work.Run.Path}': HTCondor reads $, \", spaces and line feeds in a path in a way of its own. Choose a folder without them.");
        TaskScript.Write(work, "# Started by HTCondor with the number of the task.", "# Started by HTCondor.", "1", "");
        AtomicFile.WriteAllText(work.Run.File("submit", TasksName), TasksText(work));
        AtomicFile.WriteAllText(work.Run.File("submit", MergeName), MergeText(work));
        AtomicFile.WriteAllText(work.Run.File("submit", DagName), DagText(work));
    }

    /// <inheritdoc/>
    public (Submission Submission, string? Note) Submit(Work work, Submission claim)
    {
        // -force: a DAG that ran here before leaves files behind, and it has ended.
        var reply = EngineProgram.Run("condor_submit_dag", "-force", work.Run.File("submit", DagName));
        if (reply is not { Succeeded: true } || ClusterNumber().Match(reply.Output) is not { Success: true } number)
            throw new UserErrorException($"HTCondor refused: {reply?.Error} The files are in '{work.Run.File("submit")}'.");
        var submitted = claim with { TasksJob = number.Groups[1].Value };
        submitted.WriteOrTakeBack(work.Run, this);
        return (submitted, null);
    }

    /// <inheritdoc/>
    public EngineRecord Record(Submission submission)
    {
        if (submission.TasksJob is not { } dag)
            return EngineRecord.Nothing();
        // The jobs of a DAG carry its number; JobStatus 1 waits, 2 runs, 5 is held.
        var reply = EngineProgram.Run("condor_q", "-constraint", $"DAGManJobId == {dag}", "-format", "%d ", "ProcId", "-format", "%d ", "JobStatus", "-format", "%s\n", "DAGNodeName");
        if (reply is null)
            return EngineRecord.Nothing("condor_q is not in the PATH");
        if (!reply.Succeeded)
            return EngineRecord.Nothing(reply.Error.ReplaceLineEndings("; "));
        var jobs = reply.Output.Split('\n').Select(l => l.Split(' ')).Where(f => f.Length == 3).ToArray();
        return new EngineRecord(
            jobs.Where(j => j[2] == "tasks").ToDictionary(j => int.Parse(j[0], System.Globalization.CultureInfo.InvariantCulture), j => State(j[1])),
            jobs.Where(j => j[2] == "merge").Select(j => State(j[1])).FirstOrDefault());
    }

    /// <inheritdoc/>
    public string LogFile(RunFolder run, Submission submission, int task) => run.File("logs", $"task_{task}.log");

    /// <inheritdoc/>
    public string CancelCommand(Submission submission) => $"condor_rm {submission.TasksJob}";

    private static string TasksText(Work work)
    {
        var needs = work.Resources;
        return Lines(
        [
            $"# {work.Run.Kind} {work.Run.Name}: units of a study as tasks. Written by 'hepbook submit'; submitted by tasks.dag.",
            "universe = vanilla",
            $"executable = {work.Run.File("submit", TaskScript.TasksName)}",
            "arguments = $(Process)",
            $"batch_name = {work.JobName}",
            "# Folder and hepbook lie on a file system that every machine has.",
            "should_transfer_files = NO",
            "getenv = True",
            $"log = {work.Run.Logs}/condor.log",
            $"output = {work.Run.Logs}/task_$(Process).log",
            $"error = {work.Run.Logs}/task_$(Process).log",
            "# A task that is evicted gets SIGTERM and this many seconds to save its state, then comes again.",
            "kill_sig = SIGTERM",
            $"job_max_vacate_time = {needs.Notice.TotalSeconds:0}",
            "max_retries = 2",
            $"request_cpus = {needs.Cores}",
            .. needs.MemoryMiB is { } memory ? new[] { $"request_memory = {memory}" } : [],
            .. needs.Gres is { } gres ? new[] { $"request_gpus = {ResourceText.Gpus(gres)}" } : [],
            .. needs.Account is { } account ? new[] { $"accounting_group = {account}" } : [],
            .. needs.Time is { } time ? new[] { $"allowed_execute_duration = {time.TotalSeconds:0}" } : [],
            .. needs.MaxRunning is { } most ? new[] { $"max_materialize = {most}" } : [],
            $"queue {work.Tasks.Tasks.Count}",
        ]);
    }

    private static string MergeText(Work work) => Lines(
    [
        "# Merges the units when the tasks have ended. Written by 'hepbook submit'; submitted by tasks.dag.",
        "universe = vanilla",
        $"executable = {work.Run.File("submit", TaskScript.MergeName)}",
        $"batch_name = merge-{work.JobName}",
        "should_transfer_files = NO",
        "getenv = True",
        $"log = {work.Run.Logs}/condor.log",
        $"output = {work.Run.Logs}/merge.log",
        $"error = {work.Run.Logs}/merge.log",
        "request_cpus = 1",
        .. work.Resources.MemoryMiB is { } memory ? new[] { $"request_memory = {memory}" } : [],
        .. work.Resources.Account is { } account ? new[] { $"accounting_group = {account}" } : [],
        "queue 1",
    ]);

    // A FINAL node runs in any case, also after tasks that failed: it names what is missing.
    private static string DagText(Work work) => Lines(
    [
        "# Written by 'hepbook submit'; submitted with condor_submit_dag.",
        $"JOB tasks {work.Run.File("submit", TasksName)}",
        $"FINAL merge {work.Run.File("submit", MergeName)}",
    ]);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\n"));

    private static TaskState State(string status) => status switch
    {
        "2" => new(TaskPhase.Running, "RUNNING"),
        "1" => new(TaskPhase.Waiting, "IDLE"),
        "5" => new(TaskPhase.Waiting, "HELD", "held: condor_q -hold says why"),
        _ => new(TaskPhase.Ended, $"status {status}"),
    };

    [GeneratedRegex(@"submitted to cluster (\d+)")]
    private static partial Regex ClusterNumber();
}
