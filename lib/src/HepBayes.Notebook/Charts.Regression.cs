using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    private static readonly double[] CoverageLevels = [.. Enumerable.Range(1, 49).Select(i => 0.02 * i), 0.99, 0.995, 0.997, 0.999];

    /// <summary>Predictions against true values, as the number of rows in the cells of the plane, with the diagonal on which a perfect prediction lies.</summary>
    /// <param name="predicted">The prediction of each row.</param>
    /// <param name="truth">The true value of each row.</param>
    /// <param name="quantity">What is predicted.</param>
    /// <param name="unit">Its unit; empty if it has none.</param>
    /// <param name="bins">The number of bins on each axis.</param>
    /// <param name="range">The ends of both axes; without it those that hold all values of both. Rows outside are counted above the chart.</param>
    /// <returns>The chart; colours are logarithms of counts.</returns>
    /// <exception cref="ArgumentException">Different lengths, no rows, or a value that is not finite.</exception>
    public static GenericChart PredictedAgainstTruth(RealValues predicted, RealValues truth, string quantity, string unit, int bins = 60, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        if (truth.Length == 0)
            throw new ArgumentException("There are no rows to compare.", nameof(truth));
        double[] both = [.. truth.Span, .. predicted.Span];
        CheckFinite(both, nameof(predicted));
        var ends = range ?? (both.Min(), both.Max());
        var cells = BinnedStatistic2D.Of(truth, predicted, predicted, bins, bins, ends, ends);
        var suffix = unit.Length > 0 ? $" [{unit}]" : "";
        var counts = Enumerable.Range(0, bins).Select(r => Enumerable.Range(0, bins).Select(c => (double)cells.Count[r, c]).ToArray()).ToArray();
        var figure = new PlotBuilder("", $"True {quantity}{suffix}", $"Predicted {quantity}{suffix}");
        figure.Add(
            CountCells(cells, counts),
            Traces.Line([cells.X.Low, cells.X.High], [cells.X.Low, cells.X.High], ChartStyle.Colour(1), null, 1.2, "dash"));
        if (cells.Outside > 0)
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"{cells.Outside} of {truth.Length} rows outside the axes"), 1, 1.01, "right", "bottom", 11);
        figure.X.Set("range", (double[])[cells.X.Low, cells.X.High]);
        figure.Y.Set("range", (double[])[cells.Y.Low, cells.Y.High]);
        return figure.Build(width: 620, height: 560);
    }

    /// <summary>The distribution of pulls, (true - predicted) / standard deviation, with the standard normal distribution, on a logarithmic axis that shows the tails.</summary>
    /// <param name="pulls">The pull of each row; those beyond 6 are counted in the outermost bins.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart; the legend has mean and width.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows, or a value that is not finite.</exception>
    public static GenericChart Pulls(RealValues pulls, string title = "")
    {
        ArgumentNullException.ThrowIfNull(pulls);
        if (pulls.Length < 2)
            throw new ArgumentException($"There are {pulls.Length} pulls; their spread needs at least two.", nameof(pulls));
        const double Reach = 6;
        double[] values = [.. pulls.Span];
        CheckFinite(values, nameof(pulls));
        var mean = values.Average();
        var width = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        var histogram = Histogram1D.Of(Array.ConvertAll(values, v => Math.Clamp(v, -Reach, Reach)), 60, (-Reach, Reach));
        var scale = values.Length * histogram.Axis.Width / Math.Sqrt(2 * Math.PI);
        double[] x = [.. Enumerable.Range(0, 241).Select(i => Reach * (i - 120) / 120)];
        var figure = new PlotBuilder(title, "(true − predicted) / standard deviation", $"Rows per {Short(histogram.Axis.Width)}");
        figure.Add(
            Traces.Steps(histogram.Axis, histogram.Sums, 0.5, ChartStyle.Colour(0), string.Create(CultureInfo.InvariantCulture, $"mean {mean:F3}, width {width:F3}")),
            Traces.Line(x, x.Select(v => Math.Max(0.5, scale * Math.Exp(-0.5 * v * v))), ChartStyle.Colour(1), "normal, width 1", 1.5));
        figure.X.Set("range", (double[])[-Reach, Reach]);
        PlotBuilder.Logarithmic(figure.Y, 0.5, 2 * Math.Max(scale, histogram.Sums.Max()));
        return figure.LegendAbove().Build();
    }

    /// <summary>
    /// The share of rows inside central intervals less the level that the intervals claim, against the level. Above zero the
    /// intervals are too wide, below zero too narrow; bands are the 95 % exact binomial intervals.
    /// </summary>
    /// <param name="curves">Names, and the probability integral transform of each row (<c>PredictiveDraws.ProbabilityBelow</c>); at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve, no rows, or a value outside 0 to 1.</exception>
    public static GenericChart CoverageCurve(params (string Name, RealValues Transform)[] curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Length == 0)
            throw new ArgumentException("A chart of coverage needs at least one curve.", nameof(curves));
        var figure = new PlotBuilder("", "Level of the central interval", "Coverage − level").LegendAbove();
        figure.Add(Traces.Line([0, 1], [0, 0], ChartStyle.Grey, "calibrated", 1.2, "dash"));
        for (var i = 0; i < curves.Length; i++)
        {
            var observed = Coverage.Central(curves[i].Transform, CoverageLevels);
            double[] Less(Func<Interval, double> end) => [.. observed.Zip(CoverageLevels, (o, level) => end(o) - level)];
            figure.Add(
                Traces.Area(CoverageLevels, Less(o => o.Low), Less(o => o.High), ChartStyle.Colour(i), ""),
                Traces.Line(CoverageLevels, Less(o => o.Value), ChartStyle.Colour(i), curves[i].Name));
        }

        figure.X.Set("range", (double[])[0, 1]).Set("tickformat", ".0%");
        figure.Y.Set("tickformat", "+.1%");
        return figure.Build();
    }

    /// <summary>An error or another metric against the number of training rows, on logarithmic axes, with published points as stars.</summary>
    /// <param name="yTitle">What the metric is, with its unit.</param>
    /// <param name="curves">Names, training rows, and the metric with its interval; at least one, rows and values of equal number.</param>
    /// <param name="published">Names, training rows and values of others.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic too.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve, a curve without points, or different numbers of rows and values.</exception>
    public static GenericChart LearningCurve(
        string yTitle,
        IReadOnlyList<(string Name, int[] Rows, Interval[] Values)> curves,
        IReadOnlyList<(string Name, double Rows, double Value)>? published = null,
        bool logarithmic = true)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0 || curves.Any(c => c.Rows.Length == 0 || c.Rows.Length != c.Values.Length))
            throw new ArgumentException("A learning curve needs at least one curve, and one value for each number of rows.", nameof(curves));
        var figure = new PlotBuilder("", "Training rows", yTitle).LegendAbove();
        var (others, next) = (published ?? [], curves.Count);
        for (var i = 0; i < curves.Count; i++)
        {
            double[] x = [.. curves[i].Rows.Select(r => (double)r)], y = [.. curves[i].Values.Select(v => v.Value)];
            figure.Add(Traces.Line(x, y, ChartStyle.Colour(i), null, 1.5), Traces.Points(x, y, ChartStyle.Colour(i), curves[i].Name, curves[i].Values));
        }

        foreach (var (name, rows, value) in others)
        {
            var colour = ChartStyle.Colour(next++);
            figure.Add(Traces.Points([rows], [value], colour, name).Set("marker", new Marker().Set("color", colour).Set("size", 14).Set("symbol", "star")));
        }

        double[] all = [.. curves.SelectMany(c => c.Rows).Select(r => (double)r), .. others.Select(p => p.Rows)];
        double[] heights = [.. curves.SelectMany(c => c.Values).SelectMany(v => new[] { v.Low, v.High }), .. others.Select(p => p.Value)];
        PlotBuilder.Logarithmic(figure.X, all.Min() / 1.3, all.Max() * 1.3);
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, heights.Where(h => h > 0).Min() / 1.15, heights.Max() * 1.15);
        return figure.Build();
    }

    private static void CheckFinite(double[] values, string name)
    {
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"A value is {values[bad]}; expected finite numbers. Leave such rows out, and say how many they are.", name);
    }

    // Colours by the logarithm, the hover box with the count; empty cells stay white.
    private static Trace CountCells(BinnedStatistic2D cells, double[][] counts)
    {
        var most = counts.Max(row => row.Max());
        var decades = Enumerable.Range(0, 1 + (int)Math.Floor(Math.Log10(Math.Max(1, most)))).ToArray();
        var bar = new ColorBar().Set("title", PlotlyObjects.Title("Rows").Set("side", "right")).Set("outlinewidth", 0).Set("thickness", 18)
            .Set("tickvals", decades).Set("ticktext", decades.Select(d => Math.Pow(10, d).ToString("N0", CultureInfo.InvariantCulture)).ToArray());
        return new Trace("heatmap")
            .Set("x", PlotlyObjects.Numbers(cells.X.Edges)).Set("y", PlotlyObjects.Numbers(cells.Y.Edges))
            .Set("z", counts.Select(row => PlotlyObjects.Numbers(row.Select(c => c > 0 ? Math.Log10(c) : double.NaN))).ToArray())
            .Set("zmin", 0).Set("zmax", Math.Max(0.3, Math.Log10(Math.Max(1, most)))).Set("colorscale", "Viridis").Set("colorbar", bar)
            .Set("hovertemplate", "10^%{z:.2f} rows<extra></extra>").Set("hoverongaps", false).Set("showlegend", false);
    }
}
