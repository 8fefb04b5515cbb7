namespace Hepbook.Diagrams;

/// <summary>What front ends get for a Mermaid text; each takes the best that it knows.</summary>
internal static class DiagramBundle
{
    /// <summary>The type of the source; JupyterLab 4.1 and later draw it.</summary>
    public const string Mermaid = "text/vnd.mermaid";

    /// <summary>The type of the picture.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>Makes the bundle.</summary>
    /// <exception cref="Hepbook.Diagrams.Mermaid.MermaidSyntaxException">The text cannot be read.</exception>
    public static Dictionary<string, string> Of(string text)
    {
        var diagram = MermaidDiagram.Of(text);
        var source = text.Trim();
        // Without a picture the source is shown, which is made to be read.
        return diagram.Svg is { } svg
            ? new() { [Mermaid] = source, [Svg] = svg, ["text/plain"] = source }
            : new() { [Mermaid] = source, ["text/markdown"] = $"```mermaid\n{source}\n```\n\n{diagram.Notice}", ["text/plain"] = $"{source}\n\n{diagram.Notice}" };
    }
}
