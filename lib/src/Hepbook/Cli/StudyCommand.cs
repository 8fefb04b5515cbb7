using System.CommandLine;
using Hepbook.Clusters;

namespace Hepbook.Cli;

/// <summary>
/// The commands that run a study without a notebook. They belong to the compute library: their arguments, <c>--help</c>
/// included, are passed on as they are.
/// </summary>
internal static class StudyCommand
{
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["sample"] = "Samples the chains of a study.",
        ["predict"] = "Predicts a file of points with a sampled posterior.",
        ["scan"] = "Scans theory points into maps.",
        ["search"] = "Tries hyper-parameters of a study.",
        ["check"] = "Runs units without work, to try out a cluster.",
        ["plan"] = "Makes the folder of such a run and does no work.",
        ["merge"] = "Checks that all units of a run are there and merges them.",
    };

    /// <summary>Describes the commands, for <c>hepbook --help</c>.</summary>
    public static IEnumerable<Command> All() => Descriptions.Select(d => new Command(d.Key, d.Value));

    /// <summary>Whether a command belongs to the library.</summary>
    public static bool Is(string command) => Descriptions.ContainsKey(command);

    /// <summary>Runs a command; Ctrl-C and requests to terminate let it save what it has.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">What follows.</param>
    public static int Run(string command, string[] arguments)
    {
        using var interrupt = new InterruptHandler();
        return StudyLibrary.Run(command, arguments, Console.Out, Console.Error, interrupt.Token);
    }
}
