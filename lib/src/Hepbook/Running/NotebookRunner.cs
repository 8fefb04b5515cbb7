using System.Diagnostics;
using Hepbook.Engine;
using Hepbook.Notebooks;
using Hepbook.Reports;

namespace Hepbook.Running;

/// <summary>Runs a notebook from its first cell to its last, or to the first that fails, and writes the results.</summary>
internal sealed class NotebookRunner(RunOptions options, IRunProgress progress)
{
    private readonly List<(NotebookCell Cell, CellOutputs Outputs)> collected = [];

    /// <summary>Runs one notebook; to be called once.</summary>
    /// <param name="path">The notebook file.</param>
    /// <param name="interrupt">Signalled when the user interrupts.</param>
    /// <returns>How it ended; whatever happened, the outputs so far are written.</returns>
    /// <exception cref="UserErrorException">The file or a setting is wrong; nothing is written.</exception>
    public async Task<RunResult> RunAsync(string path, CancellationToken interrupt)
    {
        var full = Path.GetFullPath(path);
        var notebook = NotebookReader.Read(full);
        var parameters = SettingInjection.Prepare(notebook, path, options.Settings);
        notebook.ClearOutputs();
        RunResult result;
        using (var session = new NotebookSession(Path.GetDirectoryName(full)!))
        {
            await session.StartAsync().ConfigureAwait(false);
            foreach (var cell in notebook.CodeCells)
                session.Prepare(cell.Source, Language(cell));
            result = await RunCellsAsync(session, notebook, path, parameters, interrupt).ConfigureAwait(false);
        }

        // Only now: a later cell may update what an earlier one displayed, and a task may outlive the cell that started it.
        foreach (var (cell, outputs) in collected)
            cell.Outputs = outputs.Close();

        WriteResults(notebook, full, result.Status);
        return result;
    }

    private async Task<RunResult> RunCellsAsync(NotebookSession session, Notebook notebook, string path, NotebookCell? parameters, CancellationToken interrupt)
    {
        var limits = new CellLimits { Timeout = options.CellTimeout, Interrupt = interrupt };
        var cells = notebook.CodeCells.Count() + (parameters is null ? 0 : 1);
        var number = 0;
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            if (cell.Kind != CellKind.Code)
                continue;
            if (interrupt.IsCancellationRequested)
                return new RunResult(RunStatus.Interrupted, false);
            var outcome = await RunCellAsync(session, notebook, path, cell, ++number, cells, limits).ConfigureAwait(false);
            if (outcome.Status != CellStatus.Succeeded)
                return new RunResult(outcome.Status == CellStatus.Interrupted ? RunStatus.Interrupted : RunStatus.CellFailed, outcome.StillRunning);
            if (cell == parameters)
                notebook.Cells.Insert(i + 1, SettingInjection.Cell(options.Settings, session.Variables));
        }

        return new RunResult(RunStatus.Succeeded, false);
    }

    private async Task<CellOutcome> RunCellAsync(
        NotebookSession session, Notebook notebook, string path, NotebookCell cell, int number, int cells, CellLimits limits)
    {
        progress.CellStarted(number, cells, CellLabel.Of(notebook, cell));
        var outputs = new CellOutputs(number, progress.Status);
        var watch = Stopwatch.StartNew();
        var outcome = await session.RunAsync(cell.Source, number, outputs, limits, Language(cell)).ConfigureAwait(false);
        if (outcome.Status == CellStatus.Failed && cell.Tags.Contains(SettingInjection.InjectedTag))
            throw SettingInjection.WrongType(path, options.Settings, session.Variables, outcome.Error!);
        collected.Add((cell, outputs));
        cell.ExecutionCount = number;
        progress.CellEnded(outcome, watch.Elapsed);
        return outcome;
    }

    private static string Language(NotebookCell cell) => cell.Language ?? NotebookSession.MainLanguage;

    private void WriteResults(Notebook notebook, string path, RunStatus status)
    {
        var paths = OutputPaths.Of(path, options);
        // Who interrupts wants to leave: drawing the charts takes a few seconds.
        if (status != RunStatus.Interrupted)
            ChartImages.AddTo(notebook, progress.Warning);
        Write(paths.Notebook, NotebookWriter.ToText(notebook));
        if (Scorecard.Find(notebook) is { } scorecard)
            Write(paths.Scorecard, scorecard);
        if (options.Html)
            Write(paths.Html, HtmlReport.Create(notebook, Path.GetFileNameWithoutExtension(path), Path.GetDirectoryName(path)!, PlotlyScript.Find()));
    }

    private void Write(string path, string text)
    {
        AtomicFile.WriteAllText(path, text);
        progress.Wrote(path);
    }
}
