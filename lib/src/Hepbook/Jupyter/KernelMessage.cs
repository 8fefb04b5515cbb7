using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>One message of the Jupyter protocol.</summary>
internal sealed record KernelMessage
{
    /// <summary>Who sent it, or where it goes: the routing frames.</summary>
    public IReadOnlyList<byte[]> Identities { get; init; } = [];

    /// <summary>The header: <c>msg_id</c>, <c>msg_type</c>, <c>session</c> and so on.</summary>
    public required JsonObject Header { get; init; }

    /// <summary>The header of what it answers or belongs to; empty for none.</summary>
    public JsonObject ParentHeader { get; init; } = [];

    /// <summary>The metadata.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The content.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>What kind of message it is.</summary>
    public string Type => Header["msg_type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : "";
}
