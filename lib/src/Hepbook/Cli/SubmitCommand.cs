using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Hepbook.Clusters;

namespace Hepbook.Cli;

/// <summary><c>hepbook submit</c>: the units of a study as tasks of a batch system.</summary>
internal static partial class SubmitCommand
{
    private static readonly string[] Kinds = ["sample", "predict", "scan", "search", "check"];

    private static readonly Argument<string> Kind = new("KIND") { Description = $"What to do: {string.Join(", ", Kinds)}. Its study and options follow, as for the command of that name." };
    private static readonly Option<string> Engine = new("--engine") { Description = $"The batch system: {string.Join(" or ", ClusterEngines.Names)}.", HelpName = "NAME", Required = true };
    private static readonly Option<string> Output = new("--output") { Description = "Folder of the run, on a file system that all machines have.", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Time = new("--time") { Description = "The longest a task may run: minutes, h:mm:ss or d-hh:mm:ss. What takes longer goes on in another turn.", HelpName = "TIME" };
    private static readonly Option<string?> Memory = new("--memory") { Description = "Memory of a task, such as 4G.", HelpName = "SIZE" };
    private static readonly Option<string?> Cores = new("--cores") { Description = "Cores of a task (default: 1).", HelpName = "N" };
    private static readonly Option<string?> Gres = new("--gres") { Description = "Generic resources of a task, such as gpu:1.", HelpName = "NAME:N" };
    private static readonly Option<string?> Partition = new("--partition") { Description = "Slurm's partition.", HelpName = "NAME" };
    private static readonly Option<string?> Account = new("--account") { Description = "The account that is charged.", HelpName = "NAME" };
    private static readonly Option<string?> MaxRunning = new("--max-running") { Description = "The most tasks that run at a time.", HelpName = "N" };
    private static readonly Option<string?> UnitsPerTask = new("--units-per-task") { Description = "Units that a task runs one after another (default: 1, or as many as the system's limit on tasks asks for).", HelpName = "N" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Write the scripts and submit nothing." };
    private static readonly Option<bool> Again = new("--again") { Description = "Submit what is not done of a run that was submitted before." };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("submit", "Runs the units of a study on a cluster, and merges them.")
        {
            Kind, Engine, Output, Time, Memory, Cores, Gres, Partition, Account, MaxRunning, UnitsPerTask, DryRun, Again,
        };
        // The study and the options of the kind are for the compute library.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var interrupt = new InterruptHandler();
        var engine = ClusterEngines.Of(parsed.GetRequiredValue(Engine));
        return new Submitter(engine, Console.Out, Console.Error).Run(Request(parsed), interrupt.Token);
    }

    private static SubmitRequest Request(ParseResult parsed)
    {
        var kind = parsed.GetRequiredValue(Kind);
        if (!Kinds.Contains(kind))
            throw new UserErrorException($"submit {kind}: expected {string.Join(", ", Kinds)}, then the study and the options of that command.");
        return new SubmitRequest
        {
            Kind = kind,
            Arguments = parsed.UnmatchedTokens,
            Output = Path.GetFullPath(parsed.GetRequiredValue(Output)),
            Resources = new Resources
            {
                Time = parsed.GetValue(Time) is { } time ? ResourceText.Time(time) : null,
                MemoryMiB = parsed.GetValue(Memory) is { } memory ? ResourceText.MemoryMiB(memory) : null,
                Cores = Number(parsed, Cores) ?? 1,
                Gres = Name(parsed, Gres),
                Partition = Name(parsed, Partition),
                Account = Name(parsed, Account),
                MaxRunning = Number(parsed, MaxRunning),
            },
            UnitsPerTask = Number(parsed, UnitsPerTask),
            DryRun = parsed.GetValue(DryRun),
            Again = parsed.GetValue(Again),
            CommandLine = [.. parsed.Tokens.Select(t => t.Value)],
        };
    }

    private static int? Number(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new UserErrorException($"{option.Name} {text}: expected a whole number above 0.");

    // It becomes a line of a script: what could be taken for anything else is refused.
    private static string? Name(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : NamePattern().IsMatch(text) ? text
        : throw new UserErrorException($"{option.Name} {text}: expected letters, digits and the signs . _ : , = @ ( ) [ ] / - only.");

    [GeneratedRegex(@"^[A-Za-z0-9._:,=@()\[\]/-]+$")]
    private static partial Regex NamePattern();
}
