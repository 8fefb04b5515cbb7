using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hepbook.Converting.Programs;

/// <summary>Makes a notebook from a program: the one it came from, or a single cell from a program written by hand.</summary>
internal static partial class ProgramReader
{
    /// <summary>Reads a notebook from the text of a program.</summary>
    /// <param name="text">The text, lines ending in <c>\n</c>.</param>
    public static Notebook Parse(string text)
    {
        var lines = text.Split('\n');
        var header = lines.TakeWhile(l => !IsSection(l)).ToArray();
        var cells = new Notebook { Metadata = Json(header, ProgramMarks.NotebookNote) ?? CellMetadata.OfNotebook() };
        if (header.Length == lines.Length)
            return OneCell(cells, text);
        var types = Types(lines);
        for (var start = header.Length; start < lines.Length && ProgramMarks.Cell().Match(lines[start]) is { Success: true } marker;)
        {
            var end = Array.FindIndex(lines, start + 1, IsSection);
            end = end < 0 ? lines.Length : end;
            // One empty line stands between cells.
            var body = lines[(start + 1)..(end > start + 1 && lines[end - 1].Length == 0 ? end - 1 : end)];
            cells.Cells.Add(Cell(marker, body, types));
            start = end;
        }

        AddUsings(cells, header);
        return cells;
    }

    private static bool IsSection(string line) => line is ProgramMarks.Types or ProgramMarks.Support || ProgramMarks.Cell().IsMatch(line);

    private static NotebookCell Cell(Match marker, string[] body, Dictionary<string, string> types)
    {
        var header = marker.Groups[1].Value;
        var metadata = marker.Groups[3].Success ? (JsonObject)JsonNode.Parse(marker.Groups[3].Value)! : [];
        var kind = header switch { "markdown" => CellKind.Markdown, "raw" => CellKind.Raw, _ => CellKind.Code };
        var kept = body.Where(l => !l.StartsWith(ProgramMarks.Note, StringComparison.Ordinal));
        var source = kind == CellKind.Code
            ? OriginalNames(WithoutShow(string.Join('\n', kept.Select(l => Line(l, types)))), body)
            : string.Join('\n', kept.Select(l => l.Length > 3 ? l[3..] : ""));
        return new NotebookCell
        {
            Id = marker.Groups[2].Value,
            Kind = kind,
            Source = source,
            Metadata = kind == CellKind.Code && header != "code" ? CellMetadata.WithLanguage(metadata, header) : metadata,
            Attachments = Json(body, ProgramMarks.AttachmentsNote),
        };
    }

    private static string Line(string line, Dictionary<string, string> types) =>
        line.StartsWith(ProgramMarks.Hidden, StringComparison.Ordinal) ? ProgramMarks.Show(line)
        : line.StartsWith(ProgramMarks.Moved, StringComparison.Ordinal) && types.TryGetValue(line, out var type) ? type
        : line;

    private static Dictionary<string, string> Types(string[] lines)
    {
        var types = new Dictionary<string, string>();
        var start = Array.IndexOf(lines, ProgramMarks.Types);
        if (start < 0)
            return types;
        var section = lines[(start + 1)..].TakeWhile(l => l != ProgramMarks.Support);
        foreach (var line in section)
        {
            if (line.StartsWith(ProgramMarks.Moved, StringComparison.Ordinal))
                types.Add(line, "");
            else if (types.Count > 0)
                types[types.Keys.Last()] += (types[types.Keys.Last()].Length > 0 ? "\n" : "") + line;
        }

        return types;
    }

    private static string WithoutShow(string code)
    {
        var script = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot();
        if (script.Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } statement }
            || call is not { Expression: IdentifierNameSyntax { Identifier.ValueText: ProgramSupport.ShowValue or ProgramSupport.ShowCall }, ArgumentList.Arguments: [var argument] })
            return code;
        var value = argument.Expression is ParenthesizedLambdaExpressionSyntax { ExpressionBody: { } body } ? body : argument.Expression;
        return code[..call.SpanStart] + code[value.SpanStart..value.Span.End] + code[statement.Span.End..];
    }

    private static string OriginalNames(string code, string[] body)
    {
        var names = body.FirstOrDefault(l => l.StartsWith(ProgramMarks.NamesNote, StringComparison.Ordinal));
        foreach (Match pair in Pair().Matches(names?[ProgramMarks.NamesNote.Length..] ?? ""))
        {
            var (changed, original) = (pair.Groups[1].Value, pair.Groups[2].Value);
            code = Regex.Replace(code, $@"\b(?:{Regex.Escape(original)}[:=])?{Regex.Escape(changed)}\b", original);
        }

        return code;
    }

    // Using directives written into the program by hand belong into the notebook too.
    private static void AddUsings(Notebook notebook, string[] header)
    {
        var first = notebook.CodeCells.FirstOrDefault(c => CellLanguage.Of(c).Name == CellLanguage.CSharp);
        var known = notebook.CodeCells.SelectMany(c => c.Source.Split('\n')).Select(l => l.Trim()).Concat(ProgramSupport.Usings).ToHashSet();
        var added = header.Where(l => l.StartsWith("using ", StringComparison.Ordinal) && !known.Contains(l.Trim())).ToArray();
        if (first is not null && added.Length > 0 && !notebook.CodeCells.Any(c => HasOddUsing(c.Source)))
            first.Source = string.Join('\n', [.. added, first.Source]);
    }

    // Directives that are not written on one line, or with other blanks, cannot be compared line by line.
    private static bool HasOddUsing(string source) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot().Usings
            .Any(u => u.ToString() != u.NormalizeWhitespace().ToString());

    private static Notebook OneCell(Notebook notebook, string text)
    {
        var source = string.Join('\n', text.TrimEnd('\n').Split('\n').Select(AsNotebookLine));
        notebook.Cells.Add(new NotebookCell
        {
            Id = CellMetadata.Identity(0, source),
            Kind = CellKind.Code,
            Source = source,
            Metadata = CellMetadata.OfLanguage(CellLanguage.CSharp),
        });
        return notebook;
    }

    private static string AsNotebookLine(string line) =>
        Package().Match(line) is { Success: true } package ? $"#r \"nuget: {package.Groups[1].Value}{(package.Groups[2].Success ? ", " + package.Groups[2].Value : "")}\""
        : line.StartsWith("#:", StringComparison.Ordinal) || line.StartsWith("#!", StringComparison.Ordinal) ? "// " + line
        : line;

    private static JsonObject? Json(string[] lines, string note) =>
        lines.FirstOrDefault(l => l.StartsWith(note, StringComparison.Ordinal)) is { } line ? JsonNode.Parse(line[note.Length..]) as JsonObject : null;

    [GeneratedRegex(@"(\w+) = (\w+)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^#:package ([\w.]+)(?:@(\S+))?")]
    private static partial Regex Package();
}
