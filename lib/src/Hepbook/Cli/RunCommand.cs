using System.CommandLine;
using System.Globalization;
using Hepbook.Running;

namespace Hepbook.Cli;

/// <summary><c>hepbook run</c>: executes notebooks and writes the results.</summary>
internal static class RunCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Notebooks, or folders with notebooks.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output") { Description = "Folder for the results (default: 'out' beside each notebook).", HelpName = "DIR" };
        var set = new Option<string[]>("--set") { Description = "Replaces a setting of the notebook's cell tagged 'parameters'; may be repeated.", HelpName = "NAME=VALUE" };
        var quick = new Option<bool>("--quick") { Description = "The same as --set quick=true: the short version of a study." };
        var html = new Option<bool>("--html") { Description = "Also write a report that opens offline in any browser." };
        var timeout = new Option<double?>("--timeout") { Description = "The longest a cell may take, in seconds.", HelpName = "SECONDS" };
        var inPlace = new Option<bool>("--in-place") { Description = "Write the executed notebook over the one that was read." };
        var command = new Command("run", "Executes notebooks; writes them with their outputs.") { paths, output, set, quick, html, timeout, inPlace };
        command.SetAction((parsed, _) => ExecuteAsync(Arguments(
            parsed.GetRequiredValue(paths), parsed.GetValue(output), parsed.GetValue(set) ?? [], parsed.GetValue(quick),
            parsed.GetValue(html), parsed.GetValue(timeout), parsed.GetValue(inPlace))));
        return command;
    }

    private static RunArguments Arguments(string[] paths, string? output, string[] set, bool quick, bool html, double? timeout, bool inPlace)
    {
        if (timeout is { } seconds && !(seconds > 0 && seconds < int.MaxValue / 1000.0))
            throw new UserErrorException($"--timeout {seconds.ToString(CultureInfo.InvariantCulture)}: expected seconds above 0.");
        var assignments = quick ? ["quick=true", .. set] : set;
        var options = new RunOptions
        {
            OutputFolder = output is null ? null : Path.GetFullPath(output),
            InPlace = inPlace,
            Html = html,
            CellTimeout = timeout is { } limit ? TimeSpan.FromSeconds(limit) : null,
            // A setting given twice takes its last value.
            Settings = [.. assignments.Select(SettingOverride.Parse).Reverse().DistinctBy(s => s.Name).Reverse()],
        };
        string[] forwarded =
        [
            .. options.Settings.SelectMany(s => new[] { "--set", $"{s.Name}={s.Value}" }),
            .. options.OutputFolder is { } folder ? new[] { "--output", folder } : [],
            .. inPlace ? new[] { "--in-place" } : [],
            .. html ? new[] { "--html" } : [],
            .. timeout is { } t ? new[] { "--timeout", t.ToString("R", CultureInfo.InvariantCulture) } : [],
        ];
        return new RunArguments(NotebookList.Expand(paths, options), options, forwarded);
    }

    private static Task<int> ExecuteAsync(RunArguments arguments) =>
        arguments.Notebooks.Count == 1 ? RunOneAsync(arguments.Notebooks[0], arguments.Options) : SeveralNotebooks.RunAsync(arguments);

    private static async Task<int> RunOneAsync(string notebook, RunOptions options)
    {
        using var interrupt = new InterruptHandler();
        using var progress = new TerminalProgress(notebook, Console.Out, Console.Error, !Console.IsOutputRedirected);
        var result = await new NotebookRunner(options, progress).RunAsync(notebook, interrupt.Token).ConfigureAwait(false);
        var code = result.Status switch
        {
            RunStatus.Succeeded => ExitCode.Done,
            RunStatus.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
        if (result.StillRunning)
            ProcessEnd.Now(code);
        return code;
    }
}
