using System.Text.RegularExpressions;

namespace Hepbook.Engine;

/// <summary>Passes values from one language of a notebook to another.</summary>
/// <param name="languages">The languages by name.</param>
internal sealed partial class ValueSharing(IReadOnlyDictionary<string, ILanguageSession> languages)
{
    /// <summary>Gives a language what one of its cells asks for.</summary>
    /// <param name="import">What it asks for.</param>
    /// <param name="target">The cell's language.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public CellError? Import(CellImport import, string target)
    {
        if (languages[target] is not IScriptVariables own)
            return Refused(import, $"Cells in {target} have no variables.");
        if (languages.GetValueOrDefault(import.Language) is not IScriptVariables other)
            return Refused(import, $"There are no variables of '{import.Language}'. Languages with variables: {string.Join(", ", languages.Where(l => l.Value is IScriptVariables).Select(l => l.Key))}.");
        if (!other.TryGet(import.Source, out var value))
            return Refused(import, $"There is no '{import.Source}' in {import.Language}. {Known(import.Source, other.Names)}");
        if (TypeToShare(value, other.TypeOf(import.Source)) is not { } type)
            return Refused(import, NotShared(import, value, target));
        return own.Set(import.Name, value, type) is { } error
            ? Refused(import, $"'{import.Source}' cannot be shared: {target} does not understand its type {Readable(type)}. {error.Message}")
            : null;
    }

    // The value's own type says most; where only its own assembly sees that, what the variable was declared as.
    private static Type? TypeToShare(object? value, Type? declared) =>
        new[] { value?.GetType(), declared }.FirstOrDefault(t => t is not null && (t != typeof(object) || value is null) && IsUnderstood(t));

    // What a cell declares has no file that another compiler could read.
    private static bool IsUnderstood(Type type) =>
        type.IsVisible && !type.IsPointer && !type.IsByRefLike && TypeText.Parts(type).All(part => !part.Assembly.IsDynamic && part.Assembly.Location.Length > 0);

    private static string NotShared(CellImport import, object? value, string target)
    {
        var type = value?.GetType();
        var cause = type is null || TypeText.Parts(type).FirstOrDefault(p => p.Assembly.IsDynamic || p.Assembly.Location.Length == 0) is not { } part
            ? "which is internal to its library"
            : part == type ? "which is declared in a cell" : $"and {Readable(part)} is declared in a cell";
        return $"'{import.Source}' has the type {(type is null ? "null" : Readable(type))}, {cause}: {target} does not know it. " +
            "Share numbers, strings, arrays, tuples, or objects of libraries; F# lists and maps too.";
    }

    // Compilers put what cells declare into classes of their own.
    private static string Readable(Type type) => MadeUp().Replace(TypeText.CSharp(type), "");

    private static string Known(string name, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return "Nothing is declared there yet.";
        var nearest = NearestNames.Of(name, names);
        return nearest.Count > 0 ? $"Did you mean {string.Join(", ", nearest.Take(3))}?" : $"Known: {string.Join(", ", names.Order(StringComparer.Ordinal).Take(10))}.";
    }

    private static CellError Refused(CellImport import, string message) => CellError.Of("SharingError", message, import.Line);

    [GeneratedRegex(@"global::|Submission#\d+\.|FSI_\d+\.")]
    private static partial Regex MadeUp();
}
