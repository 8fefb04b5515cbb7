using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    // Some rows of a scan always lie just beyond the outermost training rows.
    private const double MostOutside = 0.05;

    /// <summary>
    /// A statistic of a scan over a plane. Pointing at a cell shows value, interval and number of points; cells without a value are grey, never 0.
    /// </summary>
    /// <param name="cells">The statistic.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with unit.</param>
    /// <param name="colourTitle">The title of the colour bar, with unit.</param>
    /// <param name="scale">The kind of colour scale.</param>
    /// <param name="range">The values at the two ends of the colours; the smallest and largest shown if not given.</param>
    /// <param name="centre">The white centre of a diverging scale, whose two ends lie equally far from it.</param>
    /// <param name="logarithmic">Whether the values are logarithms to base 10: colour bar and texts then show the numbers themselves.</param>
    /// <param name="density">A map with equal axes whose number of rows is drawn as contour lines; null for none.</param>
    /// <param name="outside">
    /// A map with equal axes of a quantity that is 1 for a row outside of the training range (<see cref="Preprocessing.TrainingRange"/>) and 0
    /// otherwise: cells of which more than one row in twenty is outside are hatched. Null for none.
    /// </param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart; where no cell has a value it says so.</returns>
    /// <exception cref="ArgumentException">A map has other axes.</exception>
    public static GenericChart Map(
        MapCells cells,
        string xTitle,
        string yTitle,
        string colourTitle,
        ColourScale scale = ColourScale.Sequential,
        (double Low, double High)? range = null,
        double centre = 0,
        bool logarithmic = false,
        ScanMap? density = null,
        ScanMap? outside = null,
        string title = "")
    {
        ArgumentNullException.ThrowIfNull(cells);
        double[] shown = [.. cells.Value.Cast<double>().Where(double.IsFinite)];
        var colours = range ?? ColourRange(shown, scale, centre);
        var figure = new PlotBuilder(title, xTitle, yTitle);
        figure.X.Set("showgrid", false).Set("range", (double[])[cells.XAxis.Low, cells.XAxis.High]);
        figure.Y.Set("showgrid", false).Set("range", (double[])[cells.YAxis.Low, cells.YAxis.High]);
        figure.Add(Background(cells.XAxis, cells.YAxis), Cells(cells, (xTitle, yTitle, colourTitle), scale, colours, logarithmic));
        List<string> notes = shown.Length == cells.Value.Length ? [] : [shown.Length == 0 ? "no cell has a value" : "grey: no value"];
        if (density is not null)
        {
            CheckPlane(cells, density);
            figure.Add(Contours(density));
            notes.Add("lines: number of points");
        }

        if (outside is not null && Hatching(cells, outside) is { } hatching)
        {
            figure.Add(hatching);
            notes.Add("hatched: outside the training range");
        }

        if (shown.Length == 0)
            figure.Note("No points: nothing passed the filters", 0.5, 0.5, "center", "middle", 14);
        return (notes.Count > 0 ? figure.Note(string.Join("; ", notes), 1, 1.01, "right", "bottom", 11) : figure).Build();
    }

    /// <summary>Two statistics over the same plane with one colour scale, and their difference, second minus first.</summary>
    /// <param name="first">A name and a statistic.</param>
    /// <param name="second">Another.</param>
    /// <param name="xTitle">The title of the horizontal axes, with unit.</param>
    /// <param name="yTitle">The title of the vertical axes, with unit.</param>
    /// <param name="colourTitle">The title of the colour bars, with unit.</param>
    /// <param name="range">The values at the two ends of the common colours; the smallest and largest shown if not given.</param>
    /// <param name="logarithmic">Whether the values are logarithms to base 10; the difference is then in decades.</param>
    /// <param name="difference">The third map, if it is not to be the plain difference: one with errors, or a pull.</param>
    /// <param name="differenceTitle">What the third map shows, with unit.</param>
    /// <param name="differenceReach">The colours of the third map end this far from 0; at the largest difference if not given.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The statistics have different axes.</exception>
    public static GenericChart MapComparison(
        (string Name, MapCells Cells) first,
        (string Name, MapCells Cells) second,
        string xTitle,
        string yTitle,
        string colourTitle,
        (double Low, double High)? range = null,
        bool logarithmic = false,
        MapCells? difference = null,
        string differenceTitle = "Difference",
        double? differenceReach = null)
    {
        ArgumentNullException.ThrowIfNull(first.Cells);
        ArgumentNullException.ThrowIfNull(second.Cells);
        difference ??= MapCells.Difference(second.Cells, first.Cells);
        var common = range ?? ColourRange([.. first.Cells.Value.Cast<double>().Concat(second.Cells.Value.Cast<double>()).Where(double.IsFinite)], ColourScale.Sequential, 0);
        GenericChart Of((string Name, MapCells Cells) map) => Map(map.Cells, xTitle, yTitle, colourTitle, range: common, logarithmic: logarithmic, title: map.Name);
        return Grid(1, 3, Of(first), Of(second), Map(
            difference, xTitle, yTitle, differenceTitle, ColourScale.Diverging, differenceReach is { } reach ? (-reach, reach) : null, title: $"{second.Name} − {first.Name}"));
    }

    private static Trace Cells(MapCells cells, (string X, string Y, string Value) titles, ColourScale scale, (double Low, double High) range, bool logarithmic)
    {
        var bar = new ColorBar().Set("title", PlotlyObjects.Title(titles.Value).Set("side", "right")).Set("outlinewidth", 0).Set("thickness", 18);
        if (logarithmic)
        {
            double[] ticks = [.. Decades(range.Low, range.High)];
            bar.Set("tickvals", ticks).Set("ticktext", ticks.Select(PowerOfTen).ToArray());
        }

        var hover = Enumerable.Range(0, cells.YAxis.Bins).Select(r => Enumerable.Range(0, cells.XAxis.Bins).Select(c => Hover(cells, r, c, logarithmic)).ToArray()).ToArray();
        return new Trace("heatmap")
            .Set("x", PlotlyObjects.Numbers(cells.XAxis.Edges)).Set("y", PlotlyObjects.Numbers(cells.YAxis.Edges)).Set("z", Rows(cells.Value))
            .Set("zmin", range.Low).Set("zmax", range.High)
            .Set("colorscale", scale == ColourScale.Sequential ? "Viridis" : BlueWhiteRed)
            .Set("colorbar", bar).Set("hoverongaps", false).Set("showlegend", false)
            .Set("text", hover).Set("hovertemplate", $"{titles.X}: %{{x:.4g}}<br>{titles.Y}: %{{y:.4g}}<br>{titles.Value}: %{{text}}<extra></extra>");
    }

    private static double?[][] Rows(double[,] values) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(r => PlotlyObjects.Numbers(Enumerable.Range(0, values.GetLength(1)).Select(c => values[r, c])))];

    // Value, interval and number; logarithms are turned back.
    private static string Hover(MapCells cells, int row, int column, bool logarithmic)
    {
        string Shown(double value) => (logarithmic ? Math.Pow(10, value) : value).ToString("G3", CultureInfo.InvariantCulture);
        var (value, low, high, count) = (cells.Value[row, column], cells.Low[row, column], cells.High[row, column], cells.Count[row, column]);
        if (!double.IsFinite(value))
            return "";
        var interval = double.IsFinite(low) ? $" [{Shown(low)}, {Shown(high)}]" : cells.HasIntervals ? " [?]" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Shown(value)}{interval}, n = {count:0}");
    }

    // Powers of ten, with 2 and 5 between them where there are few.
    private static IEnumerable<double> Decades(double low, double high)
    {
        double[] steps = high - low > 3 ? [1] : [1, 2, 5];
        for (var power = (int)Math.Floor(low); power <= high; power++)
        {
            foreach (var value in steps.Select(s => power + Math.Log10(s)).Where(v => v >= low && v <= high))
                yield return value;
        }
    }

    // Long numbers as a mantissa (left out if it is 1) and a raised power.
    private static string PowerOfTen(double logarithm)
    {
        var power = (int)Math.Floor(logarithm + 1e-9);
        if (power is >= -3 and <= 3)
            return Math.Pow(10, logarithm).ToString("0.###", CultureInfo.InvariantCulture);
        var mantissa = (int)Math.Round(Math.Pow(10, logarithm - power));
        return string.Create(CultureInfo.InvariantCulture, $"{(mantissa == 1 ? "" : $"{mantissa}·")}10<sup>{power}</sup>");
    }

    private static Trace Contours(ScanMap density) => new Trace("contour")
        .Set("x", PlotlyObjects.Numbers(density.XAxis.Centers)).Set("y", PlotlyObjects.Numbers(density.YAxis.Centers)).Set("z", Rows(density.Count))
        .Set("ncontours", 6).Set("showscale", false).Set("showlegend", false).Set("hoverinfo", "skip")
        .Set("contours", new Contours().Set("coloring", "none").Set("showlabels", true).Set("labelfont", new Font().Set("size", 10).Set("color", "#ffffff")))
        .Set("line", new Line().Set("color", "#ffffff").Set("width", 1.3));

    // Rectangles along x over cells outside of the training range; null if there are none.
    private static Trace? Hatching(MapCells cells, ScanMap outside)
    {
        CheckPlane(cells, outside);
        var (share, x, y) = (outside.Mean, new List<double>(), new List<double>());
        var (xEdges, yEdges) = (cells.XAxis.Edges, cells.YAxis.Edges);
        for (var row = 0; row < cells.YAxis.Bins; row++)
        {
            for (var column = 0; column < cells.XAxis.Bins; column++)
            {
                var first = column;
                while (column < cells.XAxis.Bins && share[row, column] > MostOutside)
                    column++;
                if (column == first)
                    continue;
                x.AddRange([xEdges[first], xEdges[column], xEdges[column], xEdges[first], double.NaN]);
                y.AddRange([yEdges[row], yEdges[row], yEdges[row + 1], yEdges[row + 1], double.NaN]);
            }
        }

        return x.Count == 0 ? null : Traces.Line(x, y, ChartStyle.Ink, null, width: 0)
            .Set("fill", "toself").Set("fillcolor", "rgba(255,255,255,0.35)").Set("hoverinfo", "skip")
            .Set("fillpattern", new Pattern().Set("shape", "/").Set("fgcolor", ChartStyle.Ink).Set("bgcolor", "rgba(255,255,255,0.35)").Set("size", 10).Set("solidity", 0.15));
    }

    private static void CheckPlane(MapCells cells, ScanMap other)
    {
        static (double, double, int) Of(BinAxis axis) => (axis.Low, axis.High, axis.Bins);
        if (Of(cells.XAxis) != Of(other.XAxis) || Of(cells.YAxis) != Of(other.YAxis))
            throw new ArgumentException($"Map '{other.Name}' has other bins than the map it is drawn on ({cells.X} and {cells.Y}). Give both the same axes.");
    }
}
