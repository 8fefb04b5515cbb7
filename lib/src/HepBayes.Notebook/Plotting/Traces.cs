using HepBayes.Evaluation;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks.Plotting;

/// <summary>The few kinds of traces that the charts are made of.</summary>
internal static class Traces
{
    /// <summary>A line through points.</summary>
    public static Trace Line(IEnumerable<double> x, IEnumerable<double> y, string colour, string? name, double width = 2, string? dash = null) =>
        Scatter("lines", x, y, name).Set("line", new Line().Set("color", colour).Set("width", width).Set("dash", dash));

    /// <summary>Separate points, with asymmetric error bars where ends are given.</summary>
    public static Trace Points(IReadOnlyList<double> x, IReadOnlyList<double> y, string colour, string? name, IReadOnlyList<Interval>? errors = null, double size = 7)
    {
        var trace = Scatter("markers", x, y, name).Set("marker", new Marker().Set("color", colour).Set("size", size));
        return errors is null ? trace : trace.Set("error_y", Errors(errors, colour));
    }

    /// <summary>The area between two curves over the same x.</summary>
    public static Trace Area(IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, string colour, string name) =>
        Scatter("lines", x.Concat(x.Reverse()), high.Concat(low.Reverse()), name)
            .Set("fill", "toself").Set("fillcolor", ChartStyle.Faint(colour, 0.22)).Set("line", new Line().Set("width", 0)).Set("hoverinfo", "skip");

    /// <summary>A histogram as a filled outline.</summary>
    public static Trace Steps(BinAxis axis, IReadOnlyList<double> heights, double floor, string colour, string? name)
    {
        var x = new List<double> { axis.Low };
        var y = new List<double> { floor };
        var edges = axis.Edges;
        for (var bin = 0; bin < axis.Bins; bin++)
        {
            x.AddRange([edges[bin], edges[bin + 1]]);
            y.AddRange([Math.Max(floor, heights[bin]), Math.Max(floor, heights[bin])]);
        }

        x.Add(axis.High);
        y.Add(floor);
        return Line(x, y, colour, name, width: 1.5).Set("fill", "toself").Set("fillcolor", ChartStyle.Faint(colour, 0.25));
    }

    /// <summary>Error bars from intervals.</summary>
    public static Error Errors(IReadOnlyList<Interval> intervals, string colour) => new Error()
        .Set("type", "data").Set("symmetric", false).Set("color", colour).Set("thickness", 1.3).Set("width", 4)
        .Set("array", PlotlyObjects.Numbers(intervals.Select(i => i.High - i.Value)))
        .Set("arrayminus", PlotlyObjects.Numbers(intervals.Select(i => i.Value - i.Low)));

    private static Trace Scatter(string mode, IEnumerable<double> x, IEnumerable<double> y, string? name) =>
        new Trace("scatter").Set("mode", mode)
            .Set("x", PlotlyObjects.Numbers(x)).Set("y", PlotlyObjects.Numbers(y))
            .Set("name", name).Set("showlegend", !string.IsNullOrEmpty(name));
}
