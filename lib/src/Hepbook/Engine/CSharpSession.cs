using Hepbook.Assistance;
using Hepbook.Hosting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Hepbook.Engine;

/// <summary>C# cells, each compiled with optimisation as a continuation of the one before.</summary>
internal sealed class CSharpSession : ILanguageSession, IScriptVariables, ILibraryUser
{
    // Touches what ordinary cells touch, so that the compiler is warm.
    private const string WarmUp = "Math.Max(0, 1)";

    private readonly string folder;
    private readonly ScriptOptions options;

    // A continuation inherits references and usings; repeating them costs memory that grows with the square of the cells.
    private readonly ScriptOptions continued;
    private readonly InteractiveAssemblyLoader loader = ScriptEnvironment.CreateLoader();
    private readonly NotebookLibraries libraries;
    private readonly Lock gate = new();
    private Task? started;
    private volatile ScriptState<object?>? state;

    /// <summary>Starts an empty session.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="folders">Where libraries lie.</param>
    public CSharpSession(string folder, LibraryFolders folders)
    {
        this.folder = Path.GetFullPath(folder);
        libraries = new NotebookLibraries(this.folder, loader, folders);
        options = ScriptEnvironment.Options(this.folder, libraries);
        continued = options.WithReferences(Array.Empty<MetadataReference>()).WithImports();
    }

    /// <inheritdoc/>
    public string Language => "csharp";

    /// <inheritdoc/>
    public Task StartAsync()
    {
        lock (gate)
            return started ??= Task.Run(WarmUpAsync);
    }

    /// <inheritdoc/>
    public LanguageResult Execute(string code, int cellNumber, CellGuard guard)
    {
        StartAsync().GetAwaiter().GetResult();
        // The made-up file name makes stack traces name the cell, and lets #r start in the notebook's folder.
        var file = Path.Combine(folder, ErrorDescription.CellFile(cellNumber));
        var script = Continue(code, file);
        var errors = script.Compile(guard.Requested).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => CompilerError.Of(d, file)).ToArray();
        if (errors.Length > 0)
            return new LanguageResult(null, ErrorDescription.OfCompilation(errors, code));

        libraries.Load(script.GetCompilation());
        Task<ScriptState<object?>>? run = null;
        try
        {
            guard.Run(() =>
            {
                run = script.RunFromAsync(state!, static _ => true, guard.Requested);
                run.GetAwaiter().GetResult();
            });
        }
        catch (OperationCanceledException) when (guard.IsForced)
        {
            return new LanguageResult(null, Stopped(run));
        }

        state = run!.Result;
        if (state.Exception is { } exception)
            return new LanguageResult(null, ErrorDescription.OfException(exception, cellNumber, code));
        return new LanguageResult(state.ReturnValue is DisplayedValue or IDisplayHandle ? null : state.ReturnValue, null);
    }

    /// <inheritdoc/>
    public CompletionList Complete(string code, int position) => CSharpCompletion.At(View(code), position, folder);

    /// <inheritdoc/>
    public Inspection? Inspect(string code, int position) => CSharpInspection.At(View(code), position);

    /// <inheritdoc/>
    public Completeness CompletenessOf(string code) => CSharpCompleteness.Of(code);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. (state?.Variables ?? []).Select(v => v.Name).Distinct()];

    /// <inheritdoc/>
    public Type? TypeOf(string name) => state?.GetVariable(name)?.Type;

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        var variable = state?.GetVariable(name);
        value = variable?.Value;
        return variable is not null;
    }

    /// <inheritdoc/>
    public CellError? Set(string name, object? value, Type type)
    {
        StartAsync().GetAwaiter().GetResult();
        foreach (var assembly in TypeText.Parts(type).Select(p => p.Assembly).Distinct())
            loader.RegisterDependency(assembly);
        var text = TypeText.CSharp(type);
        var code = $"{text} @{name} = global::{typeof(SharedValues).FullName}.Take<{text}>(\"{SharedValues.Put(value)}\");";
        var script = state!.Script.ContinueWith<object?>(code, continued.WithReferences(TypeText.Libraries(type)));
        if (script.Compile().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            return CellError.Of("CompilationError", $"{error.Id}: {error.GetMessage()}");
        libraries.Load(script.GetCompilation());
        state = script.RunFromAsync(state).GetAwaiter().GetResult();
        return null;
    }

    /// <inheritdoc/>
    public CellError? Refer(IReadOnlyCollection<string> files)
    {
        StartAsync().GetAwaiter().GetResult();
        state = state!.ContinueWithAsync<object?>("", continued.WithReferences(files)).GetAwaiter().GetResult();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => loader.Dispose();

    private async Task WarmUpAsync() =>
        state = await CSharpScript.Create<object?>(WarmUp, options, null, loader).RunAsync(null, CancellationToken.None).ConfigureAwait(false);

    private Script<object?> Continue(string code, string file) => state!.Script.ContinueWith<object?>(code, continued.WithFilePath(file));

    private CellView View(string code)
    {
        StartAsync().GetAwaiter().GetResult();
        return CellView.Of(Continue(code, Path.Combine(folder, "typed")).GetCompilation());
    }

    private static CellError Stopped(Task? run) => CellError.Of(
        "Interrupted",
        run is { IsCompleted: false } ? "Stopped by force. What the cell awaits may still run in the background; restart the kernel to end that too." : "Stopped by force.");
}
