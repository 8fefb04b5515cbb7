using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace Hepbook.Cli;

/// <summary>
/// Runs several notebooks one after another, each in a process of its own: native libraries, threads, random numbers and
/// formatters of one study never reach the next.
/// </summary>
internal static partial class SeveralNotebooks
{
    private const int SignalInterrupt = 2;

    /// <summary>Runs all notebooks, then prints a table.</summary>
    /// <returns>0 if all ran; 130 if interrupted; else 2 if one could not be run, else 1.</returns>
    public static async Task<int> RunAsync(RunArguments arguments)
    {
        Process? running = null;
        using var interrupt = new InterruptHandler(_ => PassOn(Volatile.Read(ref running)));
        var results = new List<(string Notebook, int Code, TimeSpan Elapsed)>();
        foreach (var notebook in arguments.Notebooks)
        {
            Console.WriteLine(notebook);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(StartInfo(notebook, arguments.Forwarded))!;
            Volatile.Write(ref running, process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref running, null);
            results.Add((notebook, process.ExitCode, watch.Elapsed));
            if (interrupt.Token.IsCancellationRequested || process.ExitCode == ExitCode.Interrupted)
                break;
        }

        PrintSummary(results, arguments.Notebooks.Count);
        if (interrupt.Token.IsCancellationRequested || results.Any(r => r.Code == ExitCode.Interrupted))
            return ExitCode.Interrupted;
        // A process that crashed ends with a code of its own.
        return results.Max(r => r.Code is ExitCode.Done or ExitCode.Usage ? r.Code : ExitCode.Failed);
    }

    private static ProcessStartInfo StartInfo(string notebook, IReadOnlyList<string> options)
    {
        var host = Environment.ProcessPath!;
        // Started as 'dotnet hepbook.dll', the process is dotnet itself.
        var isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        string[] program = isDotnet ? [Environment.GetCommandLineArgs()[0]] : [];
        return new ProcessStartInfo(host, [.. program, "run", notebook, .. options]) { UseShellExecute = false };
    }

    private static void PassOn(Process? process)
    {
        // On Windows the console reaches every process by itself.
        if (process is { HasExited: false } && !OperatingSystem.IsWindows())
            _ = Kill(process.Id, SignalInterrupt);
    }

    private static void PrintSummary(List<(string Notebook, int Code, TimeSpan Elapsed)> results, int asked)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Notebook").AddColumn("Result").AddColumn(new TableColumn("Seconds").RightAligned());
        foreach (var (notebook, code, elapsed) in results)
            table.AddRow(Markup.Escape(notebook), Describe(code), elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        var passed = results.Count(r => r.Code == ExitCode.Done);
        Console.WriteLine($"{passed} of {asked} notebooks ran to their end.");
    }

    private static string Describe(int code) => code switch
    {
        ExitCode.Done => "[green]done[/]",
        ExitCode.Failed => "[red]a cell failed[/]",
        ExitCode.Usage => "[red]could not be run[/]",
        ExitCode.Interrupted => "[yellow]interrupted[/]",
        _ => $"[red]ended with code {code.ToString(CultureInfo.InvariantCulture)}[/]",
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
