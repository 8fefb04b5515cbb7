namespace Hepbook.Clusters;

/// <summary>Submits the units of a run that are not done.</summary>
/// <param name="engine">The batch system.</param>
/// <param name="output">For what was done.</param>
/// <param name="error">For what went wrong in the compute library.</param>
internal sealed class Submitter(IClusterEngine engine, TextWriter output, TextWriter error)
{
    /// <summary>Submits.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancellation">Stops before anything is submitted.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserErrorException">Something that the user can put right; nothing was submitted.</exception>
    public int Run(SubmitRequest request, CancellationToken cancellation)
    {
        var fault = engine.Fault();
        if (fault is not null && !request.DryRun)
            throw new UserErrorException($"{fault}. Submit from a login node of the cluster, look at the scripts with --dry-run, or do the same work on this computer:\n  {request.LocalCommand}");
        if (RunFolder.Exists(request.Output))
            RefuseSecond(RunFolder.Open(request.Output), request);
        var code = StudyLibrary.Run("plan", [request.Kind, .. request.Arguments, "--output", request.Output], TextWriter.Null, error, cancellation);
        if (code != 0)
            return code;

        var run = RunFolder.Open(request.Output);
        var open = Enumerable.Range(0, run.Units).Where(unit => !run.IsDone(unit)).ToArray();
        if (open.Length == 0)
        {
            output.WriteLine($"All {run.Units} units are done: hepbook merge {ShellText.Word(run.Path)}");
            return 0;
        }

        var tasks = TaskList.Of(open, PerTask(open.Length, request.UnitsPerTask));
        var work = new Work(run, Hepbook(), [run.Kind, .. request.Arguments, "--output", run.Path], tasks, request.Resources);
        if (request.DryRun)
            WriteOnly(work, fault);
        else
            Submit(work, open.Length, request);
        return 0;
    }

    // The scripts of tasks that still wait must not change either.
    private static void RefuseSecond(RunFolder run, SubmitRequest request)
    {
        if (Submission.Read(run) is not { } before)
            return;
        var what = before.TasksJob is { } job ? $"as job {job} of {ClusterEngines.Of(before.Engine).Title}" : "(and that did not get as far as a job)";
        var text = $"'{run.Path}' was submitted {before.Submitted:yyyy-MM-dd HH:mm} UTC {what}.";
        if (!request.Again)
            throw new UserErrorException($"{text} 'hepbook status {ShellText.Word(run.Path)}' shows how far it is. When it has ended, --again submits what is not done.");
        var earlier = ClusterEngines.Of(before.Engine);
        var record = earlier.Record(before);
        if (record.Fault is { } fault)
            throw new UserErrorException($"{text} Whether it has ended cannot be seen: {fault}.");
        if (record.IsActive)
            throw new UserErrorException($"{text} Tasks of it still wait or run. Wait for them, or take them back: {earlier.CancelCommand(before)}");
    }

    private int PerTask(int units, int? asked)
    {
        var least = (units + engine.MostTasks - 1) / engine.MostTasks;
        return asked is null || asked >= least
            ? asked ?? least
            : throw new UserErrorException($"--units-per-task {asked}: {units} units would be more than the {engine.MostTasks} tasks that {engine.Title} takes here at a time. Ask for at least {least}.");
    }

    private void WriteOnly(Work work, string? fault)
    {
        engine.WriteScripts(work);
        output.WriteLine($"Nothing was submitted. {Count(work)} would run; the scripts are in '{work.Run.File("submit")}'.");
        if (fault is not null)
            output.WriteLine($"note: {fault}. Its limits are taken to be the usual ones.");
    }

    private void Submit(Work work, int units, SubmitRequest request)
    {
        var claim = new Submission { Engine = engine.Name, Submitted = DateTime.UtcNow, Tasks = work.Tasks.Tasks.Count, Units = units, CommandLine = request.CommandLine };
        claim.Claim(work.Run, request.Again);
        try
        {
            engine.WriteScripts(work);
            var (submission, note) = engine.Submit(work, claim);
            output.WriteLine($"{Count(work)}: job {submission.TasksJob} of {engine.Title}{(submission.MergeJob is { } merge ? $", merged by job {merge}" : "")}.");
            output.WriteLine($"  hepbook status {ShellText.Word(work.Run.Path)}");
            if (note is not null)
                error.WriteLine($"note: {note}");
        }
        catch (UserErrorException) when (Submission.Read(work.Run) is { TasksJob: null })
        {
            File.Delete(work.Run.SubmissionFile);
            throw;
        }
    }

    private static string Count(Work work)
    {
        var units = work.Tasks.Tasks.Sum(t => t.Length);
        return $"{units} of {work.Run.Units} units in {work.Tasks.Tasks.Count} {(work.Tasks.Tasks.Count == 1 ? "task" : "tasks")}";
    }

    // Started as 'dotnet hepbook.dll', the process is dotnet itself.
    private static string[] Hepbook()
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [host];
    }
}
