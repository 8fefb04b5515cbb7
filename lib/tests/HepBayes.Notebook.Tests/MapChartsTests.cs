using System.Text.Json.Nodes;
using HepBayes.Evaluation;
using Plotly.NET;

namespace HepBayes.Notebooks.Tests;

public class MapChartsTests
{
    private static readonly BinAxis Axis = new(0, 2, 2);

    [Fact]
    public void Cells_show_value_interval_and_number_and_empty_ones_are_grey()
    {
        var map = Filled([0.5f, 0.5f, 0.5f, 1.5f], [1, 2, 3, 5]);
        var figure = Parse(Charts.Map(MapCells.Mean(map), "M3 [GeV]", "mqL [GeV]", "σ [pb]"));
        var (ground, cells) = (Traces(figure)[0], Traces(figure)[1]);
        Assert.Equal("[[2.0,5.0],[null,null]]", cells["z"]!.ToJsonString());
        Assert.Equal(["2 [0.868, 3.13], n = 3", "5 [?], n = 1"], cells["text"]![0]!.AsArray().Select(t => (string)t!));
        Assert.Equal(["", ""], cells["text"]![1]!.AsArray().Select(t => (string)t!));
        Assert.Contains("%{text}", (string)cells["hovertemplate"]!, StringComparison.Ordinal);
        Assert.Equal("[[0]]", ground["z"]!.ToJsonString());
        Assert.Equal("grey: no value", Note(figure));
        Assert.DoesNotContain("[", (string)Traces(Parse(Charts.Map(MapCells.StandardDeviation(map), "x", "y", "sd")))[1]["text"]![0]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Logarithms_are_shown_as_numbers()
    {
        var map = Filled([0.5f, 0.5f, 1.5f], [-3, -3, 1]);
        var cells = Traces(Parse(Charts.Map(MapCells.Mean(map), "x", "y", "σ [pb]", logarithmic: true)))[1];
        Assert.Equal("0.001 [0.001, 0.001], n = 2", (string)cells["text"]![0]![0]!);
        Assert.Equal(["0.001", "0.01", "0.1", "1", "10"], cells["colorbar"]!["ticktext"]!.AsArray().Select(t => (string)t!));
        Assert.Equal([-3.0, -2, -1, 0, 1], cells["colorbar"]!["tickvals"]!.AsArray().Select(t => (double)t!));
        var small = Traces(Parse(Charts.Map(MapCells.Mean(map), "x", "y", "σ", range: (-5.1, -4), logarithmic: true)))[1];
        Assert.Equal(["10<sup>-5</sup>", "2·10<sup>-5</sup>", "5·10<sup>-5</sup>", "10<sup>-4</sup>"], small["colorbar"]!["ticktext"]!.AsArray().Select(t => (string)t!));
        var narrow = Traces(Parse(Charts.Map(MapCells.Mean(map), "x", "y", "σ", range: (0.1, 1), logarithmic: true)))[1];
        Assert.Equal(["2", "5", "10"], narrow["colorbar"]!["ticktext"]!.AsArray().Select(t => (string)t!));
    }

    [Fact]
    public void Density_and_cells_outside_of_the_training_range_are_drawn_on_top()
    {
        var (map, outside) = (Filled([0.5f, 1.5f], [1, 2]), new ScanMap("outside", "x", Axis, "y", Axis, "flag"));
        // Of the rows on the left 1 in 25 is outside, on the right all.
        outside.Add([.. Enumerable.Repeat(0.5f, 25), 1.5f], [.. Enumerable.Repeat(0.5f, 26)], [1, .. Enumerable.Repeat(0f, 24), 1]);
        var figure = Parse(Charts.Map(MapCells.Mean(map), "x", "y", "v", density: map, outside: outside));
        Assert.Equal(["heatmap", "heatmap", "contour", "scatter"], Traces(figure).Select(t => (string)t["type"]!));
        Assert.Equal("[[1.0,1.0],[0.0,0.0]]", Traces(figure)[2]["z"]!.ToJsonString());
        Assert.Equal("[1.0,2.0,2.0,1.0,null]", Traces(figure)[3]["x"]!.ToJsonString());
        Assert.Equal("grey: no value; lines: number of points; hatched: outside the training range", Note(figure));
        Assert.Equal(2, Traces(Parse(Charts.Map(MapCells.Mean(map), "x", "y", "v", outside: Filled([0.5f], [0])))).Length);
        var other = new ScanMap("m", "x", Axis, "y", new BinAxis(0, 3, 2), "v");
        Assert.Throws<ArgumentException>(() => Charts.Map(MapCells.Mean(map), "x", "y", "v", density: other));
    }

    [Fact]
    public void A_map_without_points_says_so()
    {
        var figure = Parse(Charts.Map(MapCells.Mean(Filled([], [])), "x", "y", "v", logarithmic: true));
        Assert.Contains("nothing passed the filters", figure["layout"]!["annotations"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("[[null,null],[null,null]]", Traces(figure)[1]["z"]!.ToJsonString());
    }

    [Fact]
    public void Compared_maps_share_their_colours_and_the_difference_is_centred()
    {
        var (first, second) = (MapCells.Mean(Filled([0.5f, 1.5f], [1, 2])), MapCells.Mean(Filled([0.5f, 1.5f], [4, 0])));
        var figure = Parse(Charts.MapComparison(("mean", first), ("posterior", second), "x", "y", "v"));
        var maps = Traces(figure).Where(t => t["hovertemplate"] is not null).ToArray();
        Assert.Equal([(0.0, 4.0), (0, 4), (-3, 3)], maps.Select(m => ((double)m["zmin"]!, (double)m["zmax"]!)));
        Assert.Equal("[[3.0,-2.0],[null,null]]", maps[2]["z"]!.ToJsonString());
        var clipped = Traces(Parse(Charts.MapComparison(("mean", first), ("posterior", second), "x", "y", "v", differenceReach: 2)))[^1];
        Assert.Equal((-2.0, 2.0), ((double)clipped["zmin"]!, (double)clipped["zmax"]!));
        Assert.Contains("posterior − mean", figure["layout"]!["annotations"]!.AsArray().Select(a => (string)a!["text"]!));
    }

    private static ScanMap Filled(float[] x, float[] values)
    {
        var map = new ScanMap("m", "x", Axis, "y", Axis, "v");
        map.Add(x, [.. x.Select(_ => 0.5f)], values);
        return map;
    }

    private static JsonNode Parse(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static JsonNode[] Traces(JsonNode figure) => [.. figure["data"]!.AsArray().Select(t => t!)];

    private static string Note(JsonNode figure) => (string)figure["layout"]!["annotations"]![0]!["text"]!;
}
