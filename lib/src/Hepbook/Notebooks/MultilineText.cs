using System.Text.Json.Nodes;

namespace Hepbook.Notebooks;

/// <summary>Text as nbformat stores it: an array of lines that keep their line ends, or one string.</summary>
internal static class MultilineText
{
    /// <summary>Splits text into the array form.</summary>
    public static JsonArray ToJson(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>Reads either form.</summary>
    /// <returns>The text, or null if the value is neither a string nor an array of strings.</returns>
    public static string? FromJson(JsonNode? node)
    {
        if (node is JsonValue value && value.TryGetValue<string>(out var text))
            return text;
        if (node is not JsonArray array)
            return null;
        var parts = new string[array.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (array[i] is not JsonValue item || !item.TryGetValue<string>(out var part))
                return null;
            parts[i] = part;
        }

        return string.Concat(parts);
    }
}
