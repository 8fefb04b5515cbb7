using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

/// <summary>
/// The charts of the studies, in one style (<see cref="ChartStyle"/>). Each is an ordinary Plotly.NET chart, so that it
/// can be changed further, and holds at most <see cref="ChartStyle.MaximumPoints"/> points a trace.
/// </summary>
public static partial class Charts
{
    /// <summary>A histogram with statistical errors.</summary>
    /// <param name="histogram">The filled histogram.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Histogram(Histogram1D histogram, string xTitle, string title = "", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var (axis, sums) = (histogram.Axis, histogram.Sums);
        var figure = new PlotBuilder(title, xTitle, $"Entries per bin of {Short(axis.Width)}");
        var filled = Enumerable.Range(0, axis.Bins).Where(b => histogram.SquaredSums[b] > 0).ToArray();
        var errors = filled.Select(b => new Interval(sums[b], sums[b] - histogram.Errors[b], sums[b] + histogram.Errors[b], 0.68)).ToArray();
        var lowest = errors.Where(e => e.Value > 0).Select(e => e.Value).DefaultIfEmpty(1).Min();
        figure.Add(
            Traces.Steps(axis, sums, logarithmic ? lowest / 2 : Math.Min(0, sums.Min()), ChartStyle.Colour(0), null),
            Traces.Points([.. filled.Select(b => axis.Centers[b])], [.. filled.Select(b => sums[b])], ChartStyle.Colour(0), null, errors, size: 3));
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, lowest / 2, 2 * Math.Max(sums.Max(), lowest));
        else if (sums.Min() >= 0)
            figure.Y.Set("range", (double[])[0, 1.08 * errors.Select(e => e.High).DefaultIfEmpty(1).Max()]);
        figure.X.Set("range", (double[])[axis.Low, axis.High]);
        if (histogram.Underflow != 0 || histogram.Overflow != 0)
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"below: {histogram.Underflow:G6}, above: {histogram.Overflow:G6}"), 1, 1.01, "right", "bottom", 11);
        // A curve drawn over the histogram brings a legend; above, it takes no width.
        return figure.LegendAbove().Build();
    }

    /// <summary>A histogram of a column.</summary>
    /// <param name="values">The value of each row.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="range">The outer edges; the smallest and largest value if not given.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Histogram(
        RealValues values, string xTitle, int bins = 40, (double Low, double High)? range = null, string title = "", bool logarithmic = false) =>
        Histogram(Histogram1D.Of(values, bins, range), xTitle, title, logarithmic);

    /// <summary>Points, with error bars on request. Of more than 10,000 points an even selection is drawn, and the chart says so.</summary>
    /// <param name="x">The horizontal coordinate of each point.</param>
    /// <param name="y">The vertical coordinate of each point.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with unit.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="errors">The standard error of each y, or null.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>; the first of the palette if not given.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different lengths, or an invalid colour.</exception>
    public static GenericChart Scatter(
        RealValues x, RealValues y, string xTitle, string yTitle, string name = "", string title = "", RealValues? errors = null, string? colour = null)
    {
        CheckLengths(x, ("y values", y), ("errors", errors));
        var ink = Ink(colour);
        var rows = Thinning.Rows(x.Length, ChartStyle.MaximumPoints);
        var bars = errors is null ? null : rows.Select(r => new Interval(y[r], y[r] - errors[r], y[r] + errors[r], 0.68)).ToArray();
        var figure = new PlotBuilder(title, xTitle, yTitle)
            .Add(Traces.Points([.. rows.Select(r => x[r])], [.. rows.Select(r => y[r])], ink, name, bars, size: rows.Length > 500 ? 4 : 7));
        if (rows.Length < x.Length)
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"{rows.Length:N0} of {x.Length:N0} points shown"), 1, 1.01, "right", "bottom", 11);
        return figure.LegendAbove().Build();
    }

    /// <summary>A line through points in the order given.</summary>
    /// <param name="x">The horizontal coordinate of each point.</param>
    /// <param name="y">The vertical coordinate of each point; NaN breaks the line.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with unit.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>; the first of the palette if not given.</param>
    /// <param name="dashed">Whether the line is dashed.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different lengths, or an invalid colour.</exception>
    public static GenericChart Line(
        RealValues x, RealValues y, string xTitle, string yTitle, string name = "", string title = "", string? colour = null, bool dashed = false)
    {
        CheckLengths(x, ("y values", y));
        var rows = Thinning.Rows(x.Length, ChartStyle.MaximumPoints);
        return new PlotBuilder(title, xTitle, yTitle)
            .Add(Traces.Line(rows.Select(r => x[r]), rows.Select(r => y[r]), Ink(colour), name, dash: dashed ? "dash" : null))
            .LegendAbove().Build();
    }

    /// <summary>A mean with its interval as a band, for example a posterior predictive distribution.</summary>
    /// <param name="x">The horizontal coordinate of each point, rising; at most 5,000.</param>
    /// <param name="mean">The mean at each point.</param>
    /// <param name="low">The lower end of the interval at each point.</param>
    /// <param name="high">The upper end of the interval at each point.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with unit.</param>
    /// <param name="name">The name of the mean in the legend.</param>
    /// <param name="bandName">The name of the band in the legend.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>; the first of the palette if not given.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different lengths, or an invalid colour.</exception>
    public static GenericChart Band(
        RealValues x,
        RealValues mean,
        RealValues low,
        RealValues high,
        string xTitle,
        string yTitle,
        string name = "mean",
        string bandName = "95 % interval",
        string title = "",
        string? colour = null)
    {
        CheckLengths(x, ("means", mean), ("lower ends", low), ("upper ends", high));
        var ink = Ink(colour);
        var rows = Thinning.Rows(x.Length, ChartStyle.MaximumPoints / 2);
        double[] Pick(RealValues values) => [.. rows.Select(r => values[r])];
        return new PlotBuilder(title, xTitle, yTitle)
            .Add(Traces.Area(Pick(x), Pick(low), Pick(high), ink, bandName), Traces.Line(Pick(x), Pick(mean), ink, name))
            .LegendAbove().Build();
    }

    /// <summary>One bar per name, with the value written beside it.</summary>
    /// <param name="names">What each bar stands for.</param>
    /// <param name="values">The length of each bar.</param>
    /// <param name="valueTitle">The title of the value axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different numbers of names and values, or none.</exception>
    public static GenericChart Bars(IReadOnlyList<string> names, RealValues values, string valueTitle, string title = "")
    {
        ArgumentNullException.ThrowIfNull(values);
        return Bars(names, [.. values.Span.ToArray().Select(v => new Interval(v, double.NaN, double.NaN))], valueTitle, title);
    }

    /// <summary>One bar per name, with its interval.</summary>
    /// <param name="names">What each bar stands for.</param>
    /// <param name="values">The length of each bar with its interval.</param>
    /// <param name="valueTitle">The title of the value axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different numbers of names and values, or none.</exception>
    public static GenericChart Bars(IReadOnlyList<string> names, IReadOnlyList<Interval> values, string valueTitle, string title = "")
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (names.Count != values.Count)
            throw new ArgumentException($"There are {names.Count} names but {values.Count} values; there must be one of each for every bar.", nameof(names));
        if (names.Count == 0)
            throw new ArgumentException("A bar chart needs at least one bar.", nameof(names));
        // Bars lie on their side, so that long names can be read; the first one is on top.
        var bars = new Trace("bar").Set("orientation", "h")
            .Set("x", PlotlyObjects.Numbers(values.Select(v => v.Value))).Set("y", names.ToArray())
            .Set("marker", new Plotly.NET.TraceObjects.Marker().Set("color", ChartStyle.Colour(0))).Set("showlegend", false);
        if (values.Any(v => double.IsFinite(v.Low)))
            bars.Set("error_x", Traces.Errors(values, ChartStyle.Ink));
        else
            bars.Set("text", values.Select(v => v.Value.ToString("#,0.####", CultureInfo.InvariantCulture)).ToArray()).Set("textposition", "outside").Set("cliponaxis", false);
        var figure = new PlotBuilder(title, valueTitle, "").Add(bars);
        figure.Y.Set("autorange", "reversed").Set("type", "category").Set("showgrid", false).Set("ticks", "");
        // Room for the numbers at the ends.
        var greatest = values.Max(v => double.IsFinite(v.High) ? v.High : 1.1 * v.Value);
        if (values.All(v => v.Value >= 0) && greatest > 0)
            figure.X.Set("range", (double[])[0, 1.03 * greatest]);
        return figure.Build(height: Math.Clamp(140 + (32 * names.Count), 220, 900));
    }

    private static string Ink(string? colour)
    {
        if (colour is not null)
            ChartStyle.CheckColour(colour);
        return colour ?? ChartStyle.Colour(0);
    }

    private static void CheckLengths(RealValues x, params (string What, RealValues? Values)[] others)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (var (what, values) in others)
        {
            if (values is not null && values.Length != x.Length)
                throw new ArgumentException($"There are {x.Length} x values but {values.Length} {what}; there must be one of each for every point.");
        }
    }
}
