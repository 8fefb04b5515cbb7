using System.Text.RegularExpressions;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>Styles such as <c>fill:#eef,stroke-width:2px</c>. Values are checked, since they become part of a page.</summary>
internal static partial class StyleText
{
    private const string Properties = "fill, stroke, stroke-width, stroke-dasharray or color";

    /// <summary>Reads the rest of a statement.</summary>
    /// <exception cref="MermaidSyntaxException">A property is not known or has no such value.</exception>
    public static DiagramStyle Read(MermaidReader reader)
    {
        var style = DiagramStyle.None;
        do
        {
            reader.SkipBlanks();
            var start = reader.Position;
            var name = reader.Take(Name()).Value;
            if (name.Length == 0)
                throw reader.Error("a property: " + Properties, start);
            reader.SkipBlanks();
            if (!reader.Take(":"))
                throw reader.Error("':' and a value");
            reader.SkipBlanks();
            style = style.With(Property(reader, name, start));
            reader.SkipBlanks();
        }
        while (reader.Take(","));
        return reader.IsAtStatementEnd ? style : throw reader.Error("',' or the end of the line");
    }

    private static DiagramStyle Property(MermaidReader reader, string name, int start) => name switch
    {
        "fill" => new DiagramStyle(Fill: Value(reader, Colour(), "a colour such as #eef3fb")),
        "stroke" => new DiagramStyle(Stroke: Value(reader, Colour(), "a colour such as #5b7db1")),
        "color" => new DiagramStyle(Text: Value(reader, Colour(), "a colour such as #222222")),
        "stroke-width" => new DiagramStyle(StrokeWidth: Value(reader, Pixels(), "a width such as 2px").Replace("px", "", StringComparison.Ordinal)),
        "stroke-dasharray" => new DiagramStyle(Dashes: Value(reader, DashLengths(), "lengths such as 5 3")),
        _ => throw reader.Error("a property that is drawn: " + Properties, start),
    };

    private static string Value(MermaidReader reader, Regex pattern, string expected) =>
        reader.IsAt(pattern) ? reader.Take(pattern).Value.Trim() : throw reader.Error(expected);

    [GeneratedRegex(@"\G[\w-]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G(?:#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})|(?:rgb|hsl)a?\([\d.,% ]+\)|[a-zA-Z]+)(?=\s*(?:[,;\n]|$))")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\G\d+(?:\.\d+)?(?:px)?(?=\s*(?:[,;\n]|$))")]
    private static partial Regex Pixels();

    [GeneratedRegex(@"\G\d+(?:\.\d+)?(?: \d+(?:\.\d+)?)*(?=\s*(?:[,;\n]|$))")]
    private static partial Regex DashLengths();
}
