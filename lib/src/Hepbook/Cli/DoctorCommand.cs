using System.CommandLine;
using Hepbook.Doctor;
using Spectre.Console;

namespace Hepbook.Cli;

/// <summary><c>hepbook doctor</c>: what is installed, what is wrong, what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("doctor", "Checks this computer and says what to do; exit code 0 if the studies can run.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var good = true;
        foreach (var result in Checks())
        {
            var (mark, word) = result.Level switch
            {
                CheckLevel.Good => ("[green]✓[/]", "ok  "),
                CheckLevel.Optional => ("[yellow]![/]", "note"),
                _ => ("[red]✗[/]", "BAD "),
            };
            AnsiConsole.Markup($"{mark} {word} ");
            Console.WriteLine($"{result.Name,-12} {result.Found}");
            if (result.Remedy is not null)
                Console.WriteLine($"{"",-20} -> {result.Remedy}");
            good &= result.Level != CheckLevel.Bad;
        }

        Console.WriteLine(good ? "The studies can run." : "The studies cannot run yet: see BAD above.");
        return good ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<CheckResult> Checks()
    {
        yield return SystemChecks.Sdk();
        yield return SystemChecks.Machine();
        yield return SystemChecks.CppRuntime();
        if (RepositoryFolder.Find() is { } repository)
        {
            yield return new CheckResult(CheckLevel.Good, "repository", repository);
            foreach (var result in LibraryChecks.Run(repository))
                yield return result;
            yield return SystemChecks.Data(repository);
        }
        else
        {
            yield return new CheckResult(CheckLevel.Bad, "repository", "not found", "change into the folder of the repository");
        }

        yield return SystemChecks.Browser();
        yield return SystemChecks.Jupyter();
        yield return SystemChecks.Cluster();
    }
}
