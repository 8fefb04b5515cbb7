using System.Globalization;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace HepBayes.Notebooks.Plotting;

/// <summary>
/// Puts whole charts into one: each keeps its axes (renumbered, squeezed into its place), its legend, its colour bar and
/// its notes; its title becomes a line above it.
/// </summary>
internal static class ChartGrid
{
    public static GenericChart Combine(int rows, int columns, IReadOnlyList<GenericChart> charts)
    {
        var target = new Layout();
        var traces = new List<Trace>();
        var notes = new List<Annotation>();
        int xAxes = 0, yAxes = 0;
        for (var i = 0; i < charts.Count; i++)
        {
            var place = new Place(i / columns, i % columns, rows, columns, xAxes, yAxes, i, HasColourBar(charts[i]));
            var layout = GenericChart.getLayout(charts[i]);
            var above = Properties(layout).Any(p => p.Value is Annotation[] || (p.Value is Legend l && Text(l, "orientation") == "h")) ? 22 : 2;
            foreach (var (name, value) in Properties(layout))
                CopyPart(target, notes, place, above, name, value);
            traces.AddRange(GenericChart.getTraces(charts[i]).Select(t => Moved(t, place)));
            xAxes += Properties(layout).Count(p => p.Name.StartsWith("xaxis", StringComparison.Ordinal));
            yAxes += Properties(layout).Count(p => p.Name.StartsWith("yaxis", StringComparison.Ordinal));
        }

        target.Set("width", columns > 2 ? 1100 : columns > 1 ? 960 : ChartStyle.Width).Set("height", columns > 1 ? 60 + (360 * rows) : 60 + (330 * rows))
            .Set("margin", new Dictionary<string, int> { ["l"] = 60, ["r"] = 20, ["t"] = 45, ["b"] = 55 })
            .Set("font", new Font().Set("family", ChartStyle.Font).Set("size", 12).Set("color", ChartStyle.Ink))
            .Set("hovermode", "closest").Set("annotations", notes.ToArray());
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), target, GenericChart.getConfig(charts[0]), new DisplayOptions());
    }

    private static void CopyPart(Layout target, List<Annotation> notes, Place place, int titleShift, string name, object value)
    {
        switch (value)
        {
            case LinearAxis axis:
                target.Set(place.AxisProperty(name), MovedAxis(axis, name[0], place));
                break;
            case Legend legend:
                var moved = Copy(legend, new Legend());
                var legendX = Number(legend, "x", 0.98);
                moved.Set("x", place.X(legendX)).Set("y", place.Y(Number(legend, "y", 0.98))).Set("font", new Font().Set("size", 10));
                target.Set(place.LegendProperty, moved);
                break;
            case Title title when title.TryGetTypedPropertyValue<string>("text") is { } text:
                notes.Add(new Annotation().Set("text", text.Value).Set("xref", "paper").Set("yref", "paper").Set("x", place.X(0.5)).Set("y", place.Y(1)).Set("yshift", titleShift)
                    .Set("xanchor", "center").Set("yanchor", "bottom").Set("showarrow", false).Set("font", new Font().Set("size", 14)));
                break;
            case Annotation[] annotations:
                notes.AddRange(annotations.Select(a => Copy(a, new Annotation()).Set("x", place.X(Number(a, "x", 0))).Set("y", place.Y(Number(a, "y", 0)))));
                break;
            default:
                // Backgrounds, and whatever else a chart sets for the whole figure, are common to all.
                if (name is not ("width" or "height" or "margin" or "font" or "legend"))
                    target.Set(name, value);
                break;
        }
    }

    private static LinearAxis MovedAxis(LinearAxis axis, char letter, Place place)
    {
        var domain = axis.TryGetTypedPropertyValue<double[]>("domain")?.Value ?? [0, 1];
        double Map(double v) => letter == 'x' ? place.X(v) : place.Y(v);
        var anchor = axis.TryGetTypedPropertyValue<string>("anchor")?.Value ?? (letter == 'x' ? "y" : "x");
        return Copy(axis, new LinearAxis()).Set("domain", (double[])[Map(domain[0]), Map(domain[1])]).Set("anchor", place.AxisName(anchor))
            .Set("matches", Text(axis, "matches") is { } matched ? place.AxisName(matched) : null);
    }

    private static Trace Moved(Trace trace, Place place)
    {
        var copy = Copy(trace, new Trace(trace.type))
            .Set("xaxis", place.AxisName(Text(trace, "xaxis") ?? "x")).Set("yaxis", place.AxisName(Text(trace, "yaxis") ?? "y"))
            .Set("legend", trace.type == "heatmap" ? null : place.LegendProperty);
        if (trace.TryGetTypedPropertyValue<ColorBar>("colorbar") is { } bar)
        {
            copy.Set("colorbar", Copy(bar.Value, new ColorBar()).Set("x", place.X(1.02)).Set("xanchor", "left").Set("xref", "paper")
                .Set("y", place.Y(0.5)).Set("yanchor", "middle").Set("len", place.Y(1) - place.Y(0)).Set("lenmode", "fraction").Set("thickness", 12));
        }

        return copy;
    }

    private static bool HasColourBar(GenericChart chart) => GenericChart.getTraces(chart).Any(t => t.TryGetPropertyValue("colorbar") is not null);

    private static IEnumerable<(string Name, object Value)> Properties(DynamicObj.DynamicObj source) =>
        source.GetProperties(false).Select(p => (p.Key, p.Value));

    private static T Copy<T>(DynamicObj.DynamicObj source, T target)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in Properties(source))
            target.SetProperty(name, value);
        return target;
    }

    private static string? Text(DynamicObj.DynamicObj source, string name) => source.TryGetTypedPropertyValue<string>(name)?.Value;

    private static double Number(DynamicObj.DynamicObj source, string name, double otherwise) =>
        source.TryGetPropertyValue(name)?.Value is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Where a chart goes, in fractions of the whole, and how its axes are renumbered.</summary>
    private sealed class Place(int row, int column, int rows, int columns, int xAxesBefore, int yAxesBefore, int index, bool colourBar)
    {
        private readonly double width = (1 - ((columns - 1) * HorizontalGap(columns))) / columns;
        private readonly double height = (1 - ((rows - 1) * VerticalGap(rows))) / rows;

        public string LegendProperty => index == 0 ? "legend" : string.Create(CultureInfo.InvariantCulture, $"legend{index + 1}");

        // A colour bar takes a quarter of its place.
        public double X(double inside) => (column * (width + HorizontalGap(columns))) + (inside * width * (colourBar ? 0.76 : 1));

        public double Y(double inside) => 1 - ((row + 1) * height) - (row * VerticalGap(rows)) + (inside * height);

        public string AxisName(string name) =>
            name[0] + Suffix((name.Length == 1 ? 1 : int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture)) + (name[0] == 'x' ? xAxesBefore : yAxesBefore));

        public string AxisProperty(string name) => name[..5] + AxisName(name[0] + name[5..])[1..];

        private static string Suffix(int number) => number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture);

        private static double HorizontalGap(int columns) => columns > 1 ? 0.2 / columns : 0;

        private static double VerticalGap(int rows) => rows > 1 ? 0.34 / rows : 0;
    }
}
