namespace Hepbook.Diagrams.Mermaid;

/// <summary>A flowchart while it is read: names may be used before they are explained.</summary>
internal sealed class FlowchartDraft
{
    /// <summary>The class whose style every node has.</summary>
    private const string EveryNode = "default";

    private readonly List<NodeDraft> nodes = [];
    private readonly Dictionary<string, int> indices = [];
    private readonly List<DiagramFrame> frames = [];
    private readonly List<int> frameStarts = [];
    private readonly List<DiagramEdge> edges = [];
    private readonly Dictionary<string, DiagramStyle> classes = [];
    private readonly List<(string Name, string Class, int At)> classUses = [];
    private readonly List<(string Name, DiagramStyle Style, int At)> styles = [];

    /// <summary>What the author calls the diagram.</summary>
    public string? Title { get; set; }

    /// <summary>What the author says about it.</summary>
    public string? Description { get; set; }

    /// <summary>A mention of a node.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="frame">The frame in which it is mentioned; -1 for none.</param>
    /// <param name="at">Where.</param>
    /// <returns>Its index.</returns>
    public int Node(string id, int frame, int at)
    {
        if (!indices.TryGetValue(id, out var index))
        {
            indices[id] = index = nodes.Count;
            nodes.Add(new NodeDraft(id, frame, at));
        }

        // The innermost frame that mentions a node has it; between others the first.
        if (frame >= 0 && IsWithin(frame, nodes[index].Frame))
            nodes[index].Frame = frame;
        return index;
    }

    /// <summary>Says what a node looks like.</summary>
    public void Explain(int node, IReadOnlyList<string> lines, NodeShape shape) => (nodes[node].Lines, nodes[node].Shape) = (lines, shape);

    /// <summary>Adds an edge.</summary>
    public void Edge(int from, int to, EdgeText text) => edges.Add(new DiagramEdge(from, to, text.Lines, text.Line, text.HasArrow, text.Length));

    /// <summary>Adds a frame.</summary>
    /// <returns>Its index.</returns>
    public int Frame(string id, IReadOnlyList<string> lines, int parent, int at)
    {
        frames.Add(new DiagramFrame(id, lines, parent, DiagramStyle.None));
        frameStarts.Add(at);
        return frames.Count - 1;
    }

    /// <summary>Explains a class of styles.</summary>
    public void Class(string name, DiagramStyle style) => classes[name] = classes.GetValueOrDefault(name, DiagramStyle.None).With(style);

    /// <summary>Gives a node or frame a class.</summary>
    public void Use(string name, string className, int at) => classUses.Add((name, className, at));

    /// <summary>Gives a node or frame a style of its own.</summary>
    public void Style(string name, DiagramStyle style, int at) => styles.Add((name, style, at));

    /// <summary>The diagram, when everything is read.</summary>
    /// <exception cref="MermaidSyntaxException">A name has no meaning, or a frame is empty.</exception>
    public Flowchart Finish(DiagramDirection direction, MermaidReader reader)
    {
        if (nodes.Count == 0)
            throw reader.Error("a node, for example A[text]");
        CheckFrames(reader);
        var own = StylesByName(reader);
        var every = classes.GetValueOrDefault(EveryNode, DiagramStyle.None);
        return new Flowchart(
            direction,
            [.. nodes.Select(n => new DiagramNode(n.Id, n.Lines ?? [n.Id], n.Shape, n.Frame, every.With(own.GetValueOrDefault(n.Id, DiagramStyle.None))))],
            edges,
            [.. frames.Select(f => f with { Style = own.GetValueOrDefault(f.Id, DiagramStyle.None) })],
            Title,
            Description);
    }

    private bool IsWithin(int frame, int outer)
    {
        while (frame >= 0 && frame != outer)
            frame = frames[frame].Parent;
        return frame == outer;
    }

    private void CheckFrames(MermaidReader reader)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            if (indices.TryGetValue(frames[i].Id, out var node))
                throw reader.Wrong($"'{frames[i].Id}' is a subgraph; expected a node: edges and labels belong to nodes", nodes[node].At);
            if (!nodes.Any(n => IsWithin(n.Frame, i)))
                throw reader.Wrong($"the subgraph '{frames[i].Id}' has no node of its own; expected at least one between 'subgraph' and 'end'", frameStarts[i]);
        }
    }

    private Dictionary<string, DiagramStyle> StylesByName(MermaidReader reader)
    {
        var named = new Dictionary<string, DiagramStyle>();
        void Add(string name, DiagramStyle style, int at)
        {
            if (!indices.ContainsKey(name) && frames.All(f => f.Id != name))
                throw reader.Wrong($"found '{name}', expected the name of a node or subgraph of this diagram", at);
            named[name] = named.GetValueOrDefault(name, DiagramStyle.None).With(style);
        }

        foreach (var (name, className, at) in classUses)
            Add(name, classes.GetValueOrDefault(className) ?? throw reader.Wrong($"found the class '{className}', expected one that 'classDef' explains", at), at);
        foreach (var (name, style, at) in styles)
            Add(name, style, at);
        return named;
    }

    private sealed class NodeDraft(string id, int frame, int at)
    {
        public string Id => id;

        public int At => at;

        public int Frame { get; set; } = frame;

        public IReadOnlyList<string>? Lines { get; set; }

        public NodeShape Shape { get; set; }
    }
}
