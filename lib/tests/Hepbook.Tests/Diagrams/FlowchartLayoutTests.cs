using Hepbook.Diagrams;
using Hepbook.Diagrams.Layout;
using Hepbook.Diagrams.Mermaid;

namespace Hepbook.Tests.Diagrams;

public sealed class FlowchartLayoutTests
{
    [Fact]
    public void Nothing_overlaps_edges_end_at_their_nodes_and_frames_hold_what_is_theirs()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chart = RandomFlowchart.Of(seed);
            var problems = LayoutCheck.Problems(chart, FlowchartLayout.Of(chart));
            Assert.True(problems.Count == 0, $"seed {seed}: {string.Join("; ", problems.Take(5))}");
        }
    }

    [Fact]
    public void The_check_finds_what_is_planted()
    {
        var chart = Read("flowchart LR\nsubgraph S\nA\nend\nA --> B --> C\nA --> C");
        var good = FlowchartLayout.Of(chart);
        Assert.Empty(LayoutCheck.Problems(chart, good));
        PlacedBox[] nodes = [good.Nodes[0], good.Nodes[1] with { Left = good.Nodes[0].Left + 3, Top = good.Nodes[0].Top }, good.Nodes[2]];
        var problems = LayoutCheck.Problems(chart, good with { Nodes = nodes });
        Assert.Contains("B overlaps A", problems);
        Assert.Contains("B is in frame 0", problems);
        Assert.Contains(problems, p => p.StartsWith("edge 0 ends", StringComparison.Ordinal));
        nodes[1] = good.Nodes[1] with { Top = good.Edges[2].Curve.Average(p => p.Y) - (good.Nodes[1].Size.Height / 2) };
        Assert.Contains("edge 2 runs through B", LayoutCheck.Problems(chart, good with { Nodes = nodes }));
    }

    [Theory]
    [InlineData("LR", 1, 0)]
    [InlineData("RL", -1, 0)]
    [InlineData("TD", 0, 1)]
    [InlineData("BT", 0, -1)]
    public void Edges_lead_where_the_diagram_says(string direction, int x, int y)
    {
        var layout = FlowchartLayout.Of(Read($"flowchart {direction}\nA[first] --> B[second] --> C[third]"));
        for (var i = 1; i < 3; i++)
        {
            var (a, b) = (layout.Nodes[i - 1].Centre, layout.Nodes[i].Centre);
            Assert.Equal((x, y), (Math.Sign(b.X - a.X), Math.Sign(b.Y - a.Y)));
        }
    }

    [Fact]
    public void Edges_that_need_not_cross_do_not()
    {
        // Declared so that the order of the source crosses.
        var layout = FlowchartLayout.Of(Read("flowchart LR\na & b & c\nz & y & x\na --> x\nb --> y\nc --> z"));
        double Y(int node) => layout.Nodes[node].Centre.Y;
        Assert.Equal(Math.Sign(Y(0) - Y(1)), Math.Sign(Y(5) - Y(4)));
        Assert.Equal(Math.Sign(Y(1) - Y(2)), Math.Sign(Y(4) - Y(3)));
        Assert.All(layout.Edges, e => Assert.Equal(e.Curve[0].Y, e.Curve[^1].Y, 0.1));
    }

    [Fact]
    public void The_same_text_gives_the_same_picture()
    {
        const string text = "flowchart TD\nA --> B & C --> D\nD --> A\nsubgraph S\nB\nC\nend";
        Assert.Equal(MermaidDiagram.Of(text).Svg, MermaidDiagram.Of(text).Svg);
    }

    [Fact]
    public void Three_hundred_nodes_are_placed()
    {
        var random = new Random(3);
        var edges = Enumerable.Range(0, 450).Select(_ => (From: random.Next(299), Step: random.Next(1, 40))).Select(e => $"n{e.From} --> n{Math.Min(299, e.From + e.Step)}");
        var chart = Read("flowchart TD\n" + string.Join('\n', Enumerable.Range(0, 300).Select(i => $"n{i}[node {i}]")) + "\n" + string.Join('\n', edges));
        Assert.Empty(LayoutCheck.Problems(chart, FlowchartLayout.Of(chart)));
    }

    [Fact]
    public void A_chain_with_long_ways_back_is_placed()
    {
        var chart = Read("flowchart LR\n" + string.Join(" --> ", Enumerable.Range(0, 300).Select(i => "n" + i)) + "\n" + string.Join('\n', Enumerable.Range(0, 20).Select(i => $"n{299 - i} --> n{i}")));
        Assert.Empty(LayoutCheck.Problems(chart, FlowchartLayout.Of(chart)));
    }

    [Fact]
    public void What_is_too_large_is_not_drawn_and_says_so()
    {
        var diagram = MermaidDiagram.Of("flowchart LR\n" + string.Join('\n', Enumerable.Range(0, MermaidDiagram.MostNodes + 1).Select(i => "n" + i)));
        Assert.Null(diagram.Svg);
        Assert.StartsWith("501 nodes and 0 edges are too many", diagram.Notice, StringComparison.Ordinal);
    }

    private static Flowchart Read(string text)
    {
        var reader = new MermaidReader(text);
        DiagramKind.Read(reader);
        return FlowchartParser.Read(reader);
    }
}
