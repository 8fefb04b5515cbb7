using System.ComponentModel;
using System.Diagnostics;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Runs an installed SOFTSUSY (B. C. Allanach, hep-ph/0104145) over a table of points, several at a time. A point that hangs, crashes
/// or answers nonsense is recorded with the reason and the run goes on. Every answer is on disk before the next is
/// asked for, so a killed run goes on where it stopped.
/// </summary>
public static class SoftSusy
{
    /// <summary>Computes points.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>.</param>
    /// <param name="journal">The file that collects answers, one JSON line each; it is continued if it exists.</param>
    /// <param name="options">How the program is called.</param>
    /// <param name="progress">Told after every point.</param>
    /// <param name="cancellation">Stops the running programs; finished points are in the journal.</param>
    /// <returns>The points with <c>valid</c> (1 or 0), the masses (NaN where there are none), and the texts <c>status</c> and <c>problem</c>.</returns>
    /// <exception cref="UserErrorException">The program cannot be started, or the journal is of other points.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Table Run(Table points, string journal, SoftSusyOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        options ??= new SoftSusyOptions();
        return SlowCode.Run(points, journal, row => Compute(row, options, cancellation), Math.Max(1, options.Parallel), progress, cancellation);
    }

    /// <summary>Computes one point and keeps nothing.</summary>
    /// <param name="point">The point, with the 19 <see cref="Pmssm.Parameters"/> as columns.</param>
    /// <param name="options">How the program is called.</param>
    /// <param name="cancellation">Stops the running program.</param>
    /// <exception cref="UserErrorException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static SlowCodeAnswer Compute(TableRow point, SoftSusyOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SoftSusyOptions();
        var input = PmssmSlha.Input(point);
        using var process = Start(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            Feed(process, input.ToString());
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            var (text, complaint) = (output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
            // A rejected point may end with a code of its own; what counts is whether there is an answer.
            if (process.ExitCode != 0 && !text.Contains("SPINFO", StringComparison.OrdinalIgnoreCase))
                return SlowCodeAnswer.Without("crashed", FormattableString.Invariant($"exit code {process.ExitCode}{FirstLine(complaint)}"));
            return Read(text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return SlowCodeAnswer.Without("timeout", FormattableString.Invariant($"stopped after {options.Timeout.TotalSeconds:F0} s"));
        }
    }

    private static SlowCodeAnswer Read(string text)
    {
        try
        {
            var spectrum = SlhaFile.Parse(text, "the output of the program");
            return new SlowCodeAnswer(PmssmSlha.Accepted(spectrum) ? SlowCodeAnswer.Ok : "invalid", PmssmSlha.Problems(spectrum), PmssmSlha.Masses(spectrum) ?? []);
        }
        catch (UserErrorException e)
        {
            return SlowCodeAnswer.Without("unreadable", e.Message);
        }
    }

    private static Process Start(SoftSusyOptions options)
    {
        var start = new ProcessStartInfo(options.Executable, options.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UserErrorException($"'{options.Executable}' cannot be started ({e.Message}). Install SOFTSUSY and give the path of softpoint.x in SoftSusyOptions.Executable; the bundled points of Datasets.Pmssm() need no program.", e);
        }
    }

    // A program that ends before it has read everything breaks the pipe; its exit code tells why.
    private static void Feed(Process process, string text)
    {
        try
        {
            process.StandardInput.Write(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private static string FirstLine(string text)
    {
        var line = text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0);
        return line is null ? "" : $": {line}";
    }
}
