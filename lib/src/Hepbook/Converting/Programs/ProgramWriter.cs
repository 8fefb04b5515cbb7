using System.Text.Encodings.Web;
using System.Text.Json;
using Hepbook.Notebooks;

namespace Hepbook.Converting.Programs;

/// <summary>
/// Writes a notebook as a program in one file, for <c>dotnet run study.cs</c>: C# cells are its statements, everything
/// else is comments. Outputs are left out. <see cref="ProgramReader"/> makes the notebook from it again.
/// </summary>
internal static class ProgramWriter
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the program.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="source">Its file.</param>
    /// <param name="target">The program's file.</param>
    /// <param name="notes">Receives what is left out.</param>
    /// <exception cref="UserErrorException">A C# cell cannot become part of a program.</exception>
    public static string ToText(Notebook notebook, string source, string target, ICollection<string> notes)
    {
        var scripts = new Dictionary<NotebookCell, ScriptCell>();
        var references = new ProgramReferences(source, target);
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            if (notebook.Cells[i] is { Kind: CellKind.Code } cell && IsProgram(cell))
                scripts[cell] = ScriptCell.Parse(cell.Source, $"{source}: cell {i + 1} of {notebook.Cells.Count}");
        }

        var ordered = notebook.Cells.Where(scripts.ContainsKey).Select(c => scripts[c]).ToArray();
        ProgramNames.Resolve(ordered);
        foreach (var script in ordered)
            references.Add(script);
        var types = new List<string>();
        var body = new List<string>();
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            body.AddRange(Cell(cell, scripts.GetValueOrDefault(cell), types));
            if (cell.Kind == CellKind.Code && !scripts.ContainsKey(cell))
                notes.Add($"cell {i + 1} of {notebook.Cells.Count} ({CellLanguage.Of(cell).Name}) is kept as a comment; the program does not run it");
        }

        return string.Join('\n', [.. Header(notebook, source, references, ordered), .. body, .. Ending(types, references)]) + "\n";
    }

    // Lines such as #!time and #!set are commands to the notebook's host.
    private static bool IsProgram(NotebookCell cell) =>
        CellLanguage.Of(cell) is { Name: CellLanguage.CSharp } language && !language.Text.Split('\n').Any(l => l.TrimStart().StartsWith("#!", StringComparison.Ordinal));

    private static IEnumerable<string> Header(Notebook notebook, string source, ProgramReferences references, IReadOnlyList<ScriptCell> scripts) =>
    [
        $"// Made from {Path.GetFileName(source)} by 'hepbook convert', which also makes a notebook from it. Run it: dotnet run THIS_FILE",
        "// A line '// %%' begins a cell; '//|' is a line that only the notebook has; '//!' one that only the program has.",
        ProgramMarks.NotebookNote + notebook.Metadata.ToJsonString(Compact),
        .. references.Directives(),
        .. ProgramSupport.Usings.Concat(scripts.SelectMany(s => s.Usings)).Distinct(),
        "",
    ];

    private static IEnumerable<string> Cell(NotebookCell cell, ScriptCell? script, List<string> types)
    {
        var language = CellLanguage.Of(cell).Name;
        var rest = cell.Kind == CellKind.Code ? CellMetadata.WithoutLanguage(cell.Metadata, language) : cell.Metadata;
        var header = cell.Kind != CellKind.Code ? language : rest is null ? "code" : language;
        var shown = rest ?? cell.Metadata;
        yield return $"// %% [{header}] {cell.Id}{(shown.Count > 0 ? " " + shown.ToJsonString(Compact) : "")}";
        if (cell.Attachments is { } attachments)
            yield return ProgramMarks.AttachmentsNote + attachments.ToJsonString(Compact);
        if (script is { Renamed.Count: > 0 })
            yield return ProgramMarks.NamesNote + string.Join(", ", script.Renamed.Select(p => $"{p.Key} = {p.Value}"));
        if (cell.Kind == CellKind.Code && script is null)
            yield return $"{ProgramMarks.Note}This cell is written in {language}, or for the notebook's host. The program does not run it.";
        var lines = script?.Lines(types) ?? cell.Source.Split('\n').Select(l => cell.Kind == CellKind.Code ? ProgramMarks.Hide(l) : Comment(l));
        foreach (var line in lines)
            yield return line;
        yield return "";
    }

    private static IEnumerable<string> Ending(List<string> types, ProgramReferences references)
    {
        if (types.Count > 0)
            yield return ProgramMarks.Types;
        for (var i = 0; i < types.Count; i++)
            yield return $"{ProgramMarks.Moved}{i + 1}\n{types[i]}";
        yield return ProgramMarks.Support;
        yield return ProgramSupport.Text(references.Folders);
    }

    private static string Comment(string line) => line.Length == 0 ? "//" : "// " + line;
}
