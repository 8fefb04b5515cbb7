using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hepbook.Notebooks;

/// <summary>Reads notebooks and explains what is wrong with those it cannot read.</summary>
internal static partial class NotebookReader
{
    /// <summary>Reads a notebook file of format 4 (any minor version).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">The file is missing, not JSON, or not a notebook of format 4.</exception>
    public static Notebook Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"'{path}' does not exist. Give the path of a notebook (.ipynb) or of a folder with notebooks.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{path}' could not be read: {e.Message}", e);
        }

        return Parse(text, path);
    }

    /// <summary>Reads a notebook from text.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">The name used in messages.</param>
    /// <exception cref="UserErrorException">The text is not JSON, or not a notebook of format 4.</exception>
    public static Notebook Parse(string text, string path)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:")[0];
            throw new UserErrorException(
                $"{path}({e.LineNumber + 1},{e.BytePositionInLine + 1}): not JSON: {reason} A notebook is a JSON file; restore it or save it again in its editor.", e);
        }

        if (root is not JsonObject top)
            throw Wrong(path, "", $"a JSON {Kind(root)}", "a JSON object with 'nbformat', 'metadata' and 'cells'");
        CheckFormat(top, path);
        var metadata = Required<JsonObject>(top, "metadata", "", path);
        var cells = Required<JsonArray>(top, "cells", "", path);
        var notebook = new Notebook { Metadata = (JsonObject)metadata.DeepClone() };
        var ids = new HashSet<string>();
        for (var i = 0; i < cells.Count; i++)
            notebook.Cells.Add(ReadCell(cells[i], $"cells[{i}]", path, ids));
        return notebook;
    }

    private static void CheckFormat(JsonObject top, string path)
    {
        if (top["nbformat"] is not JsonValue version || !version.TryGetValue<int>(out var format))
            throw Wrong(path, "nbformat", Kind(top["nbformat"]), "the number 4; this does not look like a notebook");
        if (format != 4)
            throw Wrong(path, "nbformat", format.ToString(), "4; open the notebook in Jupyter or VS Code and save it again");
    }

    private static NotebookCell ReadCell(JsonNode? node, string place, string path, HashSet<string> ids)
    {
        if (node is not JsonObject cell)
            throw Wrong(path, place, Kind(node), "an object");
        var kind = cell["cell_type"]?.ToString() switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw Wrong(path, place + ".cell_type", other is null ? "nothing" : $"'{other}'", "code, markdown or raw"),
        };
        var source = MultilineText.FromJson(cell["source"])
            ?? throw Wrong(path, place + ".source", Kind(cell["source"]), "a string or an array of strings");
        if (cell["outputs"] is { } found && found is not JsonArray)
            throw Wrong(path, place + ".outputs", Kind(found), "an array");
        return new NotebookCell
        {
            Id = Identity(cell["id"], ids),
            Kind = kind,
            Source = source.ReplaceLineEndings("\n"),
            Metadata = cell["metadata"] is JsonObject metadata ? (JsonObject)metadata.DeepClone() : [],
            Attachments = cell["attachments"] is JsonObject attachments ? (JsonObject)attachments.DeepClone() : null,
            Outputs = cell["outputs"] is JsonArray outputs ? (JsonArray)outputs.DeepClone() : [],
            ExecutionCount = cell["execution_count"] is JsonValue count && count.TryGetValue<int>(out var number) ? number : null,
        };
    }

    // Formats before 4.5 have no identities; a missing, odd or repeated one is replaced.
    private static string Identity(JsonNode? node, HashSet<string> ids)
    {
        var id = node is JsonValue value && value.TryGetValue<string>(out var text) && ValidId().IsMatch(text) ? text : NotebookCell.NewId();
        while (!ids.Add(id))
            id = NotebookCell.NewId();
        return id;
    }

    private static T Required<T>(JsonObject parent, string name, string place, string path)
        where T : JsonNode =>
        parent[name] as T ?? throw Wrong(path, place + name, Kind(parent[name]), typeof(T) == typeof(JsonArray) ? "an array" : "an object");

    private static UserErrorException Wrong(string path, string place, string found, string expected) =>
        new($"{path}: not a notebook that can be run: {(place.Length == 0 ? "" : $"'{place}' is ")}{found}, expected {expected}.");

    private static string Kind(JsonNode? node) => node is null ? "missing" : node.GetValueKind().ToString().ToLowerInvariant();

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex ValidId();
}
