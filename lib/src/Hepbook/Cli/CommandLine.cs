using System.CommandLine;

namespace Hepbook.Cli;

/// <summary>The command line of hepbook.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <returns>The exit code: 0 done, 1 a cell failed, 2 bad usage or input, 130 interrupted.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Runs C# notebooks without an editor, and studies without a notebook.")
        {
            RunCommand.Create(), KernelCommand.Create(), ConvertCommand.Create(), DoctorCommand.Create(), SubmitCommand.Create(), StatusCommand.Create(),
        };
        foreach (var study in StudyCommand.All())
            root.Add(study);
        // Interrupts are handled per command, and errors below.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            if (arguments is [var name, .. var rest] && StudyCommand.Is(name))
                return StudyCommand.Run(name, rest);
            var parsed = root.Parse(arguments);
            var code = await parsed.InvokeAsync(configuration, CancellationToken.None).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (UserErrorException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
            return ExitCode.Usage;
        }
    }
}
