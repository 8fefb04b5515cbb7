using System.CommandLine;
using Hepbook.Clusters;

namespace Hepbook.Cli;

/// <summary><c>hepbook status</c>: how far the units of a run are.</summary>
internal static class StatusCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the run." };
        var command = new Command("status", "Tells which units of a run are done, run, wait or failed; exit code 1 if any failed.") { folder };
        command.SetAction(parsed => Print(RunFolder.Open(parsed.GetRequiredValue(folder))));
        return command;
    }

    private static int Print(RunFolder run) => new StatusReport(run, Submission.Read(run)).Print(Console.Out) ? ExitCode.Done : ExitCode.Failed;
}
