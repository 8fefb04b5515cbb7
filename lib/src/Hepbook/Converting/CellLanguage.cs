using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Converting;

/// <summary>The language of a cell, and the first line that may name it.</summary>
/// <param name="Name">The language, for example <c>csharp</c>; <c>markdown</c> and <c>raw</c> for text.</param>
/// <param name="FirstLine">The line that names it, as written; null if the cell has none.</param>
/// <param name="Text">The cell without that line.</param>
internal sealed partial record CellLanguage(string Name, string? FirstLine, string Text)
{
    /// <summary>C#.</summary>
    public const string CSharp = "csharp";

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = CSharp,
        ["c#"] = CSharp,
        ["cs"] = CSharp,
        ["fsharp"] = "fsharp",
        ["f#"] = "fsharp",
        ["fs"] = "fsharp",
        ["powershell"] = "pwsh",
        ["pwsh"] = "pwsh",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        ["markdown"] = "markdown",
        ["md"] = "markdown",
        ["html"] = "html",
        ["mermaid"] = "mermaid",
        ["sql"] = "sql",
        ["kql"] = "kql",
        ["http"] = "http",
        ["value"] = "value",
        ["raw"] = "raw",
    };

    /// <summary>Finds the language of a cell.</summary>
    /// <param name="cell">The cell; its text may begin with a line such as <c>#!fsharp</c>.</param>
    public static CellLanguage Of(NotebookCell cell)
    {
        if (cell.Kind != CellKind.Code)
            return new CellLanguage(cell.Kind == CellKind.Markdown ? "markdown" : "raw", null, cell.Source);
        var first = cell.Source.Split('\n', 2);
        return NamedBy(first[0]) is { } name
            ? new CellLanguage(name, first[0] + (first.Length > 1 ? "\n" : ""), first.Length > 1 ? first[1] : "")
            : new CellLanguage(cell.Language is { } stored ? Names.GetValueOrDefault(stored, stored) : CSharp, null, cell.Source);
    }

    /// <summary>The language that a line such as <c>#!fsharp</c> names; null for any other line.</summary>
    public static string? NamedBy(string line) =>
        LanguageLine().Match(line) is { Success: true } match ? Names.GetValueOrDefault(match.Groups[1].Value) : null;

    [GeneratedRegex(@"^#!([\w#]+)\s*$")]
    private static partial Regex LanguageLine();
}
