using System.Text.RegularExpressions;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>
/// Reads flowcharts as Mermaid writes them: the part of its language that is listed in <c>environment/README.md</c>.
/// What Mermaid knows beyond it is an error that says where.
/// </summary>
internal sealed partial class FlowchartParser
{
    private static readonly (string Open, string Close, NodeShape Shape)[] Shapes =
    [
        ("([", "])", NodeShape.Stadium), ("[[", "]]", NodeShape.Subroutine), ("[(", ")]", NodeShape.Cylinder), ("((", "))", NodeShape.Circle),
        ("{{", "}}", NodeShape.Hexagon), ("[/", "/]", NodeShape.Parallelogram), ("[", "]", NodeShape.Rectangle), ("(", ")", NodeShape.Rounded),
        ("{", "}", NodeShape.Rhombus),
    ];

    private readonly MermaidReader reader;
    private readonly FlowchartDraft draft = new();
    private readonly Stack<(int Frame, int At)> open = new();

    private FlowchartParser(MermaidReader reader, string? title)
    {
        this.reader = reader;
        draft.Title = title;
    }

    private int Frame => open.TryPeek(out var inner) ? inner.Frame : -1;

    /// <summary>Reads a flowchart.</summary>
    /// <param name="reader">Stands after the word that says the kind.</param>
    /// <param name="title">The title that stood before it; null for none.</param>
    /// <exception cref="MermaidSyntaxException">The text cannot be read.</exception>
    public static Flowchart Read(MermaidReader reader, string? title = null) => new FlowchartParser(reader, title).Read();

    private Flowchart Read()
    {
        var direction = Direction();
        for (reader.SkipBetweenStatements(); !reader.IsAtEnd; reader.SkipBetweenStatements())
        {
            Statement();
            reader.SkipBlanks();
            if (!reader.IsAtStatementEnd)
                throw reader.Error($"{EdgeText.Expected}, '&' or the end of the line{(reader.IsAt("%%") ? ": a comment needs a line of its own" : "")}");
        }

        return open.TryPeek(out var frame)
            ? throw reader.Wrong("found the end of the diagram, expected 'end': this subgraph is still open", frame.At)
            : draft.Finish(direction, reader);
    }

    private DiagramDirection Direction()
    {
        reader.SkipBlanks();
        if (reader.IsAtStatementEnd)
            return DiagramDirection.Down;
        var start = reader.Position;
        var direction = reader.Take(Name()).Value switch
        {
            "TB" or "TD" => DiagramDirection.Down,
            "BT" => DiagramDirection.Up,
            "LR" => DiagramDirection.Right,
            "RL" => DiagramDirection.Left,
            _ => throw reader.Error("a direction: TB, TD, BT, LR or RL", start),
        };
        reader.SkipBlanks();
        return reader.IsAtStatementEnd ? direction : throw reader.Error("the end of the line");
    }

    private void Statement()
    {
        var at = reader.Position;
        switch (reader.Take(Keyword()).Value.TrimEnd(' ', '\t', ':'))
        {
            case "subgraph":
                open.Push((Subgraph(at), at));
                break;
            case "end":
                if (!open.TryPop(out _))
                    throw reader.Error("a node: no subgraph is open", at);
                break;
            case "classDef":
                Names((name, style) => draft.Class(name, style), () => StyleText.Read(reader));
                break;
            case "class":
                Names((name, className) => draft.Use(name, className, at), () => Named("the name of a class"));
                break;
            case "style":
                Names((name, style) => draft.Style(name, style, at), () => StyleText.Read(reader));
                break;
            case "accTitle":
                draft.Title = reader.TakeLine();
                break;
            case "accDescr":
                draft.Description = reader.TakeLine();
                break;
            // A picture has no links, one edge looks as the others, and a frame's contents lead where all lead.
            case "click" or "linkStyle" or "direction":
                reader.TakeStatement();
                break;
            default:
                Chain();
                break;
        }
    }

    // a & b --> c & d --> e
    private void Chain()
    {
        var from = Group();
        for (reader.SkipBlanks(); EdgeText.Read(reader) is { } edge; reader.SkipBlanks())
        {
            reader.SkipBlanks();
            var to = Group();
            foreach (var f in from)
            {
                foreach (var t in to)
                    draft.Edge(f, t, edge);
            }

            from = to;
        }
    }

    private List<int> Group()
    {
        var nodes = new List<int> { Node() };
        for (reader.SkipBlanks(); reader.Take("&"); reader.SkipBlanks())
        {
            reader.SkipBlanks();
            nodes.Add(Node());
        }

        return nodes;
    }

    private int Node()
    {
        var at = reader.Position;
        var id = Named("a node");
        if (id == "end")
            throw reader.Error("a node; 'end' ends a subgraph and names no node", at);
        var node = draft.Node(id, Frame, at);
        foreach (var (start, end, shape) in Shapes)
        {
            if (!reader.Take(start))
                continue;
            draft.Explain(node, LabelText.Read(reader, end), shape);
            break;
        }

        if (reader.Take(":::"))
            draft.Use(id, Named("the name of a class"), at);
        return node;
    }

    // subgraph id [title], subgraph id, subgraph "title", subgraph several words
    private int Subgraph(int at)
    {
        if (reader.IsAt("\""))
        {
            var quoted = LabelText.Quoted(reader);
            return draft.Frame(string.Join(' ', quoted), quoted, Frame, at);
        }

        var start = reader.Position;
        var id = Named("the name of a subgraph");
        reader.SkipBlanks();
        if (reader.Take("["))
            return draft.Frame(id, LabelText.Read(reader, "]"), Frame, at);
        reader.TakeStatement();
        var title = reader.TextFrom(start).Trim();
        return draft.Frame(title, LabelText.Lines(title), Frame, at);
    }

    // a,b and what is said of both
    private void Names<T>(Action<string, T> add, Func<T> read)
    {
        var names = new List<string>();
        do
        {
            reader.SkipBlanks();
            names.Add(Named("a name"));
        }
        while (reader.Take(","));
        reader.SkipBlanks();
        var said = read();
        names.ForEach(name => add(name, said));
    }

    private string Named(string expected) => reader.Take(Name()) is { Success: true } name ? name.Value : throw reader.Error(expected);

    // A dash or dot belongs to a name where a letter or digit follows; else an edge begins.
    [GeneratedRegex(@"\G[\p{L}\p{N}_]+(?:[-.][\p{L}\p{N}_]+)*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G(?:(?:subgraph|classDef|class|style|linkStyle|click|direction)[ \t]+(?![-=&])|end(?=[ \t]*(?:[;\n]|$))|acc(?:Title|Descr)[ \t]*:[ \t]*)")]
    private static partial Regex Keyword();
}
