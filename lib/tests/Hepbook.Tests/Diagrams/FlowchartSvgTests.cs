using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hepbook.Diagrams;
using Hepbook.Diagrams.Drawing;
using Hepbook.Diagrams.Layout;
using Hepbook.Reports;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Diagrams;

public sealed partial class FlowchartSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Texts_cannot_become_markup()
    {
        const string evil = "</text></svg><script>alert('&')</script><img src=x onerror=alert(1)>\u0001";
        var svg = MermaidDiagram.Of($"""
            flowchart LR
              accTitle: {evil}" onload="alert(1)
              accDescr: {evil}
              A["{evil}"] -- "{evil}" --> B["#quot; onload=#quot;x"]
              subgraph s ["{evil}"]
                B
              end
            """).Svg!;
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal(["desc", "path", "rect", "svg", "text", "title", "tspan"], root.DescendantsAndSelf().Select(e => e.Name.LocalName).Distinct().Order());
        Assert.DoesNotContain(root.DescendantsAndSelf().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name.LocalName == "href");
        Assert.Contains(root.Descendants(Svg + "tspan"), t => t.Value == evil.TrimEnd('\u0001'));
        Assert.DoesNotContain("<script", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Readers_who_do_not_see_it_hear_what_it_says()
    {
        var root = XDocument.Parse(MermaidDiagram.Of("flowchart LR\naccTitle: The flow\nA[Rows] -- 64 % --> B[Network]").Svg!).Root!;
        Assert.Equal(("img", "The flow"), (root.Attribute("role")!.Value, root.Attribute("aria-label")!.Value));
        Assert.Equal("The flow", root.Element(Svg + "title")!.Value);
        Assert.Equal("Rows to Network (64 %).", root.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void Colours_of_the_author_stay_and_texts_on_them_can_be_read()
    {
        var svg = MermaidDiagram.Of("flowchart LR\nA:::dark --> B:::light\nclassDef dark fill:#102040,stroke-width:3px\nclassDef light fill:#ffeecc,stroke:#000000").Svg!;
        Assert.Contains(" class=\"node-line\" fill=\"#102040\" stroke=\"#5a7fb8\" stroke-width=\"3\"", svg, StringComparison.Ordinal);
        Assert.Contains("rx=\"2\" fill=\"#ffeecc\" stroke=\"#000000\"", svg, StringComparison.Ordinal);
        Assert.Matches("text-anchor=\"middle\" fill=\"#ffffff\"><tspan[^>]*>A<", svg);
        Assert.Matches("text-anchor=\"middle\" fill=\"#1f2430\"><tspan[^>]*>B<", svg);
    }

    [Fact]
    public void Lines_and_arrows_are_those_of_the_source()
    {
        var svg = MermaidDiagram.Of("flowchart LR\nA --> B\nC -.-> D\nE ==> F\nG --- H").Svg!;
        Assert.Equal(3, Count(svg, "class=\"arrow\""));
        Assert.Equal((4, 1, 1), (Count(svg, "class=\"edge\""), Count(svg, "stroke-dasharray"), Count(svg, "stroke-width=\"3\"")));
    }

    [Fact]
    public void In_a_browser_texts_fit_into_their_boxes()
    {
        if (Chromium.Find() is not { } browser)
        {
            Assert.Skip("No Chromium, Chrome or Edge on this computer.");
            return;
        }

        var texts = new[] { "iiiii lll", "WWW MMM", "Posterior draws, 4 chains", "m(h) > 125 GeV ± 3 %", "日本語のテスト", "Ωχ² → ∞ ≈ ∑" };
        var shapes = Enum.GetValues<NodeShape>();
        DiagramNode[] nodes = [.. shapes.SelectMany(s => texts.Select((t, i) => new DiagramNode($"{s}{i}", [t, t[..3]], s, 0, DiagramStyle.None)))];
        DiagramEdge[] edges = [.. texts.Select((t, i) => new DiagramEdge(i, i + texts.Length, [t], LineKind.Solid, true, 1))];
        var chart = new Flowchart(DiagramDirection.Down, nodes, edges, [new DiagramFrame("f", ["Title of the frame, WWW"], -1, DiagramStyle.None)], null, null);
        var layout = FlowchartLayout.Of(chart);
        using var folder = new TemporaryFolder();
        var page = folder.Write("page.html", $$"""
            <!DOCTYPE html><meta charset="utf-8">{{FlowchartSvg.Of(chart, layout)}}
            <script>
            document.querySelector('svg').style.maxWidth = 'none';      // glyphs of a picture that is scaled down are rounded
            const widths = [...document.querySelectorAll('text')].map(t => [t.getBBox().width, t.getBBox().height].map(v => v.toFixed(2)).join(' '));
            document.body.innerHTML = widths.map(w => `<pre>${w}</pre>`).join('');
            </script>
            """);
        var measured = Measured().Matches(Chromium.DumpDocument(browser, page)).Select(m => new Size(Number(m.Groups[1]), Number(m.Groups[2]))).ToArray();
        Size[] expected =
        [
            TextMetrics.Of(chart.Frames[0].Lines, TextMetrics.SmallFont), .. nodes.Select(n => TextMetrics.Of(n.Lines, TextMetrics.NodeFont)),
            .. edges.Select(e => TextMetrics.Of(e.Lines, TextMetrics.SmallFont)),
        ];
        Assert.Equal(expected.Length, measured.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(measured[i].Width > 1 && measured[i].Width <= expected[i].Width, $"text {i} is {measured[i]}, expected {expected[i]}");
            // Some scripts are higher than a line; nodes leave room above and below.
            Assert.True(measured[i].Height > 1 && measured[i].Height <= expected[i].Height + 6, $"text {i} is {measured[i]}, expected {expected[i]}");
        }
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"<pre>([\d.]+) ([\d.]+)</pre>")]
    private static partial Regex Measured();
}
