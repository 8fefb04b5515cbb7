using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    // ColorBrewer's red and blue; plotly's scale of that name has a grey centre, which would look like an empty cell.
    private static readonly object[][] BlueWhiteRed =
        [[0, "#2166ac"], [0.25, "#92c5de"], [0.5, "#ffffff"], [0.75, "#f4a582"], [1, "#b2182b"]];

    /// <summary>ROC curves over one another; the legend gives each area, with DeLong's interval where there are no weights.</summary>
    /// <param name="curves">Names and curves, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve.</exception>
    public static GenericChart Roc(params (string Name, RocCurve Curve)[] curves) => Roc(logarithmic: false, curves);

    /// <summary>ROC curves over one another, on request with a logarithmic false positive rate, which shows the region of few false alarms.</summary>
    /// <param name="logarithmic">Whether the horizontal axis is logarithmic.</param>
    /// <param name="curves">Names and curves, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve.</exception>
    public static GenericChart Roc(bool logarithmic, params (string Name, RocCurve Curve)[] curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Length == 0)
            throw new ArgumentException("A ROC chart needs at least one curve.", nameof(curves));
        var figure = new PlotBuilder("", "False positive rate", "True positive rate");
        // On the logarithmic axis good curves fill the top, poor ones the bottom.
        _ = logarithmic ? figure.LegendAbove() : figure.LegendAt(0.98, 0.04);
        var guess = Enumerable.Range(0, 101).Select(i => logarithmic ? Math.Pow(10, (i - 100) / 20.0) : i / 100.0).ToArray();
        figure.Add(Traces.Line(guess, guess, ChartStyle.Grey, "guessing", 1.2, "dash"));
        var smallest = 1.0;
        for (var i = 0; i < curves.Length; i++)
        {
            var (name, curve) = curves[i];
            var points = Thinning.Roc(curve).Where(p => !logarithmic || p.FalsePositiveRate > 0).ToArray();
            smallest = Math.Min(smallest, points.Where(p => p.FalsePositiveRate > 0).Min(p => p.FalsePositiveRate));
            figure.Add(Traces.Line(points.Select(p => p.FalsePositiveRate), points.Select(p => p.TruePositiveRate), ChartStyle.Colour(i), Legend(name, curve)));
        }

        if (logarithmic)
            PlotBuilder.Logarithmic(figure.X, Math.Max(1e-5, smallest), 1);
        else
            figure.X.Set("range", (double[])[-0.01, 1.01]);
        figure.Y.Set("range", (double[])[-0.01, 1.02]);
        return figure.Build();
    }

    /// <summary>The distribution of a score in each class.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="negativeName">What class 0 is called.</param>
    /// <param name="positiveName">What class 1 is called.</param>
    /// <param name="bins">The number of bins between the smallest and the largest score.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <param name="xTitle">The title of the horizontal axis.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different numbers of scores and labels, or a score that is not finite.</exception>
    public static GenericChart ScoreHistogram(
        RealValues scores,
        ClassLabels labels,
        string negativeName = "class 0",
        string positiveName = "class 1",
        int bins = 40,
        bool logarithmic = false,
        string xTitle = "Predicted probability")
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Length != labels.Length)
            throw new ArgumentException($"There are {scores.Length} scores but {labels.Length} labels; there must be one of each for every row.", nameof(scores));
        var axis = Histogram1D.Of(scores, bins).Axis;
        double[] Class(bool positive) => Histogram1D.Of(
            Enumerable.Range(0, labels.Length).Where(r => labels[r] == positive).Select(r => scores[r]).ToArray(), bins, (axis.Low, axis.High)).Sums;
        var (negative, positive) = (Class(false), Class(true));
        var figure = new PlotBuilder("", xTitle, $"Rows per bin of {Short(axis.Width)}");
        var floor = logarithmic ? 0.5 : 0;
        figure.Add(Traces.Steps(axis, negative, floor, ChartStyle.Colour(1), string.Create(CultureInfo.InvariantCulture, $"{negativeName} ({labels.Negatives:N0})")));
        figure.Add(Traces.Steps(axis, positive, floor, ChartStyle.Colour(0), string.Create(CultureInfo.InvariantCulture, $"{positiveName} ({labels.Positives:N0})")));
        var top = Math.Max(negative.Max(), positive.Max());
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, 0.5, 3 * top);
        else
            figure.Y.Set("range", (double[])[0, 1.1 * top]);
        figure.X.Set("range", (double[])[axis.Low, axis.High]);
        return figure.LegendAbove().Build();
    }

    /// <summary>
    /// A reliability diagram: the observed frequency against the predicted probability with exact binomial intervals, over
    /// a histogram of the predictions. Points on the diagonal are calibrated.
    /// </summary>
    /// <param name="calibration">The comparison of predictions and labels.</param>
    /// <param name="name">What made the predictions, for the legend.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Reliability(Calibration calibration, string name = "observed")
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var figure = new PlotBuilder("", "", "Observed frequency").LegendAt(0.02, 0.98);
        var points = calibration.Points;
        var legend = string.Create(CultureInfo.InvariantCulture, $"{name}: calibration error {calibration.ExpectedCalibrationError:F4}, {100 * calibration.Level:G4} % intervals");
        figure.Add(
            Traces.Line([0, 1], [0, 1], ChartStyle.Grey, "calibrated", 1.2, "dash"),
            Traces.Points([.. points.Select(p => p.MeanPredicted)], [.. points.Select(p => p.Observed.Value)], ChartStyle.Colour(0), legend, [.. points.Select(p => p.Observed)]));

        var predictions = Histogram1D.Of(calibration.Probabilities, 50, (0, 1));
        figure.Add(Traces.Steps(predictions.Axis, predictions.Sums, 0, ChartStyle.Grey, null).Set("xaxis", "x2").Set("yaxis", "y2"));
        figure.X.Set("range", (double[])[-0.02, 1.02]).Set("showticklabels", false);
        figure.Y.Set("range", (double[])[-0.04, 1.05]).Set("domain", (double[])[0.3, 1]);
        figure.Layout
            .Set("xaxis2", PlotBuilder.Axis("Predicted probability").Set("range", (double[])[-0.02, 1.02]).Set("anchor", "y2"))
            .Set("yaxis2", PlotBuilder.Axis("Rows").Set("domain", (double[])[0, 0.24]).Set("anchor", "x2").Set("rangemode", "tozero").Set("nticks", 4));
        return figure.Build(height: 520);
    }

    /// <summary>A statistic of rows over the plane of two quantities. Cells without rows are grey.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="yTitle">The title of the vertical axis, with unit.</param>
    /// <param name="colourTitle">The title of the colour bar, with unit.</param>
    /// <param name="quantity">What is shown of each cell.</param>
    /// <param name="scale">The kind of colour scale.</param>
    /// <param name="range">The values at the two ends of the colours; the smallest and largest shown if not given.</param>
    /// <param name="centre">The white centre of a diverging scale, whose two ends lie equally far from it.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Heatmap(
        BinnedStatistic2D cells,
        string xTitle,
        string yTitle,
        string colourTitle,
        CellQuantity quantity = CellQuantity.Mean,
        ColourScale scale = ColourScale.Sequential,
        (double Low, double High)? range = null,
        double centre = 0,
        string title = "")
    {
        ArgumentNullException.ThrowIfNull(cells);
        var values = Enumerable.Range(0, cells.Y.Bins).Select(r => Enumerable.Range(0, cells.X.Bins).Select(c => Shown(cells, quantity, r, c)).ToArray()).ToArray();
        var (low, high) = range ?? ColourRange([.. values.SelectMany(row => row).Where(double.IsFinite)], scale, centre);
        var bar = new ColorBar().Set("title", PlotlyObjects.Title(colourTitle).Set("side", "right")).Set("outlinewidth", 0).Set("thickness", 18);
        var heatmap = new Trace("heatmap")
            .Set("x", PlotlyObjects.Numbers(cells.X.Edges)).Set("y", PlotlyObjects.Numbers(cells.Y.Edges))
            .Set("z", values.Select(row => PlotlyObjects.Numbers(row)).ToArray())
            .Set("zmin", low).Set("zmax", high)
            .Set("colorscale", scale == ColourScale.Sequential ? "Viridis" : BlueWhiteRed)
            .Set("colorbar", bar).Set("hoverongaps", false).Set("showlegend", false);

        var figure = new PlotBuilder(title, xTitle, yTitle);
        figure.X.Set("showgrid", false).Set("range", (double[])[cells.X.Low, cells.X.High]);
        figure.Y.Set("showgrid", false).Set("range", (double[])[cells.Y.Low, cells.Y.High]);
        if (values.Any(row => row.Any(double.IsNaN)))
        {
            figure.Add(Background(cells.X, cells.Y));
            figure.Note("grey: " + (quantity == CellQuantity.StandardDeviation ? "fewer than two rows" : "no rows"), 1, 1.01, "right", "bottom", 11);
        }

        return figure.Add(heatmap).Build();
    }

    // One large grey cell below the heatmap; unlike a background colour it stays with its chart in a grid.
    private static Trace Background(BinAxis x, BinAxis y) => new Trace("heatmap")
        .Set("x", PlotlyObjects.Numbers([x.Low, x.High])).Set("y", PlotlyObjects.Numbers([y.Low, y.High]))
        .Set("z", (int[][])[[0]]).Set("colorscale", (object[][])[[0, ChartStyle.NoData], [1, ChartStyle.NoData]])
        .Set("showscale", false).Set("showlegend", false).Set("hoverinfo", "skip");

    private static string Legend(string name, RocCurve curve)
    {
        var area = curve.HasAucInterval ? curve.AucInterval().ToString() : curve.Auc.ToString("F4", CultureInfo.InvariantCulture);
        return $"{name}{(string.IsNullOrEmpty(name) ? "" : ": ")}AUC {area}";
    }

    private static double Shown(BinnedStatistic2D cells, CellQuantity quantity, int row, int column) => quantity switch
    {
        CellQuantity.Mean => cells.Mean[row, column],
        CellQuantity.StandardDeviation => cells.StandardDeviation[row, column],
        _ => cells.Count[row, column] is > 0 and var n ? n : double.NaN,
    };

    private static (double Low, double High) ColourRange(double[] values, ColourScale scale, double centre)
    {
        if (values.Length == 0)
            return (0, 1);
        if (scale == ColourScale.Sequential)
            return (values.Min(), values.Max());
        var reach = values.Max(v => Math.Abs(v - centre));
        return (centre - reach, centre + reach);
    }

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
