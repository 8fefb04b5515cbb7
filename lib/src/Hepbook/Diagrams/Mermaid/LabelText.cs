using System.Net;
using System.Text.RegularExpressions;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>The texts of nodes, edges and frames.</summary>
internal static partial class LabelText
{
    /// <summary>Reads a text up to what closes it.</summary>
    /// <param name="reader">Stands after what opened it, and in the end after what closes it.</param>
    /// <param name="close">What closes it.</param>
    /// <returns>Its lines.</returns>
    /// <exception cref="MermaidSyntaxException">It is empty, not closed, or has a bracket that needs quotation marks.</exception>
    public static IReadOnlyList<string> Read(MermaidReader reader, string close)
    {
        reader.SkipBlanks();
        var start = reader.Position;
        if (reader.IsAt("\""))
        {
            var quoted = Quoted(reader);
            reader.SkipBlanks();
            return reader.Take(close) ? quoted : throw reader.Error($"'{close}'");
        }

        var length = reader.Take(close == "/]" ? PlainInSlashes() : Plain()).Length;
        if (!reader.IsAt(close))
            throw reader.Error(reader.IsAtStatementEnd || reader.IsAt("\"") ? $"'{close}'" : $"'{close}'; a text with brackets or bars needs quotation marks around it");
        if (length == 0)
            throw reader.Error("a text");
        var lines = Lines(reader.TextFrom(start));
        reader.Take(close);
        return lines;
    }

    /// <summary>Reads a text between quotation marks.</summary>
    public static IReadOnlyList<string> Quoted(MermaidReader reader)
    {
        reader.Take("\"");
        var start = reader.Position;
        if (reader.Take(InQuotes()).Value.Trim().Length == 0)
            throw reader.Error("a text", start);
        var lines = Lines(reader.TextFrom(start));
        return reader.Take("\"") ? lines : throw reader.Error("'\"', the quotation mark that ends the text");
    }

    /// <summary>The lines of a text: <c>&lt;br/></c> begins a new one, <c>#quot;</c> and <c>&amp;lt;</c> stand for characters.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. Break().Split(text).Select(line => WebUtility.HtmlDecode(Entity().Replace(line, Character)).Trim())];

    // #35; is a number, #quot; a name.
    private static string Character(Match entity) =>
        char.IsAsciiDigit(entity.Groups[1].Value[0]) ? $"&#{entity.Groups[1].Value};" : $"&{entity.Groups[1].Value};";

    [GeneratedRegex(@"<br\s*/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex(@"(?<!&)#(\w+);")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\G[^\n""()\[\]{}|]*")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\G(?:[^\n""()\[\]{}|/]|/(?!\]))*")]
    private static partial Regex PlainInSlashes();

    [GeneratedRegex(@"\G[^\n""]*")]
    private static partial Regex InQuotes();
}
