using System.Globalization;

namespace Hepbook.Clusters;

/// <summary>Asks Slurm about a job array: the queue first, then, for tasks that the controller has forgotten, the accounting.</summary>
internal static class SlurmRecord
{
    private const string UnknownJob = "Invalid job id";

    private static readonly HashSet<string> Running = ["RUNNING", "COMPLETING", "CONFIGURING", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED", "SUSPENDED"];
    private static readonly HashSet<string> Waiting = ["PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"];

    /// <summary>What Slurm knows.</summary>
    /// <param name="tasks">Number of the array.</param>
    /// <param name="merge">Number of the job that merges; null if there is none.</param>
    public static EngineRecord Of(string tasks, string? merge)
    {
        var found = new Dictionary<string, TaskState>();
        string? fault = null;
        // Each job by itself: one that is forgotten makes squeue refuse the whole list.
        foreach (var job in new[] { tasks, merge }.OfType<string>())
            fault ??= AddQueue(job, found);
        if (fault is null)
            AddAccounting(new[] { tasks, merge }.OfType<string>(), found);
        var byTask = found.Where(f => f.Key.StartsWith($"{tasks}_", StringComparison.Ordinal)).ToDictionary(f => int.Parse(f.Key[(tasks.Length + 1)..], CultureInfo.InvariantCulture), f => f.Value);
        // The part of an array that still waited when it was cancelled is one job with the number of the array.
        return new EngineRecord(byTask, merge is null ? null : found.GetValueOrDefault(merge), found.GetValueOrDefault(tasks), fault);
    }

    // The controller keeps what ended for some minutes (MinJobAge) and shows it with --states=all.
    private static string? AddQueue(string job, Dictionary<string, TaskState> found)
    {
        var reply = EngineProgram.Run("squeue", "--noheader", "--array", "--states=all", $"--jobs={job}", "--format=%i|%T|%r");
        if (reply is null)
            return "squeue is not in the PATH";
        if (!reply.Succeeded)
            return reply.Error.Contains(UnknownJob, StringComparison.Ordinal) ? null : reply.Error.ReplaceLineEndings("; ");
        foreach (var fields in reply.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Where(f => f.Length == 3))
            found[fields[0]] = State(fields[1], fields[2] == "None" ? "" : fields[2]);
        return null;
    }

    // Many sites, and none without a database, keep accounts: that it is not there is no error.
    private static void AddAccounting(IEnumerable<string> jobs, Dictionary<string, TaskState> found)
    {
        var reply = EngineProgram.Run("sacct", "--noheader", "--parsable2", "--allocations", $"--jobs={string.Join(',', jobs)}", "--format=JobID,State");
        if (reply is not { Succeeded: true })
            return;
        // "12_[4-7]" stands for tasks that still wait, which the queue has listed one by one; "CANCELLED by 1000" says by whom.
        foreach (var fields in reply.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Where(f => f.Length == 2 && !f[0].Contains('[', StringComparison.Ordinal)))
            found.TryAdd(fields[0], State(fields[1].Split(' ')[0], ""));
    }

    private static TaskState State(string word, string reason) =>
        new(Running.Contains(word) ? TaskPhase.Running : Waiting.Contains(word) ? TaskPhase.Waiting : TaskPhase.Ended, word, reason);
}
