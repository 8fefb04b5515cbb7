using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace HepBayes.Notebooks.Plotting;

/// <summary>Collects traces and axes and makes the chart in the common style.</summary>
internal sealed class PlotBuilder
{
    private readonly List<Trace> traces = [];
    private readonly List<Annotation> annotations = [];
    private readonly string title;
    private bool legendAbove;

    public PlotBuilder(string title, string xTitle, string yTitle)
    {
        this.title = title;
        X = Axis(xTitle);
        Y = Axis(yTitle);
        Layout.Set("xaxis", X).Set("yaxis", Y);
    }

    /// <summary>The horizontal axis.</summary>
    public LinearAxis X { get; }

    /// <summary>The vertical axis.</summary>
    public LinearAxis Y { get; }

    /// <summary>Everything beside the traces.</summary>
    public Layout Layout { get; } = new();

    /// <summary>The legend.</summary>
    public Legend Legend { get; } = new Legend()
        .Set("bgcolor", "rgba(255,255,255,0.8)").Set("bordercolor", ChartStyle.GridLine).Set("borderwidth", 1).Set("font", new Font().Set("size", 12));

    /// <summary>An axis in the common style.</summary>
    public static LinearAxis Axis(string title) => new LinearAxis()
        .Set("title", PlotlyObjects.Title(title)).Set("showline", true).Set("linecolor", ChartStyle.Ink).Set("mirror", true)
        .Set("ticks", "outside").Set("tickcolor", ChartStyle.Ink).Set("gridcolor", ChartStyle.GridLine).Set("zeroline", false).Set("automargin", true);

    /// <summary>A logarithmic scale with one labelled tick per decade where there are several.</summary>
    public static LinearAxis Logarithmic(LinearAxis axis, double low, double high) =>
        axis.Set("type", "log").Set("range", (double[])[Math.Log10(low), Math.Log10(high)]).Set("exponentformat", "power")
            .Set("dtick", high / low > 20 ? 1 : null);

    public PlotBuilder Add(params Trace[] more)
    {
        traces.AddRange(more);
        return this;
    }

    /// <summary>Puts the legend into a corner of the plot, in fractions of it.</summary>
    public PlotBuilder LegendAt(double x, double y)
    {
        Legend.Set("x", x).Set("y", y).Set("xanchor", x > 0.5 ? "right" : "left").Set("yanchor", y > 0.5 ? "top" : "bottom");
        return this;
    }

    /// <summary>Puts the legend in one line above the plot, where it hides no data.</summary>
    public PlotBuilder LegendAbove()
    {
        legendAbove = true;
        Legend.Set("orientation", "h").Set("x", 0).Set("y", 1.01).Set("xanchor", "left").Set("yanchor", "bottom").Set("borderwidth", 0);
        return this;
    }

    /// <summary>Adds text at a place given in fractions of the plot.</summary>
    public PlotBuilder Note(string text, double x, double y, string xAnchor, string yAnchor, int size = 12)
    {
        annotations.Add(new Annotation().Set("text", text).Set("xref", "paper").Set("yref", "paper").Set("x", x).Set("y", y)
            .Set("xanchor", xAnchor).Set("yanchor", yAnchor).Set("showarrow", false).Set("font", new Font().Set("size", size)));
        return this;
    }

    /// <summary>A text at a point of the plot, on white, so that it can be read over the data.</summary>
    public PlotBuilder Label(string text, double x, double y, string xAnchor, string yAnchor)
    {
        annotations.Add(new Annotation().Set("text", text).Set("xref", "x").Set("yref", "y").Set("x", x).Set("y", y).Set("xanchor", xAnchor).Set("yanchor", yAnchor)
            .Set("showarrow", false).Set("bgcolor", "rgba(255,255,255,0.8)").Set("borderpad", 1).Set("font", new Font().Set("size", 12)));
        return this;
    }

    public GenericChart Build(int width = ChartStyle.Width, int height = ChartStyle.Height)
    {
        var top = 25 + (title.Length > 0 ? 28 : 0) + (legendAbove ? 14 : 0);
        Layout.Set("width", width).Set("height", height)
            .Set("title", title.Length > 0 ? PlotlyObjects.Title(title).Set("x", 0.5).Set("y", 1 - (12.0 / height)).Set("yanchor", "top").Set("font", new Font().Set("size", 16)) : null)
            .Set("margin", new Dictionary<string, int> { ["l"] = 70, ["r"] = 30, ["t"] = top, ["b"] = 60 })
            .Set("font", new Font().Set("family", ChartStyle.Font).Set("size", 14).Set("color", ChartStyle.Ink))
            .Set("paper_bgcolor", "#ffffff").Set("plot_bgcolor", "#ffffff")
            .Set("hovermode", "closest").Set("legend", Legend)
            .Set("annotations", annotations.Count > 0 ? annotations.ToArray() : null);
        var config = new Config().Set("displaylogo", false);
        return traces.Count == 1
            ? GenericChart.NewChart(traces[0], Layout, config, new DisplayOptions())
            : GenericChart.NewMultiChart(ListModule.OfSeq(traces), Layout, config, new DisplayOptions());
    }
}
