using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hepbook.Engine;

/// <summary>Describes errors of a cell in the user's terms: no frames of the engine, lines counted within the cell.</summary>
internal static partial class ErrorDescription
{
    private const int MostErrors = 20;
    private const string CompilationError = "CompilationError";

    /// <summary>The file name under which a cell is compiled.</summary>
    public static string CellFile(int cellNumber) => $"cell {cellNumber}";

    /// <summary>Describes what a compiler said.</summary>
    /// <param name="errors">The errors, at least one; those of loaded files name theirs.</param>
    /// <param name="code">The cell.</param>
    public static CellError OfCompilation(IReadOnlyList<CompilerError> errors, string code)
    {
        // A library that is not there makes every name in it unknown; only the cause is worth reading.
        if (errors.FirstOrDefault(MissingLibrary.Is) is { } missing)
        {
            var cause = $"{missing.Id}: {missing.Message} {MissingLibrary.Remedy(missing, Environment.CurrentDirectory)}";
            return new CellError(CompilationError, cause, missing.Line + 1, [cause]);
        }

        var lines = code.Split('\n');
        var text = new List<string>();
        CompilerError[] ordered = [.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];
        foreach (var error in ordered.Take(MostErrors))
        {
            text.Add($"{error.Path}({error.Line + 1},{error.Column + 1}): error {error.Id}: {error.Message}");
            if (error.Path.Length > 0 || error.Line >= lines.Length)
                continue;
            text.Add("    " + lines[error.Line].TrimEnd().Replace('\t', ' '));
            text.Add("    " + new string(' ', error.Column) + "^");
            if (IsUsingDeclaration(error, lines[error.Line]))
                text.Add("    C# scripts know 'using var' only between braces: write using (var name = ...) { ... } around what needs it, or put the lines into { }.");
        }

        if (errors.Count > MostErrors)
            text.Add($"... and {errors.Count - MostErrors} more errors.");
        var first = ordered[0];
        return new CellError(CompilationError, $"{first.Id}: {first.Message}", first.Path.Length > 0 ? null : first.Line + 1, text);
    }

    // The compiler reads 'using var' at the top of a script as a directive and wants it to end before the name.
    private static bool IsUsingDeclaration(CompilerError error, string line) =>
        error.Id == "CS1002" && UsingDeclaration().Match(line) is { Success: true } match && error.Column < match.Length;

    /// <summary>Describes an exception that left a cell.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="cellNumber">The cell; the error's line is the one in this cell, however deep it was thrown.</param>
    /// <param name="code">The cell's text; the line is shown first.</param>
    public static CellError OfException(Exception exception, int cellNumber, string code)
    {
        var wrappers = new List<Exception> { exception };
        while (Wrapped(wrappers[^1]) is { } inner)
            wrappers.Add(inner);
        exception = wrappers[^1];
        int? line = null;
        var frames = new List<string>();
        // A user error explains itself: where in the notebook it happened is all that is added.
        var isUserError = exception is ArgumentException || Lineage(exception.GetType()).Any(type => type.Name == "UserErrorException");
        // What is wrapped was thrown deeper than the wrapper: its frames come first.
        foreach (var frame in Enumerable.Reverse(wrappers).SelectMany(e => new StackTrace(e, true).GetFrames()))
        {
            var inCell = CellName().Match(frame.GetFileName() ?? "");
            if (inCell.Groups[1].Value == CellFile(cellNumber) && frame.GetFileLineNumber() > 0)
                line ??= frame.GetFileLineNumber();
            if (Describe(frame, inCell) is { } described && !(isUserError && !inCell.Success))
                frames.Add(described);
        }

        var traceback = new List<string> { $"{exception.GetType().Name}: {exception.Message}" };
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            traceback.Add($" ---> {inner.GetType().Name}: {inner.Message}");
        if (line is { } number && code.Split('\n').ElementAtOrDefault(number - 1)?.Trim() is { Length: > 0 } text)
            traceback.Add($"{number} | {text}");
        traceback.AddRange(frames);
        return new CellError(exception.GetType().Name, exception.Message, line, traceback) { Exception = exception };
    }

    private static IEnumerable<Type> Lineage(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }

    private static Exception? Wrapped(Exception exception) => exception switch
    {
        TargetInvocationException or TypeInitializationException => exception.InnerException,
        AggregateException { InnerExceptions.Count: 1 } => exception.InnerException,
        _ => null,
    };

    private static string? Describe(StackFrame frame, Match inCell)
    {
        if (frame.GetMethod() is not { DeclaringType: { } type } method)
            return null;
        var name = MethodName(type, method);
        if (inCell.Success)
            return $"   at {(name is null ? "" : name + " in ")}{inCell.Groups[1].Value}, line {frame.GetFileLineNumber()}";
        var home = type.FullName ?? type.Name;
        var hidden = HiddenNamespaces.Any(n => home.StartsWith(n, StringComparison.Ordinal)) || type.Assembly == typeof(ErrorDescription).Assembly
            || home.StartsWith("Submission#", StringComparison.Ordinal);
        return hidden || name is null ? null : $"   at {TypeName(type)}.{name}";
    }

    private static readonly string[] HiddenNamespaces = ["System.", "Microsoft."];

    // Compilers wrap local functions, lambdas and async methods: <Fit>g__Step|3_0, <Fit>b__0, <Fit>d__4.MoveNext.
    private static string? MethodName(Type type, MethodBase method)
    {
        var source = method.Name == "MoveNext" ? type.Name : method.Name;
        var local = LocalFunction().Match(source);
        if (local.Success)
            return local.Groups[1].Value;
        var wrapped = CompilerName().Match(source);
        var name = wrapped.Success ? wrapped.Groups[1].Value : source;
        // F#: a cell is main@, and a function within another, or a lambda, is a class such as step@3.
        if (type.Name.Split('@') is [var function, _])
            name = function;
        return name.Contains("Initialize", StringComparison.Ordinal) && name.Contains('<') || name is "<Initialize>" or "<Factory>" or "" or ".cctor" or "main@" or "it" ? null : name;
    }

    private static string TypeName(Type type)
    {
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
            type = outer;
        return type.Name.Split('`')[0];
    }

    [GeneratedRegex(@"[/\\](cell \d+)$")]
    private static partial Regex CellName();

    [GeneratedRegex(@"^\s*using\s+[\w.<>,\[\]]+\s+\w+\s*=")]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<(.*)>[bd]__")]
    private static partial Regex CompilerName();
}
