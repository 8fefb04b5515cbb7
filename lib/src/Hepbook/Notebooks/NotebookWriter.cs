using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hepbook.Notebooks;

/// <summary>
/// Writes nbformat 4.5: one space of indentation, LF, a final newline, keys in the order Jupyter writes them.
/// JSON inside an output (a chart) stays on one line, which halves its size.
/// </summary>
internal static class NotebookWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a notebook file as a whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="notebook">The notebook.</param>
    /// <exception cref="UserErrorException">The file could not be written.</exception>
    public static void Write(string path, Notebook notebook) => AtomicFile.WriteAllText(path, ToText(notebook));

    /// <summary>The JSON text of a notebook.</summary>
    public static string ToText(Notebook notebook)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("cells");
            foreach (var cell in notebook.Cells)
                WriteCell(writer, cell);
            writer.WriteEndArray();
            WriteNode(writer, "metadata", notebook.Metadata);
            writer.WriteNumber("nbformat", 4);
            writer.WriteNumber("nbformat_minor", Notebook.FormatMinor);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteCell(Utf8JsonWriter writer, NotebookCell cell)
    {
        writer.WriteStartObject();
        if (cell.Attachments is not null)
            WriteNode(writer, "attachments", cell.Attachments);
        writer.WriteString("cell_type", cell.Kind.ToString().ToLowerInvariant());
        if (cell.Kind == CellKind.Code)
        {
            writer.WritePropertyName("execution_count");
            if (cell.ExecutionCount is { } count)
                writer.WriteNumberValue(count);
            else
                writer.WriteNullValue();
        }

        writer.WriteString("id", cell.Id);
        WriteNode(writer, "metadata", cell.Metadata);
        if (cell.Kind == CellKind.Code)
        {
            writer.WriteStartArray("outputs");
            foreach (var output in cell.Outputs)
                WriteOutput(writer, (JsonObject)output!);
            writer.WriteEndArray();
        }

        WriteNode(writer, "source", MultilineText.ToJson(cell.Source));
        writer.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter writer, JsonObject output)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in output.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (key != "data" || value is not JsonObject data)
            {
                WriteNode(writer, key, value);
                continue;
            }

            writer.WriteStartObject("data");
            foreach (var (mime, content) in data.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(mime);
                if (OutputData.IsJson(mime) && content is not null)
                    writer.WriteRawValue(content.ToJsonString(Compact));
                else
                    WriteValue(writer, content);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, string name, JsonNode? node)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, node);
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
            writer.WriteNullValue();
        else
            node.WriteTo(writer, Compact);
    }
}
