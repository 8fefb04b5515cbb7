using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>Reads values from the content of a request.</summary>
internal static class ContentReader
{
    /// <summary>A string that must be there.</summary>
    /// <exception cref="FormatException">It is missing or something else.</exception>
    public static string Text(this JsonObject content, string name) =>
        content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new FormatException($"'{name}' is missing or no string.");

    /// <summary>A string, or nothing.</summary>
    public static string? TextOrNull(this JsonObject content, string name) => content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A whole number, or what is given if there is none.</summary>
    public static int Number(this JsonObject content, string name, int otherwise) => content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : otherwise;

    /// <summary>A truth value, or what is given if there is none.</summary>
    public static bool Flag(this JsonObject content, string name, bool otherwise) => content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;
}
