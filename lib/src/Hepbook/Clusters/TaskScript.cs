using Hepbook.Notebooks;

namespace Hepbook.Clusters;

/// <summary>The shell scripts that a batch system runs: the same for every one but for their first lines.</summary>
internal static class TaskScript
{
    /// <summary>Name of the script of the tasks.</summary>
    public const string TasksName = "tasks.sh";

    /// <summary>Name of the script that merges.</summary>
    public const string MergeName = "merge.sh";

    // Braces of the shell and of C# would be hard to tell apart, hence words between @.
    // In 'wait': a signal ends the waiting, not the command that is waited for; 127 says that its end was seen before.
    private const string Tasks = """
        #!/bin/bash
        # Runs some units of a study, one after another: @what@.
        # Written by 'hepbook submit'. Units that are done are left alone, others go on where they were interrupted.
        @head@
        cd @here@ || exit 1
        command=(@command@)
        units_file=@units@
        failed_folder=@failed@
        task=${@task@:-${1:?the number of the task is missing}}
        # .NET uses as many threads as the task has cores.
        export DOTNET_PROCESSOR_COUNT=@cores@

        # SIGTERM: the task must end. USR1: its time is nearly up. hepbook is told to save its state in both cases.
        child='' ending='' time_is_up='' signalled=''
        tell() { signalled=1; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null; }
        trap 'ending=1; tell' TERM
        trap 'time_is_up=1; tell' USR1

        run_unit() {
            "${command[@]}" --unit "$1" &
            child=$!
            code=127 signalled=1
            while [ -n "$signalled" ]; do
                signalled=''
                wait "$child"
                last=$?
                [ "$last" = 127 ] || code=$last
            done
            child=''
        }

        # Line 1 of the file has the units of task 0.
        failures=0
        for unit in $(sed -n "$((task + 1))p" "$units_file"); do
            echo "== unit $unit on $(hostname), $(date -u '+%Y-%m-%d %H:%M:%S') UTC"
            rm -f "$failed_folder/$unit"
            run_unit "$unit"
            echo "== unit $unit ended with exit code $code"
            [ -n "$ending$time_is_up" ] && break
            if [ "$code" != 0 ]; then
                echo "$code" > "$failed_folder/$unit"
                failures=$((failures + 1))
            fi
        done

        @end@
        [ -z "$ending" ] || exit 130
        [ "$failures" = 0 ]

        """;

    private const string Merge = """
        #!/bin/bash
        # Merges the units of a study when all tasks have ended, however they ended: names those that are missing.
        # Written by 'hepbook submit'.
        @head@
        cd @here@ || exit 1
        export DOTNET_PROCESSOR_COUNT=1
        exec @merge@

        """;

    /// <summary>Writes both scripts and the list of units into the folder 'submit' of the run.</summary>
    /// <param name="work">What the tasks do.</param>
    /// <param name="tasksHead">Lines for the batch system at the top of the script of the tasks.</param>
    /// <param name="mergeHead">The same for the script that merges.</param>
    /// <param name="taskVariable">The variable that has the number of the task; where it is empty, the first argument has it.</param>
    /// <param name="end">Lines for the end of a task.</param>
    /// <exception cref="UserErrorException">A file cannot be written.</exception>
    public static void Write(Work work, string tasksHead, string mergeHead, string taskVariable, string end)
    {
        var values = new Dictionary<string, string>
        {
            ["what"] = $"{work.Run.Kind} {work.Run.Name}".ReplaceLineEndings(" "),
            ["here"] = ShellText.Word(Environment.CurrentDirectory),
            ["command"] = ShellText.Words([.. work.Program, .. work.Arguments]),
            ["merge"] = ShellText.Words(work.Merge),
            ["units"] = ShellText.Word(work.Run.UnitsFile),
            ["failed"] = ShellText.Word(Path.GetDirectoryName(work.Run.FailureFile(0))!),
            ["task"] = taskVariable,
            ["cores"] = $"{work.Resources.Cores}",
            ["end"] = end,
        };
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(work.Run.FailureFile(0))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{work.Run.Logs}' cannot be made: {e.Message}", e);
        }

        AtomicFile.WriteAllText(work.Run.UnitsFile, work.Tasks.Text);
        WriteScript(work, TasksName, Tasks, tasksHead, values);
        WriteScript(work, MergeName, Merge, mergeHead, values);
    }

    private static void WriteScript(Work work, string name, string template, string head, Dictionary<string, string> values)
    {
        var text = values.Append(new("head", head)).Aggregate(template, (t, v) => t.Replace($"@{v.Key}@", v.Value, StringComparison.Ordinal));
        var file = work.Run.File("submit", name);
        AtomicFile.WriteAllText(file, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }
}
