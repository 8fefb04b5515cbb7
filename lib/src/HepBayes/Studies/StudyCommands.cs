using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The commands that run studies in units of work, for programs that only pass arguments on.</summary>
public static class StudyCommands
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadInput = 2;
    private const int Interrupted = 130;
    private const string Help = "--help";
    private static readonly CommandSyntax Merge = new("merge", ["DIR"], [], ["--allow-missing"], "Checks that all units of a folder are whole and merges them.");

    /// <summary>Runs a command.</summary>
    /// <param name="command">plan, merge, or a kind of work: sample, predict, scan, search, check.</param>
    /// <param name="arguments">What follows the command; --help alone tells what it takes.</param>
    /// <param name="output">For results and lines about the work.</param>
    /// <param name="error">For what went wrong.</param>
    /// <param name="cancellation">Stops the work; what is done is kept, and the same command goes on.</param>
    /// <returns>0 done; 1 the work failed, or units to merge are missing; 2 bad usage or input; 130 interrupted.</returns>
    public static int Run(string command, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        try
        {
            Dispatch(command, arguments, output, cancellation);
            return Done;
        }
        catch (OperationCanceledException e)
        {
            error.WriteLine($"Interrupted. {e.Message} The same command goes on from what was saved.");
            return Interrupted;
        }
        catch (UnitsMissingException e)
        {
            error.WriteLine(e.Message);
            return Failed;
        }
        catch (Exception e) when (e is UserErrorException or ArgumentException)
        {
            error.WriteLine(e.Message);
            return BadInput;
        }
        catch (Exception e)
        {
            error.WriteLine(e);
            return Failed;
        }
    }

    private static void Dispatch(string command, string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        if (command == "plan")
            MakePlan(arguments, output);
        else if (command == Merge.Name)
            MergeUnits(arguments, output, cancellation);
        else if (Kind(command) is var kind && arguments is [Help])
            Explain(kind.Syntax, output);
        else
            kind.Run(new CommandArguments(kind.Syntax, arguments), output, cancellation);
    }

    private static void MakePlan(string[] arguments, TextWriter output)
    {
        if (arguments is not [var name, .. var rest])
            throw new UsageException($"plan: the kind of work is missing.\nusage: plan {string.Join("|", StudyKind.All.Select(k => k.Name))} and what that command takes");
        var kind = Kind(name);
        if (rest is [Help])
        {
            Explain(kind.Syntax, output);
            return;
        }

        var run = kind.Folder(new CommandArguments(kind.Syntax, rest));
        output.WriteLine($"'{run.Path}' has the plan of {run.Plan.Units} units.");
    }

    private static void MergeUnits(string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        if (arguments is [Help])
        {
            Explain(Merge, output);
            return;
        }

        var given = new CommandArguments(Merge, arguments);
        var run = StudyFolder.Open(given[0]);
        using var work = Kind(run.Plan.Kind).Work(run, output);
        UnitMerge.Run(run, work, given.Has(Merge.Switches[0]), output, cancellation);
    }

    private static StudyKind Kind(string name) => StudyKind.Of(name) ?? throw new UsageException(NoCommand(name));

    private static string NoCommand(string name)
    {
        string[] all = ["plan", .. StudyKind.All.Select(k => k.Name), Merge.Name];
        var near = NearestNames.Of(name, all);
        return $"There is no command {name}; there are {string.Join(", ", all)}." + (near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?");
    }

    private static void Explain(CommandSyntax syntax, TextWriter output)
    {
        output.WriteLine(syntax.Purpose);
        output.WriteLine(syntax.Usage);
    }
}
