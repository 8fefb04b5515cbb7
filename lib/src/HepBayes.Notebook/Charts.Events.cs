using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    // Light fills in an order that keeps neighbours apart; lines over the stack have the strong colours of the palette.
    private static readonly string[] StackColours = ["#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#0072B2", "#D55E00", "#000000", "#888888"];

    /// <summary>
    /// Stacked histograms of backgrounds with the statistical error of their sum as a hatched band, and signals or data over it. The
    /// panel below divides the overlays by the stack. Under- and overflow are stated.
    /// </summary>
    /// <param name="backgrounds">The samples, the lowest first.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="overlays">Lines over the stack, for example signals (scaled, if so named); same bins.</param>
    /// <param name="data">Points with error bars over the stack; null for none. Same bins.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different bins.</exception>
    public static GenericChart Stacked(
        HistogramStack backgrounds,
        string xTitle,
        IReadOnlyList<(string Name, Histogram1D Histogram)>? overlays = null,
        Histogram1D? data = null,
        bool logarithmic = true,
        string title = "")
    {
        ArgumentNullException.ThrowIfNull(backgrounds);
        overlays ??= [];
        var total = backgrounds.Total;
        CheckBins(total.Axis, [.. overlays.Select(o => o.Histogram), .. data is null ? [] : new[] { data }]);
        var figure = new PlotBuilder(title, "", $"Events per {Short(total.Axis.Width)}");
        double[] positive = [.. total.Sums.Concat(overlays.SelectMany(o => o.Histogram.Sums)).Where(v => v > 0)];
        var top = positive.DefaultIfEmpty(1).Max();
        var floor = logarithmic ? Math.Max(top * 1e-7, positive.DefaultIfEmpty(1).Min()) / 2 : 0;
        AddStack(figure, backgrounds, floor);
        for (var i = 0; i < overlays.Count; i++)
            figure.Add(Outline(overlays[i].Histogram, floor, Overlay(i), overlays[i].Name, i));
        if (data is not null)
            figure.Add(Measured(data, data.Sums, Yields(data).Select(y => PoissonInterval.Weighted(y)), "data"));
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, floor, 4 * top);
        else
            figure.Y.Set("range", (double[])[0, 1.12 * top]);
        figure.X.Set("range", (double[])[total.Axis.Low, total.Axis.High]).Set("showticklabels", false);
        figure.Y.Set("domain", (double[])[0.32, 1]);
        AddRatio(figure, total, overlays, data, xTitle);
        if (total.Underflow != 0 || total.Overflow != 0)
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"stack below: {total.Underflow:G3}, above: {total.Overflow:G3}"), 0.985, 0.985, "right", "top", 11);
        return figure.LegendAbove().Build(height: 560);
    }

    /// <summary>The yield of each sample after every cut, on a logarithmic axis, with statistical errors.</summary>
    /// <param name="flow">The cut flow, with groups.</param>
    /// <param name="yTitle">The title of the vertical axis.</param>
    /// <param name="groups">Which groups, in the order of the legend; all if not given.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart CutFlow(CutFlowResult flow, string yTitle = "Events", IReadOnlyList<string>? groups = null, string title = "")
    {
        ArgumentNullException.ThrowIfNull(flow);
        groups ??= flow.Groups;
        string[] names = [.. flow.Stages.Select(stage => stage.Name)];
        var figure = new PlotBuilder(title, "", yTitle);
        for (var i = 0; i < groups.Count; i++)
        {
            var yields = flow.Stages.Select(stage => stage.Of(groups[i])).ToArray();
            var bars = new Trace("bar").Set("x", names).Set("y", PlotlyObjects.Numbers(yields.Select(y => y.Sum)))
                .Set("name", groups[i]).Set("marker", new Marker().Set("color", Coloured(i)))
                .Set("error_y", Traces.Errors([.. yields.Select(y => y.Interval(PoissonInterval.OneSigma))], ChartStyle.Ink));
            figure.Add(bars);
        }

        figure.X.Set("type", "category");
        double[] sums = [.. flow.Stages.SelectMany(stage => groups.Select(group => stage.Of(group).Sum)).Where(s => s > 0)];
        PlotBuilder.Logarithmic(figure.Y, sums.DefaultIfEmpty(1).Min() / 3, 3 * sums.DefaultIfEmpty(1).Max());
        figure.Layout.Set("barmode", "group");
        return figure.LegendAbove().Build();
    }

    /// <summary>Background rejection 1 / e_b against signal efficiency with bootstrap bands, on a logarithmic axis.</summary>
    /// <param name="curves">Names and curves, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No curve.</exception>
    public static GenericChart Rejection(params (string Name, RocBootstrap Curve)[] curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Length == 0)
            throw new ArgumentException("A rejection chart needs at least one curve.", nameof(curves));
        double[] efficiencies = [.. Enumerable.Range(4, 96).Select(i => i / 100.0)];
        var figure = new PlotBuilder("", "Signal efficiency", "Background rejection 1/ε<sub>b</sub>").LegendAt(0.98, 0.98);
        var top = 10.0;
        for (var i = 0; i < curves.Length; i++)
        {
            var band = curves[i].Curve.RejectionBand(efficiencies);
            // Where no background is left there is nothing to draw.
            int[] drawn = [.. Enumerable.Range(0, efficiencies.Length).Where(k => double.IsFinite(band[k].Value) && double.IsFinite(band[k].High))];
            double[] x = [.. drawn.Select(k => efficiencies[k])];
            top = drawn.Select(k => band[k].High).Append(top).Max();
            figure.Add(
                Traces.Area(x, [.. drawn.Select(k => band[k].Low)], [.. drawn.Select(k => band[k].High)], ChartStyle.Colour(i), "").Set("showlegend", false),
                Traces.Line(x, drawn.Select(k => band[k].Value), ChartStyle.Colour(i), curves[i].Name));
        }

        figure.X.Set("range", (double[])[0, 1]);
        PlotBuilder.Logarithmic(figure.Y, 1, 1.5 * top);
        return figure.Build();
    }

    /// <summary>The Asimov significance against the threshold with its band; a dotted line marks the best threshold.</summary>
    /// <param name="scans">Names and scans, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No scan.</exception>
    public static GenericChart SignificanceScan(params (string Name, ThresholdScan Scan)[] scans) => SignificanceScan("Threshold on the score", scans);

    /// <summary>The Asimov significance against the threshold, with a title for the axis of thresholds.</summary>
    /// <param name="xTitle">The title of the horizontal axis, for example where the scan was made on log-odds.</param>
    /// <param name="scans">Names and scans, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No scan.</exception>
    public static GenericChart SignificanceScan(string xTitle, params (string Name, ThresholdScan Scan)[] scans) =>
        Scan(xTitle, "Asimov significance Z [σ]", p => p.Significance, logarithmic: false, scans);

    /// <summary>The factor by which background over signal falls, against the threshold, with its band, on a logarithmic axis.</summary>
    /// <param name="scans">Names and scans, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No scan.</exception>
    public static GenericChart ReductionScan(params (string Name, ThresholdScan Scan)[] scans) => ReductionScan("Threshold on the score", scans);

    /// <summary>The factor by which background over signal falls, against the threshold, with a title for the axis of thresholds.</summary>
    /// <param name="xTitle">The title of the horizontal axis, for example where the scan was made on log-odds.</param>
    /// <param name="scans">Names and scans, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No scan.</exception>
    public static GenericChart ReductionScan(string xTitle, params (string Name, ThresholdScan Scan)[] scans) =>
        Scan(xTitle, "Reduction of B/S", p => p.Reduction, logarithmic: true, scans);

    private static GenericChart Scan(string xTitle, string yTitle, Func<ThresholdPoint, Interval> read, bool logarithmic, (string Name, ThresholdScan Scan)[] scans)
    {
        ArgumentNullException.ThrowIfNull(scans);
        if (scans.Length == 0)
            throw new ArgumentException("A chart of scans needs at least one scan.", nameof(scans));
        var figure = new PlotBuilder("", xTitle, yTitle);
        var values = new List<double> { 1 };
        for (var i = 0; i < scans.Length; i++)
        {
            var points = scans[i].Scan.Points.Where(p => double.IsFinite(read(p).Value) && double.IsFinite(read(p).High) && p.Background.EffectiveEntries >= scans[i].Scan.Options.MinimumEffectiveEntries).ToArray();
            double[] x = [.. points.Select(p => p.Threshold)];
            values.AddRange(points.Select(p => read(p).High));
            figure.Add(
                Traces.Area(x, [.. points.Select(p => read(p).Low)], [.. points.Select(p => read(p).High)], ChartStyle.Colour(i), "").Set("showlegend", false),
                Traces.Line(x, points.Select(p => read(p).Value), ChartStyle.Colour(i), scans[i].Name));
            if (points.Length > 0)
                figure.Add(Traces.Line([scans[i].Scan.Best.Threshold, scans[i].Scan.Best.Threshold], [logarithmic ? 1 : 0, 1.05 * values.Max()], ChartStyle.Colour(i), null, 1, "dot"));
        }

        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, 0.8, 1.5 * values.Max());
        else
            figure.Y.Set("range", (double[])[0, 1.08 * values.Max()]);
        var note = string.Create(CultureInfo.InvariantCulture, $"bands: {100 * scans[0].Scan.Options.Bootstrap.Level:G3} % from the finite number of rows");
        return figure.Note(note, 1, 1.01, "right", "bottom", 11).LegendAbove().Build();
    }

    private static void AddStack(PlotBuilder figure, HistogramStack stack, double floor)
    {
        // The tallest sum first, so that each lower one covers its part.
        var sums = new double[stack.Total.Axis.Bins];
        var layers = stack.Parts.Select(part => sums = [.. sums.Zip(part.Histogram.Sums, (a, b) => a + b)]).ToArray();
        for (var i = layers.Length - 1; i >= 0; i--)
            figure.Add(Traces.Steps(stack.Total.Axis, layers[i], floor, Coloured(i), stack.Parts[i].Name).Set("fillcolor", Coloured(i)).Set("line", new Line().Set("color", ChartStyle.Ink).Set("width", 0.5)));
        figure.Add(Hatched(stack.Total, [.. stack.Total.Sums.Zip(stack.Total.Errors, (s, e) => Math.Max(floor, s - e))], [.. stack.Total.Sums.Zip(stack.Total.Errors, (s, e) => Math.Max(floor, s + e))], "MC stat. error"));
    }

    private static void AddRatio(PlotBuilder figure, Histogram1D total, IReadOnlyList<(string Name, Histogram1D Histogram)> overlays, Histogram1D? data, string xTitle)
    {
        var axis = total.Axis;
        double[] Ratio(IEnumerable<double> values) => [.. values.Zip(total.Sums, (v, t) => t > 0 ? v / t : double.NaN)];
        Trace Below(Trace trace) => trace.Set("xaxis", "x2").Set("yaxis", "y2").Set("showlegend", false);
        double[] relative = Ratio(total.Errors);
        var scale = PlotBuilder.Axis(data is null ? "Signal / stack" : "Data / stack").Set("domain", (double[])[0, 0.26]).Set("anchor", "x2");
        if (data is not null)
        {
            figure.Add(
                Below(Hatched(total, [.. relative.Select(r => 1 - Known(r))], [.. relative.Select(r => 1 + Known(r))], "")),
                Below(Measured(data, Ratio(data.Sums), Yields(data).Select(y => PoissonInterval.Weighted(y)).Zip(total.Sums, (i, t) => new Interval(i.Value / t, i.Low / t, i.High / t)), null)));
            scale.Set("range", (double[])[0, 2]);
        }
        else
        {
            double[] highest = [1];
            for (var i = 0; i < overlays.Count; i++)
            {
                var ratio = Ratio(overlays[i].Histogram.Sums);
                highest = [.. highest, .. ratio.Where(double.IsFinite)];
                var low = ratio.Where(r => r > 0).DefaultIfEmpty(1).Min() / 2;
                figure.Add(Below(Traces.Line(axis.Centers, ratio.Select(r => r > 0 ? Math.Max(r, low) : double.NaN), Overlay(i), null, 1.5).Set("line", Dashed(i)).Set("mode", "lines+markers").Set("marker", new Marker().Set("size", 4))));
            }

            PlotBuilder.Logarithmic(scale, 1e-5, 3 * highest.Max()).Set("nticks", 4).Set("dtick", 2);
        }

        figure.Layout.Set("xaxis2", PlotBuilder.Axis(xTitle).Set("range", (double[])[axis.Low, axis.High]).Set("anchor", "y2")).Set("yaxis2", scale);
    }

    // A band of one error on either side, hatched as the field draws it.
    private static Trace Hatched(Histogram1D histogram, double[] low, double[] high, string name)
    {
        var edges = histogram.Axis.Edges;
        double[] Corners(double[] values) => [.. values.SelectMany(v => (double[])[v, v])];
        double[] x = [.. Enumerable.Range(0, histogram.Axis.Bins).SelectMany(b => (double[])[edges[b], edges[b + 1]])];
        return Traces.Area(x, Corners(low), Corners(high), ChartStyle.Ink, name).Set("showlegend", name.Length > 0)
            .Set("fillpattern", new Pattern().Set("shape", "/").Set("fgcolor", ChartStyle.Ink).Set("size", 5).Set("solidity", 0.25)).Set("fillcolor", "rgba(0,0,0,0)");
    }

    private static Trace Outline(Histogram1D histogram, double floor, string colour, string name, int index) =>
        Traces.Steps(histogram.Axis, histogram.Sums, floor, colour, name).Set("fill", "none").Set("line", Dashed(index));

    private static Trace Measured(Histogram1D data, double[] values, IEnumerable<Interval> errors, string? name) =>
        Traces.Points(data.Axis.Centers, values, ChartStyle.Ink, name, [.. errors], size: 5);

    private static Line Dashed(int index) => new Line().Set("color", Overlay(index)).Set("width", 2.2).Set("dash", index switch { 0 => "solid", 1 => "dash", _ => "dot" });

    private static IEnumerable<Yield> Yields(Histogram1D histogram) => histogram.Sums.Zip(histogram.SquaredSums, (sum, squares) => new Yield(sum, squares, 0));

    private static double Known(double value) => double.IsFinite(value) ? value : 0;

    private static string Coloured(int index) => StackColours[index % StackColours.Length];

    private static string Overlay(int index) => index switch { 0 => ChartStyle.Palette[1], 1 => ChartStyle.Palette[6], _ => ChartStyle.Palette[0] };

    private static void CheckBins(BinAxis axis, Histogram1D[] others)
    {
        if (Array.Find(others, h => (h.Axis.Low, h.Axis.High, h.Axis.Bins) != (axis.Low, axis.High, axis.Bins)) is { } odd)
            throw new ArgumentException($"The stack has {axis.Bins} bins from {axis.Low} to {axis.High}, but an overlay {odd.Axis.Bins} from {odd.Axis.Low} to {odd.Axis.High}. Fill all with the same bins and range.");
    }
}
