using System.Text.RegularExpressions;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>What stands between two nodes: <c>--></c>, <c>-.-></c>, <c>==></c>, <c>---</c>, with a label or without.</summary>
/// <param name="Lines">The label, line by line; empty for none.</param>
/// <param name="Line">How it is drawn.</param>
/// <param name="HasArrow">Whether it ends in an arrow head.</param>
/// <param name="Length">The least number of layers it spans, from 1.</param>
internal sealed partial record EdgeText(IReadOnlyList<string> Lines, LineKind Line, bool HasArrow, int Length)
{
    /// <summary>What may stand there, for messages.</summary>
    public const string Expected = "an edge (-->, ---, -.-> or ==>)";

    /// <summary>Reads an edge; null if none begins here.</summary>
    /// <exception cref="MermaidSyntaxException">It begins but does not end as it should.</exception>
    public static EdgeText? Read(MermaidReader reader)
    {
        var start = reader.Position;
        var plain = reader.Take(Plain());
        if (plain.Success)
        {
            if (reader.IsAt(OtherHead()))
                throw reader.Error("a blank before a node that begins with o or x (edges that end in a circle or cross are not drawn)");
            reader.SkipBlanks();
            return Of(plain, reader.Take("|") ? LabelText.Read(reader, "|") : []);
        }

        var open = reader.Take(Open());
        if (!open.Success)
            return null;
        reader.SkipBlanks();
        var text = reader.Position;
        IReadOnlyList<string>? quoted = reader.IsAt("\"") ? LabelText.Quoted(reader) : null;
        reader.SkipBlanks();
        var body = reader.Take(open.Value switch { "--" => InSolid(), "==" => InThick(), _ => InDotted() });
        var lines = quoted ?? LabelText.Lines(body.Value.Trim());
        var end = reader.Take(open.Value switch { "--" => SolidEnd(), "==" => ThickEnd(), _ => DottedEnd() });
        if (!end.Success || (quoted is not null && body.Value.Trim().Length > 0))
            throw reader.Error($"the end of the edge that '{open.Value}' begins: {open.Value switch { "--" => "-->", "==" => "==>", _ => ".->" }}", end.Success ? text : null);
        if (quoted is null && body.Value.Trim().Length == 0)
            throw reader.Error(Expected, start);
        return Of(end, lines);
    }

    private static EdgeText Of(Match match, IReadOnlyList<string> lines)
    {
        var hasArrow = match.Value.EndsWith('>');
        var (line, mark) = match.Value.Contains('=', StringComparison.Ordinal) ? (LineKind.Thick, '=')
            : match.Value.Contains('.', StringComparison.Ordinal) ? (LineKind.Dotted, '.') : (LineKind.Solid, '-');
        var length = match.Value.Count(c => c == mark) - (mark == '.' ? 0 : hasArrow ? 1 : 2);
        return new EdgeText(lines, line, hasArrow, length);
    }

    [GeneratedRegex(@"\G(?:--+>|---+|-\.+->?|==+>|===+)")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\G[ox](?=\w)")]
    private static partial Regex OtherHead();

    [GeneratedRegex(@"\G(?:--|==|-\.)")]
    private static partial Regex Open();

    [GeneratedRegex(@"\G(?:(?!--+>|---)[^\n|])*")]
    private static partial Regex InSolid();

    [GeneratedRegex(@"\G(?:(?!==+>|===)[^\n|])*")]
    private static partial Regex InThick();

    [GeneratedRegex(@"\G(?:(?!\.+->?)[^\n|])*")]
    private static partial Regex InDotted();

    [GeneratedRegex(@"\G(?:--+>|---+)")]
    private static partial Regex SolidEnd();

    [GeneratedRegex(@"\G(?:==+>|===+)")]
    private static partial Regex ThickEnd();

    [GeneratedRegex(@"\G\.+->?")]
    private static partial Regex DottedEnd();
}
