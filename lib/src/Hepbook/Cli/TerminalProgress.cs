using System.Diagnostics;
using System.Globalization;
using Hepbook.Engine;
using Hepbook.Running;
using Spectre.Console;

namespace Hepbook.Cli;

/// <summary>
/// Shows the run of a notebook: one line for each finished cell, and on a terminal a live line for the running one.
/// </summary>
internal sealed class TerminalProgress : IRunProgress, IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly IAnsiConsole? live;
    private readonly string notebook;
    private readonly Timer? timer;
    private Stopwatch cellWatch = new();
    private long lastPrinted;
    private string status = "";
    private string label = "";
    private int cell;
    private int cells;
    private bool running;

    /// <summary>Shows progress on a writer that cells cannot reach.</summary>
    /// <param name="notebook">The notebook's name in messages.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="error">Where errors go.</param>
    /// <param name="interactive">Whether the output is a terminal that can rewrite its last line.</param>
    public TerminalProgress(string notebook, TextWriter output, TextWriter error, bool interactive)
    {
        this.notebook = notebook;
        this.output = output;
        this.error = error;
        if (!interactive)
            return;
        live = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        timer = new Timer(_ => Refresh(), null, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
    }

    /// <inheritdoc/>
    public void CellStarted(int cell, int cells, string label)
    {
        lock (gate)
        {
            (this.cell, this.cells, this.label, status, running) = (cell, cells, label, "", true);
            cellWatch = Stopwatch.StartNew();
            lastPrinted = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Status(string line)
    {
        lock (gate)
        {
            status = line;
            if (live is not null || Stopwatch.GetElapsedTime(lastPrinted) < QuietTime)
                return;
            lastPrinted = Stopwatch.GetTimestamp();
            output.WriteLine($"{Head()}  {line}");
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void CellEnded(CellOutcome outcome, TimeSpan elapsed)
    {
        lock (gate)
        {
            running = false;
            var mark = outcome.Status switch
            {
                CellStatus.Succeeded => "",
                CellStatus.Interrupted => "  interrupted",
                CellStatus.TimedOut => "  time is up",
                _ => "  FAILED",
            };
            ClearLine();
            if (live is not null)
                live.MarkupLineInterpolated($"[grey]{Head(elapsed)}[/]  {label}[red]{mark}[/]");
            else
                output.WriteLine($"{Head(elapsed)}  {label}{mark}");
            output.Flush();
            if (outcome.Error is { } failure)
                PrintError(failure);
        }
    }

    /// <inheritdoc/>
    public void Wrote(string path)
    {
        lock (gate)
        {
            output.WriteLine($"wrote {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Warning(string text)
    {
        lock (gate)
        {
            error.WriteLine($"warning: {text}");
            error.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
            ClearLine();
    }

    private void PrintError(CellError failure)
    {
        var line = failure.Line is { } number ? $", line {number}" : "";
        error.WriteLine($"{notebook}: cell {cell}{line}: {failure.Name}: {failure.Message}");
        foreach (var text in failure.Traceback.Where(t => t.StartsWith(' ') || failure.Name == "CompilationError"))
            error.WriteLine("  " + text);
        error.Flush();
    }

    private void Refresh()
    {
        lock (gate)
        {
            if (!running)
                return;
            var text = status.Length > 0 ? $"{Head()}  {label}: {status}" : $"{Head()}  {label}";
            var width = Math.Max(20, live!.Profile.Width - 1);
            output.Write("\r\u001b[2K" + (text.Length > width ? text[..width] : text));
            output.Flush();
        }
    }

    private void ClearLine()
    {
        if (live is null)
            return;
        output.Write("\r\u001b[2K");
        output.Flush();
    }

    private string Head(TimeSpan? elapsed = null)
    {
        var seconds = (elapsed ?? cellWatch.Elapsed).TotalSeconds;
        var time = seconds < 100
            ? seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : $"{(int)(seconds / 60)}:{(int)seconds % 60:00} min";
        var digits = cells.ToString(CultureInfo.InvariantCulture).Length;
        return $"[{cell.ToString(CultureInfo.InvariantCulture).PadLeft(digits)}/{cells}] {time,8}";
    }
}
