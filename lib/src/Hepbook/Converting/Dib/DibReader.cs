using System.Text.Json;
using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Converting.Dib;

/// <summary>Reads the text format of .NET notebooks (.dib), from <see cref="DibWriter"/> or from another program.</summary>
internal static class DibReader
{
    /// <summary>Reads a notebook from text.</summary>
    /// <param name="text">The text, lines ending in <c>\n</c>.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="UserErrorException">The <c>#!meta</c> block is not JSON.</exception>
    public static Notebook Parse(string text, string path)
    {
        JsonObject? meta = null;
        var blocks = new List<(string Language, string Text)>();
        foreach (var (header, body) in Blocks(text))
        {
            if (header == DibWriter.MetaLine)
                meta = ParseMeta(body, path);
            else if (header.Length > 0 || body.Length > 0)
                blocks.Add((CellLanguage.NamedBy(header) ?? CellLanguage.CSharp, body));
        }

        var ours = meta?[DibWriter.Section] as JsonObject;
        var notebook = new Notebook { Metadata = ours?["metadata"] is JsonObject kept ? (JsonObject)kept.DeepClone() : CellMetadata.OfNotebook(meta?["kernelInfo"]) };
        // Where cells were added or removed by hand, nobody knows which record belongs to which cell.
        var records = ours?["cells"] is JsonArray array && array.Count == blocks.Count ? array : null;
        for (var i = 0; i < blocks.Count; i++)
            notebook.Cells.Add(Cell(blocks[i].Language, blocks[i].Text, records?[i] as JsonObject, i));
        return notebook;
    }

    private static IEnumerable<(string Header, string Body)> Blocks(string text)
    {
        var (header, body) = ("", new List<string>());
        foreach (var line in text.Split('\n'))
        {
            if (line.TrimEnd() != DibWriter.MetaLine && CellLanguage.NamedBy(line) is null)
            {
                body.Add(line);
                continue;
            }

            yield return (header, string.Join('\n', body).Trim('\n'));
            (header, body) = (line.TrimEnd(), []);
        }

        yield return (header, string.Join('\n', body).Trim('\n'));
    }

    private static NotebookCell Cell(string language, string text, JsonObject? record, int index)
    {
        var kind = record?["code"] is not null ? CellKind.Code : language switch { "markdown" => CellKind.Markdown, "raw" => CellKind.Raw, _ => CellKind.Code };
        if (record is null)
        {
            var source = kind == CellKind.Code && language != CellLanguage.CSharp ? $"#!{language}\n{text}" : text;
            return new NotebookCell
            {
                Id = CellMetadata.Identity(index, source),
                Kind = kind,
                Source = source,
                Metadata = kind == CellKind.Code ? CellMetadata.OfLanguage(language) : [],
            };
        }

        return new NotebookCell
        {
            Id = record["id"]?.ToString() ?? CellMetadata.Identity(index, text),
            Kind = kind,
            Source = record["first_line"]?.ToString() + Blank(record["blank_before"]) + text + Blank(record["blank_after"]),
            Metadata = record["metadata"] is JsonObject metadata ? (JsonObject)metadata.DeepClone() : [],
            Attachments = record["attachments"] is JsonObject attachments ? (JsonObject)attachments.DeepClone() : null,
        };
    }

    private static string Blank(JsonNode? count) => count is JsonValue value && value.TryGetValue<int>(out var n) ? new string('\n', n) : "";

    private static JsonObject ParseMeta(string body, string path)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new JsonException("no JSON object");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: the block after {DibWriter.MetaLine} is not a JSON object: {e.Message} Restore it, or delete the block.", e);
        }
    }
}
