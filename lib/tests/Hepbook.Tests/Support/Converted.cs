using System.Text.Json.Nodes;
using Hepbook.Converting;
using Hepbook.Notebooks;

namespace Hepbook.Tests.Support;

/// <summary>Notebooks for tests of <c>hepbook convert</c>.</summary>
internal static class Converted
{
    public static Notebook Of(params (CellKind Kind, string Source, string Metadata)[] cells)
    {
        var notebook = new Notebook { Metadata = CellMetadata.OfNotebook() };
        for (var i = 0; i < cells.Length; i++)
            notebook.Cells.Add(new NotebookCell { Id = $"cell-{i}", Kind = cells[i].Kind, Source = cells[i].Source, Metadata = (JsonObject)JsonNode.Parse(cells[i].Metadata)! });
        return notebook;
    }

    public static Notebook OfCode(params string[] sources) => Of([.. sources.Select(s => (CellKind.Code, s, "{}"))]);

    /// <summary>The text in another format; writing checks that it reads back as the same notebook.</summary>
    public static string Text(this Notebook notebook, string target) => NotebookFiles.ToText(notebook, "in.ipynb", target, []);

    public static string Program(params string[] sources) => OfCode(sources).Text("out.cs");

    public static string Refused(params string[] sources) => Assert.Throws<UserErrorException>(() => Program(sources)).Message;
}
