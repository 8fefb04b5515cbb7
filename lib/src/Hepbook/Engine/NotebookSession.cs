using Hepbook.Hosting;

namespace Hepbook.Engine;

/// <summary>
/// The running notebook: its languages, its console, and one cell at a time. What cells show goes to an
/// <see cref="IOutputSink"/>, so the same session serves a command line and a Jupyter kernel.
/// </summary>
internal sealed class NotebookSession : IDisposable
{
    private readonly Dictionary<string, ILanguageSession> languages;
    private readonly ConsoleCapture console = new();
    private readonly string folder;
    private readonly string folderBefore = Environment.CurrentDirectory;

    /// <summary>Starts a session; the process works in the notebook's folder until it is disposed.</summary>
    /// <param name="folder">The notebook's folder.</param>
    public NotebookSession(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Environment.CurrentDirectory = this.folder;
        var csharp = new CSharpSession(this.folder);
        languages = new Dictionary<string, ILanguageSession> { [csharp.Language] = csharp };
        Variables = csharp;
    }

    /// <summary>The variables of the notebook's main language.</summary>
    public IScriptVariables Variables { get; }

    /// <summary>Gets the main language ready.</summary>
    public Task StartAsync() => languages["csharp"].StartAsync();

    /// <summary>Runs one cell and returns when it has ended, or when it was asked to stop and the grace is over.</summary>
    /// <param name="source">The cell as stored.</param>
    /// <param name="cellNumber">The number shown in stack traces, from 1.</param>
    /// <param name="sink">Receives the outputs; the error too.</param>
    /// <param name="limits">When to stop.</param>
    /// <param name="language">The language of cells that do not begin with one.</param>
    public async Task<CellOutcome> RunAsync(string source, int cellNumber, IOutputSink sink, CellLimits limits, string language = "csharp")
    {
        var (name, code, refused) = CellText.Parse(source, language, languages.Keys);
        if (refused is not null)
            return Failed(sink, CellStatus.Failed, refused);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limits.Interrupt);
        if (limits.Timeout is { } timeout)
            stop.CancelAfter(timeout);
        CellContext.Enter(new CellContext(sink, stop.Token));
        try
        {
            // A thread of its own: a cell that computes for minutes must not starve the pool.
            var cell = Task.Factory.StartNew(
                () => ExecuteAsync(languages[name], code, cellNumber, sink, stop.Token),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            var error = await WaitAsync(cell, limits.Grace, stop.Token).ConfigureAwait(false);
            var stillRunning = !cell.IsCompleted;
            if (stop.IsCancellationRequested && (stillRunning || error is not null))
                return limits.Interrupt.IsCancellationRequested
                    ? Failed(sink, CellStatus.Interrupted, CellError.Of("Interrupted", "The cell was interrupted.", error?.Line), stillRunning)
                    : Failed(sink, CellStatus.TimedOut, CellError.Of("TimeoutException", TimeoutText(limits.Timeout), error?.Line), stillRunning);
            return error is null ? CellOutcome.Success : Failed(sink, CellStatus.Failed, error);
        }
        finally
        {
            CellContext.Leave();
            Environment.CurrentDirectory = folder;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        console.Dispose();
        foreach (var language in languages.Values)
            language.Dispose();
        Environment.CurrentDirectory = folderBefore;
    }

    private static async Task<CellError?> WaitAsync(Task<CellError?> cell, TimeSpan grace, CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(asked.SetResult).ConfigureAwait(false);
        if (await Task.WhenAny(cell, asked.Task).ConfigureAwait(false) != cell)
            await Task.WhenAny(cell, Task.Delay(grace, CancellationToken.None)).ConfigureAwait(false);
        return cell.IsCompleted ? await cell.ConfigureAwait(false) : null;
    }

    private static async Task<CellError?> ExecuteAsync(ILanguageSession language, string code, int cellNumber, IOutputSink sink, CancellationToken stop)
    {
        try
        {
            var result = await language.ExecuteAsync(code, cellNumber, stop).ConfigureAwait(false);
            if (result.Error is null && result.Value is not null)
                sink.Result(MimeFormatter.Format(result.Value));
            return result.Error;
        }
        catch (Exception e)
        {
            // A formatter may throw anything; it is the notebook's error, not the engine's.
            return ErrorDescription.OfException(e, cellNumber);
        }
    }

    private static CellOutcome Failed(IOutputSink sink, CellStatus status, CellError error, bool stillRunning = false)
    {
        sink.Error(error);
        return new CellOutcome(status, error, stillRunning);
    }

    private static string TimeoutText(TimeSpan? timeout) => $"The cell did not end within {timeout?.TotalSeconds:0.###} s (--timeout).";
}
