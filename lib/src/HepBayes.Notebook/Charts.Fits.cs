using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using HepBayes.Physics;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    private const int CurvePoints = 600;
    private static readonly double[] LabelHeights = [2, 5, 12.5];

    /// <summary>A mass spectrum over decades, both axes logarithmic, with the resonances labelled.</summary>
    /// <param name="spectrum">The spectrum; its density (events per GeV) is drawn.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="resonances">What is labelled; <see cref="Resonance.Dimuon"/> if not given. Those outside the spectrum are left out.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Spectrum(MassSpectrum spectrum, string title = "", IReadOnlyList<Resonance>? resonances = null)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        var (edges, density) = (spectrum.Edges, spectrum.Density);
        var figure = new PlotBuilder(title, "Invariant mass [GeV]", "Events per GeV");
        var lowest = density.Where(d => d > 0).DefaultIfEmpty(1).Min() / 2;
        var highest = density.Append(lowest).Max();
        double[] x = [.. density.SelectMany((_, b) => (double[])[edges[b], edges[b + 1]])];
        double[] y = [.. density.SelectMany(d => (double[])[Math.Max(lowest, d), Math.Max(lowest, d)])];
        figure.Add(Traces.Area(x, [.. y.Select(_ => lowest)], y, ChartStyle.Colour(0), "").Set("showlegend", false), Traces.Line(x, y, ChartStyle.Colour(0), null, 1.3));
        PlotBuilder.Logarithmic(figure.X, edges[0], edges[^1]).Set("dtick", null).Set("tickvals", (double[])[.. Ticks(edges[0], edges[^1])]);
        PlotBuilder.Logarithmic(figure.Y, lowest, 40 * highest);
        var span = Math.Log(edges[^1] / edges[0]);
        var level = 0;
        foreach (var resonance in (resonances ?? Resonance.Dimuon).Where(r => r.Mass > edges[0] && r.Mass < edges[^1]))
        {
            // Neighbours take turns in height.
            var place = Math.Log(resonance.Mass / edges[0]) / span;
            var top = highest * LabelHeights[level++ % LabelHeights.Length];
            figure.Add(Traces.Line([resonance.Mass, resonance.Mass], [lowest, top], ChartStyle.Grey, null, 0.8, "dot"));
            figure.Note(resonance.Name, place, Math.Log(top / lowest) / Math.Log(40 * highest / lowest), "center", "bottom", 11);
        }

        return figure.Build();
    }

    /// <summary>The data with the fitted model and its components, above the pulls of the bins.</summary>
    /// <param name="comparison">The comparison of data and model, from <see cref="FitResult.Compare"/>.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Fit(FitComparison comparison, string xTitle = "Invariant mass [GeV]", string title = "", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (axis, counts) = (comparison.Axis, comparison.Counts);
        var figure = new PlotBuilder(title, "", $"Events per {Short(axis.Width)}");
        AddCurves(figure, comparison);
        // Garwood's intervals hold for few events too; an empty bin has one as well.
        var errors = counts.Select(n => PoissonInterval.Garwood(n)).ToArray();
        int[] drawn = [.. Enumerable.Range(0, axis.Bins).Where(b => !logarithmic || counts[b] > 0)];
        figure.Add(Traces.Points([.. drawn.Select(b => axis.Centers[b])], [.. drawn.Select(b => counts[b])], ChartStyle.Ink, "data", [.. drawn.Select(b => errors[b])], size: 4));
        var top = errors.Max(e => e.High);
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, Math.Max(0.3, 0.5 * counts.Where(n => n > 0).Min()), 2 * top);
        else
            figure.Y.Set("range", (double[])[0, 1.08 * top]);
        figure.X.Set("range", (double[])[axis.Low, axis.High]).Set("showticklabels", false);
        figure.Y.Set("domain", (double[])[0.32, 1]);
        AddPulls(figure, comparison, xTitle);
        var note = comparison.DegreesOfFreedom > 0
            ? string.Create(CultureInfo.InvariantCulture, $"χ²/ndf = {comparison.ChiSquare:F1}/{comparison.DegreesOfFreedom}, p = {comparison.Probability:G2}")
            : "no degrees of freedom";
        return figure.Note(note, 0.985, 0.98, "right", "top").LegendAbove().Build(height: 560);
    }

    /// <summary>A profile likelihood with the parabola of the symmetric error, and the heights of one and two standard deviations.</summary>
    /// <param name="scan">The scan, from <see cref="FitResult.Profile"/>.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Profile(ProfileScan scan, string title = "")
    {
        ArgumentNullException.ThrowIfNull(scan);
        var (values, parameter) = (scan.Values, scan.Parameter);
        var figure = new PlotBuilder(title, parameter.Unit.Length > 0 ? $"{parameter.Name} [{parameter.Unit}]" : parameter.Name, "−ln L above its minimum");
        var (low, high) = (values[0], values[^1]);
        foreach (var deviations in new[] { 1, 2 })
            figure.Add(Traces.Line([low, high], [0.5 * deviations * deviations, 0.5 * deviations * deviations], ChartStyle.Grey, null, 1, "dot"));
        double[] fine = [.. Enumerable.Range(0, 101).Select(i => low + (i * (high - low) / 100))];
        figure.Add(
            Traces.Line(fine, fine.Select(v => 0.5 * Math.Pow((v - parameter.Value) / parameter.Error, 2)), ChartStyle.Colour(1), "parabola of the error", 1.5, "dash"),
            Traces.Line(values, scan.Heights, ChartStyle.Colour(0), "profile likelihood").Set("mode", "lines+markers"));
        figure.X.Set("range", (double[])[low, high]);
        figure.Y.Set("range", (double[])[0, 1.05 * Math.Max(0.6, scan.Heights.Where(double.IsFinite).Append(0.6).Max())]);
        return figure.LegendAbove().Build();
    }

    /// <summary>The pulls of toys with the standard normal distribution that they should have.</summary>
    /// <param name="pulls">The pulls, from <see cref="ToyStudy.Pulls"/>.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart; the legend has mean and width.</returns>
    public static GenericChart ToyPulls(ToyPulls pulls, string title = "")
    {
        ArgumentNullException.ThrowIfNull(pulls);
        var reach = Math.Max(4, Math.Ceiling(pulls.Pulls.Max(Math.Abs)));
        var histogram = Histogram1D.Of((double[])[.. pulls.Pulls], 40, (-reach, reach));
        var figure = new PlotBuilder(title, $"Pull of {pulls.Parameter}", $"Toys per {Short(histogram.Axis.Width)}");
        var scale = histogram.Total * histogram.Axis.Width / Math.Sqrt(2 * Math.PI);
        double[] x = [.. Enumerable.Range(0, 201).Select(i => reach * (i - 100) / 100)];
        figure.Add(
            Traces.Steps(histogram.Axis, histogram.Sums, 0, ChartStyle.Colour(0), string.Create(CultureInfo.InvariantCulture, $"mean {pulls.Mean:F3} ± {pulls.MeanError:F3}, width {pulls.Width:F3} ± {pulls.WidthError:F3}")),
            Traces.Line(x, x.Select(v => scale * Math.Exp(-0.5 * v * v)), ChartStyle.Colour(1), "expected", 1.5));
        figure.Y.Set("rangemode", "tozero");
        return figure.LegendAbove().Build();
    }

    /// <summary>The shifts of a systematic table beside the statistical, systematic and total error.</summary>
    /// <param name="table">The table.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart: each shift with its sign, about the nominal value.</returns>
    public static GenericChart Systematics(SystematicTable table, string title = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        var unit = table.Nominal.Unit.Length > 0 ? $" [{table.Nominal.Unit}]" : "";
        string[] names = [.. table.Shifts.Select(s => s.Source), "statistical", "systematic", "total"];
        double[] rows = [.. Enumerable.Range(0, names.Length).Select(i => (double)i)];
        Interval Around(double error) => new(0, -error, error, 0.68);
        Interval[] errors = [Around(table.Statistical), Around(table.Systematic), Around(table.Total)];
        var shifts = table.Shifts.Count;
        var figure = new PlotBuilder(title, $"Shift of {table.Nominal.Name}{unit}", "");
        figure.Add(
            Traces.Line([0, 0], [-0.5, names.Length - 0.5], ChartStyle.Grey, null, 1, "dot"),
            Traces.Points([.. table.Shifts.Select(s => s.Shift)], rows[..shifts], ChartStyle.Colour(0), null, size: 9),
            Traces.Points([0, 0, 0], rows[shifts..], ChartStyle.Colour(1), null, size: 9).Set("error_x", Traces.Errors(errors, ChartStyle.Colour(1))));
        figure.Y.Set("range", (double[])[names.Length - 0.5, -0.5]).Set("tickvals", rows).Set("ticktext", names).Set("showgrid", false);
        return figure.Build(height: Math.Clamp(160 + (34 * names.Length), 240, 900));
    }

    private static void AddCurves(PlotBuilder figure, FitComparison comparison)
    {
        var (model, range, width) = (comparison.Result.Model, comparison.Result.Range, comparison.Axis.Width);
        double[] x = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => i == CurvePoints ? range.High : range.Low + (i * range.Width / CurvePoints))];
        IEnumerable<double> Curve(int? component) => model.Density(range, x, component).Select(d => d * width);
        for (var c = 0; c < model.Components.Count && model.Components.Count > 1; c++)
            figure.Add(Traces.Line(x, Curve(c), ChartStyle.Colour(c + 1), model.Components[c].Name, 1.5, "dash"));
        figure.Add(Traces.Line(x, Curve(null), ChartStyle.Colour(0), "fit"));
    }

    private static void AddPulls(PlotBuilder figure, FitComparison comparison, string xTitle)
    {
        var (axis, pulls) = (comparison.Axis, comparison.Pulls);
        var reach = Math.Max(4, 1.1 * pulls.Where(double.IsFinite).Select(Math.Abs).Append(0).Max());
        figure.Add(
            Traces.Area([axis.Low, axis.High], [-1, -1], [1, 1], ChartStyle.Grey, "").Set("showlegend", false).Set("xaxis", "x2").Set("yaxis", "y2"),
            Traces.Line([axis.Low, axis.High], [0, 0], ChartStyle.Grey, null, 1).Set("xaxis", "x2").Set("yaxis", "y2"),
            Traces.Points(axis.Centers, pulls, ChartStyle.Ink, null, size: 4).Set("xaxis", "x2").Set("yaxis", "y2"));
        figure.Layout
            .Set("xaxis2", PlotBuilder.Axis(xTitle).Set("range", (double[])[axis.Low, axis.High]).Set("anchor", "y2"))
            .Set("yaxis2", PlotBuilder.Axis("Pull").Set("domain", (double[])[0, 0.26]).Set("anchor", "x2").Set("range", (double[])[-reach, reach]).Set("nticks", 5));
    }

    private static IEnumerable<double> Ticks(double low, double high) =>
        Enumerable.Range(-4, 9).SelectMany(e => new[] { 1.0, 2, 5 }.Select(f => f * Math.Pow(10, e))).Where(t => t >= low && t <= high);
}
