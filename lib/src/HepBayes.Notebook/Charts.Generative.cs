using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Generative;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>
    /// A quantity of true and generated events, each with area 1, and below it the ratio of each generated sample to the truth. Bars are the errors of
    /// the samples from their sums of squared weights; the hatched band is that of the true sample, the filled band one standard deviation of a Bayesian generator.
    /// </summary>
    /// <param name="truth">True events; make the sample large.</param>
    /// <param name="generated">Names and generated events, weighted or not; same bins.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="band">Mean and spread over the networks of a Bayesian generator; null for none. Same bins.</param>
    /// <param name="ratioRange">The two ends of the ratio's axis.</param>
    /// <param name="logarithmic">Whether the vertical axis of the upper panel is logarithmic.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different bins.</exception>
    public static GenericChart GeneratedRatio(
        Histogram1D truth,
        IReadOnlyList<(string Name, Histogram1D Histogram)> generated,
        string xTitle,
        GeneratorBand? band = null,
        (double Low, double High)? ratioRange = null,
        bool logarithmic = false,
        string title = "")
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(generated);
        CheckBins(truth.Axis, [.. generated.Select(g => g.Histogram)]);
        if (band is not null && (band.Axis.Low, band.Axis.High, band.Axis.Bins) != (truth.Axis.Low, truth.Axis.High, truth.Axis.Bins))
            throw new ArgumentException("The band has other bins than the true events.", nameof(band));
        var figure = new PlotBuilder(title, "", "Density");
        var heights = truth.Density.Concat(generated.SelectMany(g => g.Histogram.Density)).Where(d => d > 0).DefaultIfEmpty(1).ToArray();
        var floor = logarithmic ? heights.Min() / 2 : 0;
        figure.Add(Traces.Steps(truth.Axis, truth.Density, floor, ChartStyle.Grey, "truth"));
        for (var i = 0; i < generated.Count; i++)
            figure.Add(Traces.Steps(truth.Axis, generated[i].Histogram.Density, floor, ChartStyle.Colour(i), generated[i].Name).Set("fill", "none"));
        if (logarithmic)
            PlotBuilder.Logarithmic(figure.Y, floor, 2 * heights.Max());
        else
            figure.Y.Set("range", (double[])[0, 1.1 * heights.Max()]);
        figure.X.Set("range", (double[])[truth.Axis.Low, truth.Axis.High]).Set("showticklabels", false);
        figure.Y.Set("domain", (double[])[0.38, 1]);
        AddGeneratedRatios(figure, truth, generated, band);
        var (low, high) = ratioRange ?? (0.9, 1.1);
        figure.Layout.Set("xaxis2", PlotBuilder.Axis(xTitle).Set("range", (double[])[truth.Axis.Low, truth.Axis.High]).Set("anchor", "y2"))
            .Set("yaxis2", PlotBuilder.Axis("Ratio to truth").Set("domain", (double[])[0, 0.33]).Set("anchor", "x2").Set("range", (double[])[low, high]));
        return figure.LegendAbove().Build(height: 540);
    }

    /// <summary>The distribution of weights on logarithmic axes, each sample with area 1 in log10 of the weight. Weights of 0 are left out and counted.</summary>
    /// <param name="samples">Names and weights, none negative; at least one above 0.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No weight above 0.</exception>
    public static GenericChart WeightHistogram(IReadOnlyList<(string Name, double[] Weights)> samples, int bins = 60, string title = "")
    {
        ArgumentNullException.ThrowIfNull(samples);
        double[][] logs = [.. samples.Select(s => s.Weights.Where(w => w > 0).Select(Math.Log10).ToArray())];
        if (logs.Length == 0 || logs.Any(l => l.Length == 0))
            throw new ArgumentException("A histogram of weights needs weights above 0 in every sample.", nameof(samples));
        var range = (logs.Min(l => l.Min()), logs.Max(l => l.Max()));
        if (range.Item1 == range.Item2)
            range = (range.Item1 - 0.5, range.Item2 + 0.5);
        var histograms = logs.Select(l => Histogram1D.Of(l, bins, range)).ToArray();
        var heights = histograms.SelectMany(h => h.Density).Where(d => d > 0).ToArray();
        var figure = new PlotBuilder(title, "log<sub>10</sub> of the weight", "Density").LegendAbove();
        for (var i = 0; i < histograms.Length; i++)
            figure.Add(Traces.Steps(histograms[i].Axis, histograms[i].Density, heights.Min() / 2, ChartStyle.Colour(i), samples[i].Name).Set("fill", "none"));
        PlotBuilder.Logarithmic(figure.Y, heights.Min() / 2, 2 * heights.Max());
        figure.X.Set("range", (double[])[range.Item1, range.Item2]);
        var zeros = samples.Sum(s => s.Weights.Count(w => w == 0));
        return (zeros > 0 ? figure.Note(string.Create(CultureInfo.InvariantCulture, $"{zeros} weights are 0"), 1, 1.01, "right", "bottom", 11) : figure).Build();
    }

    /// <summary>Two samples in the plane of two variables, side by side with one colour scale.</summary>
    /// <param name="first">A name and events.</param>
    /// <param name="second">Another name and as many events.</param>
    /// <param name="x">The horizontal variable with its title and range.</param>
    /// <param name="y">The vertical variable with its title and range.</param>
    /// <param name="bins">The number of bins of each axis.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The numbers of events differ, so that their counts cannot share a scale.</exception>
    public static GenericChart DensityPair(
        (string Name, EventSample Events) first,
        (string Name, EventSample Events) second,
        (string Title, EventFunction Quantity, double Low, double High) x,
        (string Title, EventFunction Quantity, double Low, double High) y,
        int bins = 60)
    {
        if (first.Events.Count != second.Events.Count)
            throw new ArgumentException($"There are {first.Events.Count} and {second.Events.Count} events; counts on one colour scale need equal numbers.", nameof(second));
        BinnedStatistic2D Cells(EventSample events) => BinnedStatistic2D.Of(
            events.Select(x.Quantity), events.Select(y.Quantity), new double[events.Count], bins, bins, (x.Low, x.High), (y.Low, y.High));
        var (left, right) = (Cells(first.Events), Cells(second.Events));
        double most = Math.Max(left.Count.Cast<int>().Max(), right.Count.Cast<int>().Max());
        GenericChart One(string name, BinnedStatistic2D cells) => Heatmap(cells, x.Title, y.Title, "Events", CellQuantity.Count, range: (0, most), title: name);
        return Grid(1, 2, One(first.Name, left), One(second.Name, right));
    }

    private static void AddGeneratedRatios(PlotBuilder figure, Histogram1D truth, IReadOnlyList<(string Name, Histogram1D Histogram)> generated, GeneratorBand? band)
    {
        var axis = truth.Axis;
        Trace Below(Trace trace) => trace.Set("xaxis", "x2").Set("yaxis", "y2").Set("showlegend", false);
        double[] shares = [.. truth.Density.Select(d => d * axis.Width)];
        double[] relative = [.. truth.Sums.Zip(truth.Errors, (sum, error) => sum > 0 ? error / sum : 0)];
        figure.Add(Below(Hatched(truth, [.. relative.Select(r => 1 - r)], [.. relative.Select(r => 1 + r)], "")));
        if (band is not null)
        {
            double[] Edge(int sign) => [.. Enumerable.Range(0, axis.Bins).SelectMany(b =>
            {
                var ratio = shares[b] > 0 ? (band.Mean[b] + (sign * band.StandardDeviation[b])) / shares[b] : double.NaN;
                return (double[])[Known(ratio), Known(ratio)];
            })];
            double[] corners = [.. Enumerable.Range(0, axis.Bins).SelectMany(b => (double[])[axis.Edges[b], axis.Edges[b + 1]])];
            figure.Add(Traces.Area(corners, Edge(-1), Edge(1), ChartStyle.Colour(2), "Bayesian band").Set("xaxis", "x2").Set("yaxis", "y2"));
        }

        for (var i = 0; i < generated.Count; i++)
        {
            var histogram = generated[i].Histogram;
            var scale = 1 / (histogram.Total + histogram.Underflow + histogram.Overflow);
            var ratios = histogram.Sums.Zip(histogram.Errors, (sum, error) => (Value: sum * scale, Error: error * scale))
                .Zip(shares, (h, t) => t > 0 ? new Interval(h.Value / t, (h.Value - h.Error) / t, (h.Value + h.Error) / t, 0.683) : new Interval(double.NaN, double.NaN, double.NaN, 0.683)).ToArray();
            figure.Add(Below(Traces.Points(axis.Centers, [.. ratios.Select(r => r.Value)], ChartStyle.Colour(i), null, ratios, size: 4)));
        }

        figure.Add(Below(Traces.Line([axis.Low, axis.High], [1, 1], ChartStyle.Grey, null, 1)));
    }
}
