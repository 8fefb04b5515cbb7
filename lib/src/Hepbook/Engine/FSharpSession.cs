using FSharp.Compiler.Diagnostics;
using Hepbook.Assistance;
using Hepbook.Hosting;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Core;
using static FSharp.Compiler.Interactive.Shell;

namespace Hepbook.Engine;

/// <summary>F# cells, run by the compiler's interactive session in this process.</summary>
/// <param name="folder">The notebook's folder: relative paths start there.</param>
internal sealed class FSharpSession(string folder) : ILanguageSession, IScriptVariables, ILibraryUser
{
    /// <summary>The language's name.</summary>
    public const string Name = "fsharp";

    // With its own handling of interrupts the compiler would forbid ours; the reference libraries of the SDK lack List<T>,
    // which the running framework keeps elsewhere; optimised code still names cell and line in errors.
    private static readonly string[] Arguments =
        ["fsi", "--noninteractive", "--usesdkrefs-", "--quiet", "--nologo", "--gui-", "--multiemit+", "--optimize+", "--debug:portable", "--crossoptimize+"];

    // The default namespaces of .NET notebooks, and what C# cells see too; the last line warms the compiler.
    private static readonly string Beginning = $"""
        #r @"{typeof(Formatter).Assembly.Location}"
        #r @"{typeof(NotebookFunctions).Assembly.Location}"
        open System
        open System.Text
        open System.Threading.Tasks
        open System.Linq
        open {typeof(Formatter).Namespace}
        open type {typeof(NotebookFunctions).FullName}
        [1] |> List.map string
        """;

    // Libraries that shared values and packages brought, and what the compiler refers to by itself.
    private readonly HashSet<string> referred = [typeof(Unit).Assembly.Location];
    private readonly Lock gate = new();
    private Task<FsiEvaluationSession>? started;

    /// <inheritdoc/>
    public string Language => Name;

    /// <inheritdoc/>
    public Task StartAsync() => SessionAsync();

    /// <inheritdoc/>
    public LanguageResult Execute(string code, int cellNumber, CellGuard guard)
    {
        var session = SessionAsync().GetAwaiter().GetResult();
        var file = Path.Combine(folder, ErrorDescription.CellFile(cellNumber));
        try
        {
            LanguageResult? result = null;
            guard.Run(() => result = Evaluate(session, code, file, cellNumber));
            return result!;
        }
        catch (OperationCanceledException) when (guard.IsForced)
        {
            return new LanguageResult(null, CellError.Of("Interrupted", "Stopped by force."));
        }
    }

    /// <inheritdoc/>
    public CompletionList Complete(string code, int position) =>
        started is { IsCompletedSuccessfully: true, Result: var session } ? FSharpCompletion.At(session, code, position, folder) : CompletionList.None(position);

    /// <inheritdoc/>
    public Inspection? Inspect(string code, int position) => null;

    /// <inheritdoc/>
    public Completeness CompletenessOf(string code) => Completeness.Complete;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => started is { IsCompletedSuccessfully: true, Result: var session } ? [.. session.GetBoundValues().Select(v => v.Name)] : [];

    /// <inheritdoc/>
    public Type? TypeOf(string name) => Find(name)?.ReflectionType;

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        var found = Find(name);
        value = found?.ReflectionValue;
        return found is not null;
    }

    /// <inheritdoc/>
    public CellError? Set(string name, object? value, Type type)
    {
        var session = SessionAsync().GetAwaiter().GetResult();
        var text = TypeText.FSharp(type);
        var code = $"let ``{name}`` : {text} = global.{typeof(SharedValues).FullName}.Take<{text}>(\"{SharedValues.Put(value)}\")";
        return Refer([.. TypeText.Libraries(type)]) ?? Evaluate(session, code, "shared", 0).Error;
    }

    /// <inheritdoc/>
    public CellError? Refer(IReadOnlyCollection<string> files)
    {
        var session = SessionAsync().GetAwaiter().GetResult();
        string[] lines = [.. files.Where(referred.Add).Select(f => $"#r @\"{f}\"")];
        return lines.Length == 0 ? null : Evaluate(session, string.Join('\n', lines), "libraries", 0).Error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (started is { IsCompletedSuccessfully: true, Result: IDisposable session })
            session.Dispose();
    }

    private FsiValue? Find(string name) =>
        started is { IsCompletedSuccessfully: true, Result: var session } && session.TryFindBoundValue(name) is { Value: { Value: var value } } ? value : null;

    private Task<FsiEvaluationSession> SessionAsync()
    {
        lock (gate)
            return started ??= Task.Run(Start);
    }

    // What the compiler would say to a terminal is taken from its diagnostics instead.
    private static FsiEvaluationSession Start()
    {
        var session = FsiEvaluationSession.Create(
            FsiEvaluationSession.GetDefaultConfiguration(), Arguments, TextReader.Null, TextWriter.Null, TextWriter.Null, FSharpOption<bool>.None, null);
        session.EvalInteractionNonThrowing(Beginning, "start", FSharpOption<CancellationToken>.None);
        return session;
    }

    private static LanguageResult Evaluate(FsiEvaluationSession session, string code, string file, int cellNumber)
    {
        var (outcome, diagnostics) = session.EvalInteractionNonThrowing(code, file, FSharpOption<CancellationToken>.None);
        if (outcome is FSharpChoice<FSharpOption<FsiValue>?, Exception>.Choice1Of2 { Item: var value })
            return new LanguageResult(value?.Value.ReflectionValue is Unit or DisplayedValue or IDisplayHandle ? null : value?.Value.ReflectionValue, null);
        var exception = ((FSharpChoice<FSharpOption<FsiValue>?, Exception>.Choice2Of2)outcome).Item;
        CompilerError[] errors = exception is FsiCompilationException ? [.. diagnostics.Where(d => d.Severity.IsError).Select(d => Error(d, file))] : [];
        return new LanguageResult(null, errors.Length > 0 ? ErrorDescription.OfCompilation(errors, code) : ErrorDescription.OfException(exception, cellNumber, code));
    }

    private static CompilerError Error(FSharpDiagnostic diagnostic, string file) => new(
        diagnostic.ErrorNumberText,
        string.Join(' ', diagnostic.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        diagnostic.FileName == file ? "" : diagnostic.FileName,
        Math.Max(0, diagnostic.StartLine - 1),
        diagnostic.StartColumn);
}
