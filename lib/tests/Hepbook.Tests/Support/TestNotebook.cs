using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Tests.Support;

internal static class TestNotebook
{
    public const string Parameters = "%parameters\n";
    public const string Markdown = "%markdown\n";

    /// <summary>JSON of a notebook; a cell's text may begin with one of the markers above.</summary>
    public static string Json(params string[] cells)
    {
        var notebook = new Notebook { Metadata = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" } } };
        for (var i = 0; i < cells.Length; i++)
            notebook.Cells.Add(Cell(cells[i], $"cell-{i}"));
        return NotebookWriter.ToText(notebook);
    }

    public static JsonObject Read(string path) => (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;

    public static JsonArray Outputs(JsonObject notebook, int cell) => (JsonArray)notebook["cells"]![cell]!["outputs"]!;

    public static string Text(JsonNode? lines) => MultilineText.FromJson(lines) ?? "(no text)";

    private static NotebookCell Cell(string text, string id)
    {
        var isParameters = text.StartsWith(Parameters, StringComparison.Ordinal);
        var isMarkdown = text.StartsWith(Markdown, StringComparison.Ordinal);
        return new NotebookCell
        {
            Id = id,
            Kind = isMarkdown ? CellKind.Markdown : CellKind.Code,
            Source = isParameters ? text[Parameters.Length..] : isMarkdown ? text[Markdown.Length..] : text,
            Metadata = isParameters ? new JsonObject { ["tags"] = new JsonArray("parameters") } : [],
        };
    }
}
