using Hepbook.Diagrams;
using Hepbook.Diagrams.Mermaid;

namespace Hepbook.Tests.Diagrams;

public sealed class MermaidParserTests
{
    private static Flowchart Read(string text)
    {
        var reader = new MermaidReader(text);
        var (isFlowchart, _, title) = DiagramKind.Read(reader);
        Assert.True(isFlowchart);
        return FlowchartParser.Read(reader, title);
    }

    [Theory]
    [InlineData("flowchart LR", "Right")]
    [InlineData("flowchart RL", "Left")]
    [InlineData("graph TD", "Down")]
    [InlineData("graph TB", "Down")]
    [InlineData("graph BT", "Up")]
    [InlineData("graph", "Down")]
    [InlineData("%% a comment\n\nflowchart RL;", "Left")]
    public void Kind_and_direction(string header, string direction) => Assert.Equal(direction, Read(header + "\nA").Direction.ToString());

    [Theory]
    [InlineData("A", "Rectangle", "A")]
    [InlineData("A[some text]", "Rectangle", "some text")]
    [InlineData("A(text)", "Rounded", "text")]
    [InlineData("A([text])", "Stadium", "text")]
    [InlineData("A[[text]]", "Subroutine", "text")]
    [InlineData("A[(text)]", "Cylinder", "text")]
    [InlineData("A((text))", "Circle", "text")]
    [InlineData("A{text}", "Rhombus", "text")]
    [InlineData("A{{text}}", "Hexagon", "text")]
    [InlineData("A[/text a/b/]", "Parallelogram", "text a/b")]
    [InlineData("A[\"f(x) [GeV] {1} | 2\"]", "Rectangle", "f(x) [GeV] {1} | 2")]
    [InlineData("A[one<br/>two<BR>three]", "Rectangle", "one\ntwo\nthree")]
    [InlineData("A[\"#quot;a#quot; #35;1 &lt; 2 &amp; #9829;\"]", "Rectangle", "\"a\" #1 < 2 & ♥")]
    public void Shapes_and_labels(string node, string shape, string label)
    {
        var read = Assert.Single(Read("flowchart LR\n  " + node).Nodes);
        Assert.Equal(("A", shape, label), (read.Id, read.Shape.ToString(), string.Join('\n', read.Lines)));
    }

    [Theory]
    [InlineData("-->", "Solid", true, 1, "")]
    [InlineData("---", "Solid", false, 1, "")]
    [InlineData("---->", "Solid", true, 3, "")]
    [InlineData("-.->", "Dotted", true, 1, "")]
    [InlineData("-.-", "Dotted", false, 1, "")]
    [InlineData("-..->", "Dotted", true, 2, "")]
    [InlineData("==>", "Thick", true, 1, "")]
    [InlineData("===", "Thick", false, 1, "")]
    [InlineData("-->|64 %|", "Solid", true, 1, "64 %")]
    [InlineData("-- yes -->", "Solid", true, 1, "yes")]
    [InlineData("-- with-dash ---", "Solid", false, 1, "with-dash")]
    [InlineData("-. a.b .->", "Dotted", true, 1, "a.b")]
    [InlineData("== thick ==>", "Thick", true, 1, "thick")]
    [InlineData("-- \"(quoted) | bar\" -->", "Solid", true, 1, "(quoted) | bar")]
    public void Edges(string edge, string line, bool hasArrow, int length, string label)
    {
        foreach (var blank in new[] { " ", "" })
        {
            var read = Assert.Single(Read($"flowchart LR\nA{blank}{edge}{blank}B").Edges);
            Assert.Equal((0, 1, line, hasArrow, length, label), (read.From, read.To, read.Line.ToString(), read.HasArrow, read.Length, string.Join('\n', read.Lines)));
        }
    }

    [Fact]
    public void Chains_groups_and_names_with_dashes()
    {
        var chart = Read("flowchart LR; a-1[first] & b.2 --> c & d --> e; c --> a-1");
        Assert.Equal(["a-1", "b.2", "c", "d", "e"], chart.Nodes.Select(n => n.Id));
        Assert.Equal([(0, 2), (0, 3), (1, 2), (1, 3), (2, 4), (3, 4), (2, 0)], chart.Edges.Select(e => (e.From, e.To)));
        Assert.Equal(["first"], chart.Nodes[0].Lines);
    }

    [Fact]
    public void Frames_hold_the_nodes_that_they_mention_and_inner_frames_come_first()
    {
        var chart = Read("""
            flowchart TD
              A --> B
              subgraph one [Frame of one]
                A
                B --> C
                subgraph two words
                  C
                end
              end
              subgraph "three (3)"
                D; A
              end
            """);
        Assert.Equal(["Frame of one", "two words", "three (3)"], chart.Frames.Select(f => string.Join(' ', f.Lines)));
        Assert.Equal([-1, 0, -1], chart.Frames.Select(f => f.Parent));
        Assert.Equal(["A 0", "B 0", "C 1", "D 2"], chart.Nodes.Select(n => $"{n.Id} {n.Frame}"));
    }

    [Fact]
    public void Classes_and_styles_add_up()
    {
        var chart = Read("""
            flowchart LR
              A:::hot --> B
              classDef default stroke:#111111
              classDef hot,warm fill:#ff0000,color:white
              class B warm
              style B fill:rgb(1, 2, 3),stroke-width:2px,stroke-dasharray:4 2
              linkStyle 0 stroke:#ff3
              click A "https://example.org"
              accTitle: What goes where
              accDescr: From A to B; no more
            """);
        Assert.Equal(new DiagramStyle("#ff0000", "#111111", null, null, "white"), chart.Nodes[0].Style);
        Assert.Equal(new DiagramStyle("rgb(1, 2, 3)", "#111111", "2", "4 2", "white"), chart.Nodes[1].Style);
        Assert.Equal(("What goes where", "From A to B; no more"), (chart.Title, chart.Description));
    }

    [Fact]
    public void A_title_may_stand_before_the_diagram() => Assert.Equal("The way", Read("---\ntitle: The way\nconfig: x\n---\nflowchart LR\nA").Title);

    [Fact]
    public void Other_kinds_are_named_and_not_read()
    {
        var diagram = MermaidDiagram.Of("%% text\nsequenceDiagram\n  A->>B: hello");
        Assert.Null(diagram.Svg);
        Assert.Equal("A diagram of this kind (sequenceDiagram) is drawn only by front ends that know Mermaid.", diagram.Notice);
    }

    [Theory]
    [InlineData("", 1, 1, "found the end of the diagram, expected the kind of diagram")]
    [InlineData("\n flowchar LR\nA", 2, 2, "found 'flowchar', expected the kind of diagram, for example 'flowchart LR'. Did you mean flowchart?")]
    [InlineData("flowchart XX\nA", 1, 11, "found 'XX', expected a direction: TB, TD, BT, LR or RL")]
    [InlineData("flowchart LR A", 1, 14, "found 'A', expected the end of the line")]
    [InlineData("flowchart LR\n\n", 3, 1, "found the end of the diagram, expected a node")]
    [InlineData("flowchart LR\nA --> ", 2, 7, "found the end of the diagram, expected a node")]
    [InlineData("flowchart LR\nA --> \nB", 2, 7, "found the end of the line, expected a node")]
    [InlineData("flowchart LR\nA -> B", 2, 3, "found '->', expected an edge (-->, ---, -.-> or ==>), '&' or the end of the line")]
    [InlineData("flowchart LR\nA B", 2, 3, "found 'B', expected an edge")]
    [InlineData("flowchart LR\nA -- B", 2, 7, "found the end of the diagram, expected the end of the edge that '--' begins: -->")]
    [InlineData("flowchart LR\nA == B\n", 2, 7, "found the end of the line, expected the end of the edge that '==' begins: ==>")]
    [InlineData("flowchart LR\nA -. B\n", 2, 7, "expected the end of the edge that '-.' begins: .->")]
    [InlineData("flowchart LR\nA --- oB\nA ---oB", 3, 6, "found 'oB', expected a blank before a node that begins with o or x")]
    [InlineData("flowchart LR\nA[text", 2, 7, "found the end of the diagram, expected ']'")]
    [InlineData("flowchart LR\nA[f(x)]", 2, 4, "found '(', expected ']'; a text with brackets or bars needs quotation marks around it")]
    [InlineData("flowchart LR\nA[\"text]\nB", 2, 9, "found the end of the line, expected '\"', the quotation mark that ends the text")]
    [InlineData("flowchart LR\nA[\"text\")]", 2, 9, "found ')', expected ']'")]
    [InlineData("flowchart LR\nA[]", 2, 3, "found ']', expected a text")]
    [InlineData("flowchart LR\nA[\"\"]", 2, 4, "expected a text")]
    [InlineData("flowchart LR\nA((text)", 2, 8, "found ')', expected '))'")]
    [InlineData("flowchart LR\nA -->|label B", 2, 14, "found the end of the diagram, expected '|'")]
    [InlineData("flowchart LR\nA %% no", 2, 3, "found '%%', expected an edge (-->, ---, -.-> or ==>), '&' or the end of the line: a comment needs a line of its own")]
    [InlineData("flowchart LR\nA\nend", 3, 1, "found 'end', expected a node: no subgraph is open")]
    [InlineData("flowchart LR\nA --> end", 2, 7, "found 'end', expected a node; 'end' ends a subgraph")]
    [InlineData("flowchart LR\n subgraph S\nA", 2, 2, "expected 'end': this subgraph is still open")]
    [InlineData("flowchart LR\nsubgraph S\nend\nA", 2, 1, "the subgraph 'S' has no node")]
    [InlineData("flowchart LR\nsubgraph S\nA\nend\nB --> S", 5, 7, "'S' is a subgraph; expected a node")]
    [InlineData("flowchart LR\nA:::hot", 2, 1, "found the class 'hot', expected one that 'classDef' explains")]
    [InlineData("flowchart LR\nA\nclass B hot\nclassDef hot fill:red", 3, 1, "found 'B', expected the name of a node or subgraph")]
    [InlineData("flowchart LR\nA\nclassDef hot fill:url(#x)", 3, 19, "expected a colour")]
    [InlineData("flowchart LR\nA\nclassDef hot fill:red\"onload=x", 3, 19, "expected a colour")]
    [InlineData("flowchart LR\nA\nclassDef hot opacity:1", 3, 14, "found 'opacity', expected a property that is drawn: fill")]
    [InlineData("flowchart LR\nA\nclassDef hot fill red", 3, 19, "expected ':'")]
    [InlineData("flowchart LR\nA\nstyle A stroke-width:wide", 3, 22, "expected a width such as 2px")]
    public void Errors_say_where_what_was_found_and_what_was_expected(string text, int line, int column, string message)
    {
        var error = Assert.Throws<MermaidSyntaxException>(() => MermaidDiagram.Of(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Whatever_is_written_is_drawn_or_refused_with_a_place()
    {
        const string good = "flowchart LR\n subgraph s [Frame]\n  A[\"a<br/>b\"]:::c -- x --> B{b} & C((c))\n end\n B -.->|y| D[/d/]\n classDef c fill:#eee";
        var random = new Random(17);
        for (var i = 0; i < 3000; i++)
        {
            var text = good.ToCharArray().ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(text.Count);
                if (random.Next(2) == 0)
                    text.RemoveAt(at);
                else
                    text.Insert(at, "[](){}<>-=.&|\"/:;%\n aoxé#"[random.Next(25)]);
            }

            var written = string.Concat(text);
            try
            {
                var drawn = MermaidDiagram.Of(written);
                Assert.True(drawn.Svg is not null || drawn.Notice is not null);
            }
            catch (MermaidSyntaxException e)
            {
                Assert.InRange(e.Line, 1, written.Count(c => c == '\n') + 1);
                Assert.InRange(e.Column, 1, written.Length + 1);
            }
        }
    }
}
