using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>The distribution of a predictive uncertainty in each class or sample, each with area 1 over the bins of one common axis.</summary>
    /// <param name="samples">Names, the uncertainty of each row, and one non-negative weight per row or null for none; at least one sample, each with rows.</param>
    /// <param name="bins">The number of bins from 0 to the largest uncertainty.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic, which shows the tails.</param>
    /// <param name="xTitle">The title of the horizontal axis.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No sample, different lengths, or a value that is not finite.</exception>
    public static GenericChart UncertaintyHistogram(
        IReadOnlyList<(string Name, RealValues Uncertainty, RealValues? Weights)> samples,
        int bins = 40,
        bool logarithmic = true,
        string xTitle = "Standard deviation of the score")
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0 || samples.Any(s => s.Uncertainty.Length == 0))
            throw new ArgumentException("A chart of uncertainties needs at least one sample, and rows in each.", nameof(samples));
        var largest = samples.Max(s => s.Uncertainty.Span.ToArray().Max());
        var range = (0.0, largest > 0 ? largest : 1);
        var histograms = samples.Select(s => Histogram1D.Of(s.Uncertainty, bins, range, s.Weights)).ToArray();
        var heights = histograms.SelectMany(h => h.Density).Where(d => d > 0).DefaultIfEmpty(1).ToArray();
        var floor = logarithmic ? heights.Min() / 2 : 0;
        var figure = new PlotBuilder("", xTitle, "Density").LegendAbove();
        for (var i = 0; i < histograms.Length; i++)
            figure.Add(Traces.Steps(histograms[i].Axis, histograms[i].Density, floor, ChartStyle.Colour(i), samples[i].Name));
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, floor, 2 * heights.Max());
        else
            figure.Y.Set("range", (double[])[0, 1.1 * heights.Max()]);
        figure.X.Set("range", (double[])[0, histograms[0].Axis.High]);
        return figure.Build();
    }

    /// <summary>
    /// The predictive standard deviation against the mean score: its mean and its spread (one standard deviation of the rows) in bins of the mean, below the
    /// envelope sqrt(p (1 - p)), the largest standard deviation that a probability of mean p can have.
    /// </summary>
    /// <param name="means">The mean score of each row, from 0 to 1.</param>
    /// <param name="deviations">Its standard deviation.</param>
    /// <param name="weights">One non-negative weight per row, or null for none.</param>
    /// <param name="bins">The number of bins from 0 to 1; those without rows are left out.</param>
    /// <param name="name">What made the predictions, for the legend.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No rows, different lengths, a value that is not finite or a mean outside its range.</exception>
    public static GenericChart SpreadAgainstMean(RealValues means, RealValues deviations, RealValues? weights = null, int bins = 40, string name = "mean of rows")
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Length == 0 || means.Length != deviations.Length || (weights is not null && weights.Length != means.Length))
            throw new ArgumentException($"There are {means.Length} means, {deviations.Length} deviations and {weights?.Length ?? means.Length} weights; there must be one of each for every row, and at least one row.", nameof(deviations));
        double[] Sums(Func<int, double> value) =>
            Histogram1D.Of(means, bins, (0, 1), Enumerable.Range(0, means.Length).Select(row => (weights?[row] ?? 1) * value(row)).ToArray()).Sums;
        var (total, first, second) = (Sums(_ => 1), Sums(row => deviations[row]), Sums(row => deviations[row] * deviations[row]));
        var filled = Enumerable.Range(0, bins).Where(b => total[b] > 0).ToArray();
        var x = Array.ConvertAll(filled, b => (b + 0.5) / bins);
        var centre = Array.ConvertAll(filled, b => first[b] / total[b]);
        var spread = Array.ConvertAll(filled, b => Math.Sqrt(Math.Max(0, (second[b] / total[b]) - (first[b] / total[b] * (first[b] / total[b])))));
        var p = Enumerable.Range(0, 101).Select(i => i / 100.0).ToArray();
        var figure = new PlotBuilder("", "Mean score", "Standard deviation of the score").LegendAbove();
        figure.Add(
            Traces.Line(p, p.Select(v => Math.Sqrt(v * (1 - v))), ChartStyle.Grey, "sqrt(p (1 - p))", 1.2, "dash"),
            Traces.Area(x, [.. centre.Zip(spread, (c, s) => Math.Max(0, c - s))], [.. centre.Zip(spread, (c, s) => c + s)], ChartStyle.Colour(0), "spread of rows"),
            Traces.Line(x, centre, ChartStyle.Colour(0), name));
        figure.X.Set("range", (double[])[0, 1]);
        figure.Y.Set("range", (double[])[0, 0.52]);
        return figure.Build();
    }

    /// <summary>A metric after the most uncertain rows were removed, against their share, with bootstrap intervals.</summary>
    /// <param name="curves">Names and curves, at least one.</param>
    /// <param name="yTitle">What the metric is.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve.</exception>
    public static GenericChart Abstention(IReadOnlyList<(string Name, AbstentionCurve Curve)> curves, string yTitle = "Area under the ROC curve")
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0)
            throw new ArgumentException("An abstention chart needs at least one curve.", nameof(curves));
        var figure = new PlotBuilder("", "Share of rows removed (most uncertain first)", yTitle).LegendAbove();
        for (var i = 0; i < curves.Count; i++)
        {
            var points = curves[i].Curve.Points.Where(p => double.IsFinite(p.Metric.Value)).ToArray();
            var x = Array.ConvertAll(points, p => p.Removed);
            var y = Array.ConvertAll(points, p => p.Metric.Value);
            // Bands of several curves would hide one another; bars of one end do not.
            figure.Add(Traces.Line(x, y, ChartStyle.Colour(i), null, 1.5), Traces.Points(x, y, ChartStyle.Colour(i), curves[i].Name, Array.ConvertAll(points, p => p.Metric)));
        }

        figure.X.Set("tickformat", ".0%").Set("range", (double[])[-0.02, curves.Max(c => c.Curve.Points[^1].Removed) + 0.03]);
        return figure.Build();
    }
}
