using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hepbook.Reports;

/// <summary>JSON text that can stand inside a script element.</summary>
internal static class ScriptJson
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a node, on one line.</summary>
    public static string Of(JsonNode node) =>
        node.ToJsonString(Compact).Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!--", "<\\u0021--", StringComparison.Ordinal);
}
