using System.Diagnostics;
using System.Globalization;
using Hepbook.Assistance;
using Hepbook.Hosting;
using Hepbook.Packages;

namespace Hepbook.Engine;

/// <summary>
/// The running notebook: its languages, its console, and one cell at a time. What cells show goes to an
/// <see cref="IOutputSink"/>, so the same session serves a command line and a Jupyter kernel.
/// </summary>
internal sealed class NotebookSession : IDisposable
{
    /// <summary>The language of cells that name none.</summary>
    public const string MainLanguage = "csharp";

    private readonly Dictionary<string, ILanguageSession> languages;
    private readonly ValueSharing sharing;
    private readonly LibraryFolders libraries = new();
    private readonly Dictionary<string, PackageRestore> packages = [];
    private readonly ConsoleCapture console = new();
    private readonly string folder;
    private readonly string folderBefore = Environment.CurrentDirectory;

    /// <summary>Starts a session; the process works in the notebook's folder until it is disposed.</summary>
    /// <param name="folder">The notebook's folder.</param>
    public NotebookSession(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Environment.CurrentDirectory = this.folder;
        var csharp = new CSharpSession(this.folder, libraries);
        languages = MarkupSession.All().Prepend<ILanguageSession>(new FSharpSession(this.folder)).Prepend(csharp).ToDictionary(l => l.Language);
        Variables = csharp;
        sharing = new ValueSharing(languages);
    }

    /// <summary>The languages that cells may be written in.</summary>
    public IReadOnlyCollection<string> Languages => languages.Keys;

    /// <summary>The variables of the notebook's main language.</summary>
    public IScriptVariables Variables { get; }

    /// <summary>Gets the main language ready, and what shows its results.</summary>
    public Task StartAsync() => Task.WhenAll(languages[MainLanguage].StartAsync(), Task.Run(() => MimeFormatter.Format(0)));

    /// <summary>Gets the language of a cell that will come ready in the background.</summary>
    /// <param name="source">The cell as stored.</param>
    /// <param name="language">The language of cells that do not begin with one.</param>
    public void Prepare(string source, string language = MainLanguage)
    {
        // What is wrong with the cell is told when it runs.
        if (CellText.Parse(source, language, languages.Keys) is { Error: null, Language: var name })
            _ = languages[name].StartAsync();
    }

    /// <summary>Runs one cell and returns when it has ended, or when it was asked to stop and the grace is over.</summary>
    /// <param name="source">The cell as stored.</param>
    /// <param name="cellNumber">The number shown in stack traces, from 1.</param>
    /// <param name="sink">Receives the outputs; the error too.</param>
    /// <param name="limits">When to stop.</param>
    /// <param name="language">The language of cells that do not begin with one.</param>
    /// <param name="input">Answers what the cell asks; null if nobody does.</param>
    public async Task<CellOutcome> RunAsync(
        string source, int cellNumber, IOutputSink sink, CellLimits limits, string language = MainLanguage, ICellInput? input = null)
    {
        var text = CellText.Parse(source, language, languages.Keys);
        if (text.Error is not null)
            return Failed(sink, CellStatus.Failed, text.Error);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limits.Interrupt);
        if (limits.Timeout is { } timeout)
            stop.CancelAfter(timeout);
        var context = new CellContext(sink, stop.Token, input);
        CellContext.Enter(context);
        try
        {
            var cell = new CellThread(guard => Execute(text, cellNumber, sink, guard), new CellGuard(stop.Token));
            await WaitAsync(cell, context, limits).ConfigureAwait(false);
            return Outcome(cell, sink, limits, stop.IsCancellationRequested);
        }
        finally
        {
            CellContext.Leave();
            Environment.CurrentDirectory = folder;
        }
    }

    /// <summary>What could stand at a place of a cell; the place counts UTF-16 units.</summary>
    public CompletionList Complete(string source, int position, string language = MainLanguage) =>
        CellText.Parse(source, language, languages.Keys) is { Error: null, Language: var name, Code: var code }
            ? languages[name].Complete(code, position)
            : CompletionList.None(position);

    /// <summary>What the name at a place means; null if there is none.</summary>
    public Inspection? Inspect(string source, int position, string language = MainLanguage) =>
        CellText.Parse(source, language, languages.Keys) is { Error: null, Language: var name, Code: var code } ? languages[name].Inspect(code, position) : null;

    /// <summary>Whether a cell could run as it is, or goes on.</summary>
    public Completeness CompletenessOf(string source, string language = MainLanguage) =>
        CellText.Parse(source, language, languages.Keys) is { Error: null, Language: var name, Code: var code } ? languages[name].CompletenessOf(code) : Completeness.Invalid;

    /// <inheritdoc/>
    public void Dispose()
    {
        console.Dispose();
        foreach (var language in languages.Values)
            language.Dispose();
        libraries.Dispose();
        Environment.CurrentDirectory = folderBefore;
    }

    private static async Task WaitAsync(CellThread cell, CellContext context, CellLimits limits)
    {
        await UntilAsync(cell.Completion, Timeout.InfiniteTimeSpan, context.StopToken).ConfigureAwait(false);
        var grace = context.KnowsToken ? limits.Grace : limits.GraceWithoutToken ?? limits.Grace;
        await UntilAsync(cell.Completion, grace, limits.Impatient).ConfigureAwait(false);
        if (cell.Completion.IsCompleted || limits.Force is not { } patience)
            return;
        context.Sink.Stream(OutputStream.Error, "The cell did not stop by itself and is stopped by force. Should the kernel restart, its variables are lost.\n");
        await cell.ForceAsync(patience).ConfigureAwait(false);
    }

    // Until the cell ends, the time is over, or the token is signalled.
    private static async Task UntilAsync(Task cell, TimeSpan time, CancellationToken token)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(token);
        await Task.WhenAny(cell, Task.Delay(time, waiting.Token)).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
    }

    private static CellOutcome Outcome(CellThread cell, IOutputSink sink, CellLimits limits, bool stopped)
    {
        var stillRunning = !cell.Completion.IsCompleted;
        var error = stillRunning ? null : cell.Completion.Result;
        if (error is not null)
            NotebookFunctions.lastException = error.Exception;
        if (stopped && (stillRunning || error is not null))
            return limits.Interrupt.IsCancellationRequested
                ? Failed(sink, CellStatus.Interrupted, CellError.Of("Interrupted", InterruptedText(error), error?.Line), stillRunning)
                : Failed(sink, CellStatus.TimedOut, CellError.Of("TimeoutException", TimeoutText(limits.Timeout), error?.Line), stillRunning);
        return error is null ? CellOutcome.Success : Failed(sink, CellStatus.Failed, error);
    }

    private CellError? Execute(CellText text, int cellNumber, IOutputSink sink, CellGuard guard)
    {
        var language = languages[text.Language];
        try
        {
            if (text.Packages.Count > 0 && Fetch(language, text, guard) is { } missing)
                return missing;
            if (text.Imports.Select(i => sharing.Import(i, text.Language)).FirstOrDefault(e => e is not null) is { } refused)
                return refused;
            var watch = Stopwatch.StartNew();
            var result = language.Execute(text.Code, cellNumber, guard);
            if (text.IsTimed)
                sink.Stream(OutputStream.Out, string.Create(CultureInfo.InvariantCulture, $"Time: {watch.Elapsed.TotalSeconds:0.###} s\n"));
            if (result.Error is null && result.Value is not null)
                guard.Run(() => sink.Result(MimeFormatter.Format(result.Value)));
            return result.Error;
        }
        catch (Exception e)
        {
            // A formatter may throw anything; it is the notebook's error, not the engine's.
            return ErrorDescription.OfException(e, cellNumber, text.Code);
        }
    }

    // Packages are per language, as in other .NET notebooks.
    private CellError? Fetch(ILanguageSession language, CellText text, CellGuard guard)
    {
        try
        {
            if (!packages.TryGetValue(text.Language, out var restore))
                packages[text.Language] = restore = new PackageRestore(folder);
            var files = restore.AddAsync(text.Packages, guard.Requested).GetAwaiter().GetResult();
            libraries.Add(files.Assemblies);
            libraries.AddNative(files.Natives);
            return ((ILibraryUser)language).Refer([.. LibraryFolders.WithoutOwn(files.Assemblies)]);
        }
        catch (UserErrorException e)
        {
            return CellError.Of("PackageError", e.Message, text.Packages[0].Line);
        }
    }

    // What stopped by itself may say how far it came.
    private static string InterruptedText(CellError? error) => error switch
    {
        { Exception: OperationCanceledException and not TaskCanceledException and var e } when e.GetType() != typeof(OperationCanceledException) =>
            $"The cell was interrupted. {e.Message} The variable 'lastException' holds this {e.GetType().Name}.",
        { Name: "Interrupted" } => $"The cell was interrupted. {error.Message}",
        _ => "The cell was interrupted.",
    };

    private static CellOutcome Failed(IOutputSink sink, CellStatus status, CellError error, bool stillRunning = false)
    {
        sink.Error(error);
        return new CellOutcome(status, error, stillRunning);
    }

    private static string TimeoutText(TimeSpan? timeout) => $"The cell did not end within {timeout?.TotalSeconds:0.###} s (--timeout).";
}
