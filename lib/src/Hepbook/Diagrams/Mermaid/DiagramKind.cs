using System.Text.RegularExpressions;
using Hepbook.Engine;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>What a Mermaid text begins with: the kind of diagram it is.</summary>
internal static partial class DiagramKind
{
    private static readonly string[] Flowcharts = ["flowchart", "graph"];

    private static readonly string[] Others =
    [
        "architecture-beta", "block", "block-beta", "C4Component", "C4Container", "C4Context", "C4Deployment", "C4Dynamic", "classDiagram", "classDiagram-v2",
        "erDiagram", "flowchart-elk", "gantt", "gitGraph", "journey", "kanban", "mindmap", "packet", "packet-beta", "pie", "quadrantChart", "radar-beta",
        "requirementDiagram", "sankey", "sankey-beta", "sequenceDiagram", "stateDiagram", "stateDiagram-v2", "timeline", "treemap", "treemap-beta", "xychart",
        "xychart-beta", "zenuml",
    ];

    /// <summary>Reads the kind, and the title of the block between lines of <c>---</c> that may come first.</summary>
    /// <param name="reader">Stands at the beginning; in the end after the kind.</param>
    /// <returns>Whether it is a flowchart, its name, and the title; null for none.</returns>
    /// <exception cref="MermaidSyntaxException">There is no such kind.</exception>
    public static (bool IsFlowchart, string Name, string? Title) Read(MermaidReader reader)
    {
        reader.SkipBetweenStatements();
        var header = reader.Take(FrontMatter());
        var title = header.Success && Title().Match(header.Value) is { Success: true } line ? line.Groups[1].Value.Trim().Trim('"', '\'') : null;
        reader.SkipBetweenStatements();
        var start = reader.Position;
        var name = reader.Take(Name()).Value;
        if (Flowcharts.Contains(name))
            return (true, name, title);
        if (Others.Contains(name))
            return (false, name, title);
        var nearest = name.Length > 0 ? NearestNames.Of(name, [.. Flowcharts, .. Others]) : [];
        throw reader.Error("the kind of diagram, for example 'flowchart LR'" + (nearest.Count > 0 ? $". Did you mean {nearest[0]}?" : ""), start);
    }

    [GeneratedRegex(@"\G---[ \t]*\n(?:(?!---)[^\n]*\n)*---[ \t]*(?=\n)")]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^title:([^\n]+)", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"\G[A-Za-z][\w-]*")]
    private static partial Regex Name();
}
