using System.Text.Json.Nodes;

namespace Hepbook.Notebooks;

/// <summary>One cell of a notebook.</summary>
internal sealed class NotebookCell
{
    /// <summary>The cell's identity: 1 to 64 letters, digits, <c>-</c> or <c>_</c>, unique in the notebook.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of cell it is.</summary>
    public required CellKind Kind { get; init; }

    /// <summary>Its text, lines ending in <c>\n</c>.</summary>
    public required string Source { get; set; }

    /// <summary>Its metadata, kept as read.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Files embedded in a Markdown cell; null for none.</summary>
    public JsonObject? Attachments { get; init; }

    /// <summary>The outputs of a code cell, as nbformat describes them.</summary>
    public JsonArray Outputs { get; set; } = [];

    /// <summary>The number of the execution; null if the cell did not run.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>The tags of the cell.</summary>
    public IEnumerable<string> Tags => Metadata["tags"] is JsonArray tags ? tags.OfType<JsonValue>().Select(t => t.ToString()) : [];

    /// <summary>The language named in the metadata, in lower case; null if none is.</summary>
    public string? Language =>
        (Metadata["polyglot_notebook"]?["kernelName"] ?? Metadata["dotnet_interactive"]?["language"])?.ToString();

    /// <summary>A fresh identity for a cell.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N")[..8];
}
