using System.Globalization;
using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using HepBayes.Preprocessing;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    private const int PointsOfBiplot = 2000;

    /// <summary>The distribution of a feature in both classes over one another, each normalised to unit area, so that the shapes compare.</summary>
    /// <param name="table">Rows of both classes.</param>
    /// <param name="feature">The feature; its name is the title of the axis.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="negativeName">What class 0 is called.</param>
    /// <param name="positiveName">What class 1 is called.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="range">The outer edges; the smallest and largest value if not given.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">A label is neither 0 nor 1, a class has no rows, or a value is not finite.</exception>
    public static GenericChart Feature(
        Table table,
        string feature,
        string label,
        string negativeName = "background",
        string positiveName = "signal",
        int bins = 50,
        (double Low, double High)? range = null,
        bool logarithmic = false,
        string title = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        var (values, labels) = (table[feature], (ClassLabels)table[label]);
        if (labels.Positives == 0 || labels.Negatives == 0)
            throw new ArgumentException($"All {labels.Length} rows of {table.Source} are of one class; an overlay needs both.", nameof(table));
        var axis = Histogram1D.Of(values, bins, range).Axis;
        Histogram1D Class(bool positive) => Histogram1D.Of(values.Where((_, row) => labels[row] == positive).ToArray(), bins, (axis.Low, axis.High));
        var (negative, positive) = (Class(false), Class(true));
        var densities = negative.Density.Concat(positive.Density).Where(d => d > 0).DefaultIfEmpty(1).ToArray();
        var floor = logarithmic ? densities.Min() / 2 : 0;
        var figure = new PlotBuilder(title, feature, "Share of the rows per unit");
        figure.Add(
            Traces.Steps(axis, negative.Density, floor, ChartStyle.Colour(1), string.Create(CultureInfo.InvariantCulture, $"{negativeName} ({labels.Negatives:N0})")),
            Traces.Steps(axis, positive.Density, floor, ChartStyle.Colour(0), string.Create(CultureInfo.InvariantCulture, $"{positiveName} ({labels.Positives:N0})")));
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, floor, 3 * densities.Max());
        else
            figure.Y.Set("range", (double[])[0, 1.1 * densities.Max()]);
        figure.X.Set("range", (double[])[axis.Low, axis.High]);
        var outside = values.Count(v => v < axis.Low || v > axis.High);
        if (outside > 0)
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"{outside:N0} rows outside"), 1, 1.01, "right", "bottom", 11);
        return figure.LegendAbove().Build();
    }

    /// <summary>A correlation matrix as a map with the figures written in.</summary>
    /// <param name="matrix">The correlations.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Correlations(CorrelationMatrix matrix, string title = "")
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = matrix.Columns.Count;
        var rows = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => matrix[i, j]).ToArray()).ToArray();
        var heatmap = new Plotly.NET.Trace("heatmap")
            .Set("x", matrix.Columns.ToArray()).Set("y", matrix.Columns.ToArray())
            .Set("z", rows.Select(row => PlotlyObjects.Numbers(row)).ToArray())
            .Set("text", rows.Select(row => row.Select(v => double.IsNaN(v) ? "" : v.ToString("F2", CultureInfo.InvariantCulture)).ToArray()).ToArray())
            .Set("texttemplate", "%{text}").Set("zmin", -1).Set("zmax", 1).Set("colorscale", BlueWhiteRed)
            .Set("colorbar", new ColorBar().Set("title", PlotlyObjects.Title("Pearson's correlation").Set("side", "right")).Set("outlinewidth", 0).Set("thickness", 18))
            .Set("showlegend", false);
        var figure = new PlotBuilder(title, "", "").Add(heatmap);
        figure.X.Set("showgrid", false).Set("type", "category").Set("tickangle", -45);
        figure.Y.Set("showgrid", false).Set("type", "category").Set("autorange", "reversed");
        return figure.Build(height: Math.Clamp(250 + (36 * n), ChartStyle.Height, 900));
    }

    /// <summary>The share of the variance along each principal component, with the running sum.</summary>
    /// <param name="components">The components.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Scree(PrincipalComponents components, string title = "")
    {
        ArgumentNullException.ThrowIfNull(components);
        var shares = components.ExplainedVarianceRatio;
        double[] numbers = [.. Enumerable.Range(1, shares.Count).Select(k => (double)k)];
        var sum = 0.0;
        double[] sums = [.. shares.Select(s => sum += s)];
        var bars = new Plotly.NET.Trace("bar").Set("x", PlotlyObjects.Numbers(numbers)).Set("y", PlotlyObjects.Numbers(shares))
            .Set("marker", new Marker().Set("color", ChartStyle.Colour(0))).Set("name", "each");
        var figure = new PlotBuilder(title, "Principal component", "Share of the variance")
            .Add(bars, Traces.Line(numbers, sums, ChartStyle.Colour(1), "all up to here").Set("mode", "lines+markers"));
        figure.X.Set("dtick", 1);
        figure.Y.Set("range", (double[])[0, 1.05]);
        return figure.LegendAbove().Build();
    }

    /// <summary>
    /// Rows in the plane of two principal components with the loadings of the columns as lines from the centre: long lines are well
    /// described by the plane, lines in one direction belong to correlated columns. Of many rows 2,000 of each class are drawn.
    /// </summary>
    /// <param name="components">The components.</param>
    /// <param name="table">Rows of both classes with the columns of the fit (before the components).</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="first">The horizontal component, from 1.</param>
    /// <param name="second">The vertical component, from 1.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public static GenericChart Biplot(PrincipalComponents components, Table table, string label, int first = 1, int second = 2, string title = "")
    {
        ArgumentNullException.ThrowIfNull(components);
        ArgumentNullException.ThrowIfNull(table);
        var transformed = components.Transform(table);
        var labels = (ClassLabels)table[label];
        var (x, xTitle) = Component(components, transformed, first);
        var (y, yTitle) = Component(components, transformed, second);
        var figure = new PlotBuilder(title, xTitle, yTitle);
        foreach (var positive in new[] { false, true })
        {
            var rows = Enumerable.Range(0, labels.Length).Where(row => labels[row] == positive).ToArray();
            var drawn = Thinning.Rows(rows.Length, PointsOfBiplot).Select(i => rows[i]).ToArray();
            var colour = ChartStyle.Faint(ChartStyle.Colour(positive ? 0 : 1), 0.35);
            figure.Add(Traces.Points([.. drawn.Select(r => x[r])], [.. drawn.Select(r => y[r])], colour, positive ? "signal" : "background", size: 4));
        }

        // Lines as long as the cloud is wide, so that both can be read.
        var loadings = components.Loadings;
        var longest = Enumerable.Range(0, components.Columns.Count).Max(c => Math.Max(Math.Abs(loadings[first - 1][c]), Math.Abs(loadings[second - 1][c])));
        var scale = 0.9 * Math.Min(Reach(x), Reach(y)) / longest;
        for (var c = 0; c < components.Columns.Count; c++)
        {
            var (u, v) = (scale * loadings[first - 1][c], scale * loadings[second - 1][c]);
            figure.Add(Traces.Line([0, u], [0, v], ChartStyle.Ink, null, 1.5));
            var steep = Math.Abs(v) > 2 * Math.Abs(u);
            figure.Label(components.Columns[c], 1.03 * u, 1.03 * v, steep ? "center" : u >= 0 ? "left" : "right", !steep ? "middle" : v >= 0 ? "bottom" : "top");
        }

        figure.X.Set("range", (double[])[-1.3 * Reach(x), 1.3 * Reach(x)]);
        figure.Y.Set("range", (double[])[-1.1 * Reach(y), 1.1 * Reach(y)]);
        return figure.LegendAbove().Build(height: 600);
    }

    /// <summary>How much features matter, one bar each with its interval.</summary>
    /// <param name="ranking">The features, in the order in which they are drawn from the top.</param>
    /// <param name="valueTitle">What the figure is, for example "Loss of AUC when shuffled".</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No feature.</exception>
    public static GenericChart Importance(IReadOnlyList<FeatureImportance> ranking, string valueTitle, string title = "")
    {
        ArgumentNullException.ThrowIfNull(ranking);
        return Bars([.. ranking.Select(r => r.Column)], [.. ranking.Select(r => r.Importance)], valueTitle, title);
    }

    private static (float[] Values, string Title) Component(PrincipalComponents components, Table transformed, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, components.Outputs.Count);
        var share = components.ExplainedVarianceRatio[number - 1];
        return (transformed[components.Outputs[number - 1]], string.Create(CultureInfo.InvariantCulture, $"Component {number} ({100 * share:F1} % of the variance)"));
    }

    // Where nearly all points are; a few far ones would shrink the rest to a dot.
    private static double Reach(float[] values)
    {
        var sorted = values.Select(v => (double)Math.Abs(v)).Order().ToArray();
        return Math.Max(sorted[(int)(0.99 * (sorted.Length - 1))], 1e-12);
    }
}
