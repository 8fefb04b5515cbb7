using Hepbook.Hosting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Hepbook.Engine;

/// <summary>C# cells, each compiled with optimisation as a continuation of the one before.</summary>
internal sealed class CSharpSession : ILanguageSession, IScriptVariables
{
    // Touches what ordinary cells touch, so that the compiler is warm.
    private const string WarmUp = "Math.Max(0, 1)";

    private readonly string folder;
    private readonly ScriptOptions options;
    private readonly InteractiveAssemblyLoader loader = ScriptEnvironment.CreateLoader();
    private readonly NotebookLibraries libraries;
    private ScriptState<object?>? state;

    /// <summary>Starts an empty session.</summary>
    /// <param name="folder">The notebook's folder.</param>
    public CSharpSession(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        libraries = new NotebookLibraries(this.folder, loader);
        options = ScriptEnvironment.Options(this.folder, libraries);
    }

    /// <inheritdoc/>
    public string Language => "csharp";

    /// <inheritdoc/>
    public async Task StartAsync() =>
        state = await CSharpScript.Create<object?>(WarmUp, options, null, loader).RunAsync(null, CancellationToken.None).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<LanguageResult> ExecuteAsync(string code, int cellNumber, CancellationToken cancellationToken)
    {
        // The made-up file name makes stack traces name the cell, and lets #r start in the notebook's folder.
        var file = Path.Combine(folder, ErrorDescription.CellFile(cellNumber));
        var cellOptions = options.WithFilePath(file);
        if (state is null)
            await StartAsync().ConfigureAwait(false);
        var script = state!.Script.ContinueWith<object?>(code, cellOptions);
        var errors = script.Compile(cancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
            return new LanguageResult(null, ErrorDescription.OfCompilation(errors, code, file));

        libraries.Load(script.GetCompilation());
        state = await script.RunFromAsync(state, static _ => true, cancellationToken).ConfigureAwait(false);
        if (state.Exception is { } exception)
            return new LanguageResult(null, ErrorDescription.OfException(exception, cellNumber));
        return new LanguageResult(state.ReturnValue is DisplayedValue or IDisplayHandle ? null : state.ReturnValue, null);
    }

    /// <inheritdoc/>
    public Type? TypeOf(string name) => state?.GetVariable(name)?.Type;

    /// <inheritdoc/>
    public void Dispose()
    {
        libraries.Dispose();
        loader.Dispose();
    }
}
