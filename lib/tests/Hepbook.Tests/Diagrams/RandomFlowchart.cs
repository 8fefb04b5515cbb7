using Hepbook.Diagrams;

namespace Hepbook.Tests.Diagrams;

/// <summary>Flowcharts by chance: any shapes, cycles, loops, labels and nested frames.</summary>
internal static class RandomFlowchart
{
    public static Flowchart Of(int seed, int mostNodes = 14)
    {
        var random = new Random(seed);
        var nodes = random.Next(1, mostNodes + 1);
        var frames = new List<DiagramFrame>();
        for (var count = random.Next(4); count > 0; count--)
            frames.Add(new DiagramFrame("f" + frames.Count, Text(random), random.Next(-1, frames.Count), DiagramStyle.None));
        var directions = Enum.GetValues<DiagramDirection>();
        var shapes = Enum.GetValues<NodeShape>();
        var drawn = Enumerable.Range(0, nodes)
            .Select(i => new DiagramNode("n" + i, Text(random), shapes[random.Next(shapes.Length)], random.Next(-1, frames.Count), DiagramStyle.None)).ToList();
        // A frame holds at least one node.
        for (var i = 0; i < frames.Count; i++)
            drawn.Add(new DiagramNode("m" + i, Text(random), NodeShape.Rectangle, i, DiagramStyle.None));
        var edges = Enumerable.Range(0, random.Next(2 * drawn.Count)).Select(_ => new DiagramEdge(
            random.Next(drawn.Count), random.Next(drawn.Count), random.Next(3) == 0 ? Text(random) : [], LineKind.Solid, random.Next(4) > 0, random.Next(1, 3)));
        return new Flowchart(directions[random.Next(directions.Length)], drawn, [.. edges], frames, null, null);
    }

    private static string[] Text(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new string('m', random.Next(1, 14)))];
}
