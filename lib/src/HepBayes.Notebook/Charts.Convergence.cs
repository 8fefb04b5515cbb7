using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using HepBayes.Sampling;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    // More panels or names than this cannot be read.
    private const int MostChainsShown = 16;
    private const int MostChainsNamed = 7;

    /// <summary>
    /// The ranks of each chain's draws among the draws of all chains. Chains that sample the same distribution have flat
    /// histograms within the band; one that is too high on one side sits elsewhere, one with a hump or a bowl is too narrow
    /// or too wide (Vehtari et al., arXiv 1903.08008, section 5).
    /// </summary>
    /// <remarks>
    /// The band holds 95 % of the bins of a mixed run, widened for the autocorrelation inside the chains. Of more than 16 chains
    /// those that are least uniform are shown.
    /// </remarks>
    /// <param name="chains">The draws, [chains][draws], at least two chains of equal length with at least 4 finite draws.</param>
    /// <param name="name">What was sampled.</param>
    /// <param name="bins">The number of bins, at least 2.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Fewer than two chains, chains of unequal length, or a draw that is not finite.</exception>
    public static GenericChart Rank(double[][] chains, string name, int bins = 20, string title = "")
    {
        CheckChains(chains);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        if (chains.Length < 2)
            throw new ArgumentException("Ranks compare chains with each other; give at least two, or one in two halves.", nameof(chains));
        var counts = RankCounts(chains, bins);
        var (draws, total) = (chains[0].Length, chains.Length * (double)chains[0].Length);
        var expected = draws / (double)bins;
        int[] shown = [.. Enumerable.Range(0, chains.Length).OrderByDescending(c => counts[c].Sum(n => (n - expected) * (n - expected))).Take(MostChainsShown).Order()];
        // Bins share their ranks with the other chains (hypergeometric), and correlated draws carry less information.
        var time = Sampling.Autocorrelation.IntegratedTime(chains);
        var sd = Math.Sqrt(expected * (1 - (1.0 / bins)) * (1 - (1.0 / chains.Length)) * (time > 1 ? time : 1));
        var (low, high) = (Math.Max(0, expected - (1.96 * sd)), expected + (1.96 * sd));
        var top = 1.12 * Math.Max(high, shown.Max(c => counts[c].Max()));

        var figure = new PlotBuilder(title, "", "");
        var columns = Math.Min(4, (int)Math.Ceiling(Math.Sqrt(shown.Length)));
        var rows = (shown.Length + columns - 1) / columns;
        var panels = new Panels(figure, rows, columns, 0.03);
        var axis = new BinAxis(1, total + 1, bins);
        for (var i = 0; i < shown.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            var lowest = i + columns >= shown.Length;
            panels.Add(row, column,
                Inner(lowest ? "Rank" : "", lowest).Set("range", (double[])[1, total + 1]).Set("nticks", 4),
                Inner(column == 0 ? "Draws per bin" : "", column == 0).Set("range", (double[])[0, top]).Set("nticks", 5),
                Traces.Area([1, total + 1], [low, low], [high, high], ChartStyle.Grey, "95 % if all chains agree").Set("showlegend", i == 0),
                Traces.Steps(axis, counts[shown[i]], 0, ChartStyle.Colour(shown[i]), null),
                Traces.Line([1, total + 1], [expected, expected], ChartStyle.Ink, "expected", 1, "dash").Set("showlegend", i == 0));
            var (_, right, _, upper) = panels.Place(row, column);
            figure.Note(string.Create(CultureInfo.InvariantCulture, $"chain {shown[i] + 1}"), right - 0.008, upper - 0.008, "right", "top", 12);
        }

        var of = shown.Length < chains.Length ? string.Create(CultureInfo.InvariantCulture, $", the {shown.Length} least uniform of {chains.Length} chains") : "";
        return figure.Note(name + of, 1, 1.01, "right", "bottom").LegendAbove().Build(height: Math.Max(ChartStyle.Height, 120 + (150 * rows)));
    }

    /// <summary>
    /// The autocorrelation function of each chain and their mean, with its integrated time: how many draws are worth one
    /// independent one (<see cref="Sampling.Autocorrelation.IntegratedTime"/>).
    /// </summary>
    /// <param name="chains">The draws, [chains][draws], chains of equal length with at least 4 finite draws.</param>
    /// <param name="name">What was sampled.</param>
    /// <param name="lags">The largest lag; six integrated times if not given, at least 20.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No chain, chains of unequal length, a draw that is not finite, or lags outside of the chain.</exception>
    public static GenericChart Autocorrelation(double[][] chains, string name, int? lags = null, string title = "")
    {
        CheckChains(chains);
        var length = chains[0].Length;
        var time = Sampling.Autocorrelation.IntegratedTime(chains);
        var last = lags ?? (int)Math.Min(length - 1, double.IsFinite(time) ? Math.Max(20, Math.Ceiling(6 * time)) : 20);
        if (last < 1 || last >= length)
            throw new ArgumentOutOfRangeException(nameof(lags), last, $"The largest lag must lie between 1 and {length - 1}, the draws of a chain less one.");
        var figure = new PlotBuilder(title, "Lag [draws]", "Autocorrelation of " + name);
        var noise = 1.96 / Math.Sqrt(length);
        figure.Add(Traces.Area([0, last], [-noise, -noise], [noise, noise], ChartStyle.Grey, "95 % of independent draws"));
        var rows = Thinning.Rows(last + 1, ChartStyle.MaximumPoints);
        double[] Shown(double[] correlation) => [.. rows.Select(r => correlation[r])];
        var x = rows.Select(r => (double)r).ToArray();
        for (var c = 0; c < chains.Length; c++)
            figure.Add(Traces.Line(x, Shown(Sampling.Autocorrelation.Of(chains[c])), ChartStyle.Colour(c), ChainName(c, chains.Length), 0.9));
        figure.Add(Traces.Line(x, Shown(Sampling.Autocorrelation.Mean(chains)), ChartStyle.Ink, string.Create(CultureInfo.InvariantCulture, $"mean: integrated time {time:G3}"), 2.5));
        figure.X.Set("range", (double[])[0, last]);
        // The upper right is empty in any such figure.
        return figure.LegendAt(0.98, 0.97).Build();
    }

    /// <summary>
    /// Bulk and tail effective sample size against the number of draws: both should rise in proportion. What stalls or jumps
    /// has not seen all of the distribution.
    /// </summary>
    /// <param name="chains">The draws, [chains][draws], chains of equal length with at least 4 finite draws.</param>
    /// <param name="name">What was sampled.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No chain, chains of unequal length, or a draw that is not finite.</exception>
    public static GenericChart EssEvolution(double[][] chains, string name, string title = "")
    {
        CheckChains(chains);
        var evolution = Diagnostics.EssEvolution(chains);
        var x = evolution.Select(e => (double)e.Draws * chains.Length).ToArray();
        var figure = new PlotBuilder(title, "Draws of all chains", "Effective sample size of " + name);
        figure.Add(Traces.Line([0, x[^1]], [Diagnostics.EssLimit, Diagnostics.EssLimit], ChartStyle.Grey, string.Create(CultureInfo.InvariantCulture, $"wanted: {Diagnostics.EssLimit}"), 1.3, "dash"));
        Add("bulk", e => e.EssBulk, 0);
        Add("tail", e => e.EssTail, 1);
        figure.X.Set("range", (double[])[0, 1.02 * x[^1]]);
        figure.Y.Set("rangemode", "tozero");
        return figure.LegendAbove().Build();

        void Add(string kind, Func<EssCheckpoint, double> size, int colour) => figure.Add(
            Traces.Line(x, evolution.Select(size), ChartStyle.Colour(colour), string.Create(CultureInfo.InvariantCulture, $"{kind}: {size(evolution[^1]):F0}"))
                .Set("mode", "lines+markers").Set("marker", new Plotly.NET.TraceObjects.Marker().Set("size", 6)));
    }

    /// <summary>
    /// The distribution of the energy over the run, and that of its changes from one draw to the next. Where the changes are
    /// much narrower, the momenta move too slowly between energies: heavy tails or a funnel (Betancourt, arXiv 1604.00695).
    /// </summary>
    /// <param name="energies">Energy at the start of each trajectory, [chains][draws], all finite, at least two draws a chain.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart; the legend has the range of E-BFMI over chains, which should be above 0.3.</returns>
    /// <exception cref="ArgumentException">No chain, a chain with fewer than two draws, or an energy that is not finite.</exception>
    public static GenericChart Energy(double[][] energies, string title = "")
    {
        ArgumentNullException.ThrowIfNull(energies);
        if (energies.Length == 0 || energies.Any(c => c.Length < 2 || !c.All(double.IsFinite)))
            throw new ArgumentException("An energy chart needs at least one chain of at least two finite energies.", nameof(energies));
        var mean = energies.SelectMany(c => c).Average();
        double[] levels = [.. energies.SelectMany(c => c).Select(e => e - mean)];
        double[] changes = [.. energies.SelectMany(c => c.Skip(1).Select((e, n) => e - c[n]))];
        var reach = Math.Max(levels.Max(Math.Abs), changes.Max(Math.Abs));
        var range = reach > 0 ? (-reach, reach) : (-1, 1);
        var bfmi = energies.Select(Diagnostics.Bfmi).ToArray();
        var figure = new PlotBuilder(title, "Energy [nats]", "Density");
        Add("E − mean E", levels, 0);
        Add("change of E per draw: E-BFMI " + Span(bfmi), changes, 1);
        figure.Y.Set("rangemode", "tozero");
        return figure.LegendAbove().Build();

        void Add(string name, double[] values, int colour)
        {
            var histogram = Histogram1D.Of(values, 50, range);
            figure.Add(Traces.Steps(histogram.Axis, histogram.Density, 0, ChartStyle.Colour(colour), name));
        }
    }

    private static string Span(double[] values) => values.Length > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{values.Min():F2} to {values.Max():F2}")
        : values[0].ToString("F2", CultureInfo.InvariantCulture);

    private static double[][] RankCounts(double[][] chains, int bins)
    {
        var draws = chains[0].Length;
        var order = Enumerable.Range(0, chains.Length * draws).ToArray();
        Array.Sort(chains.SelectMany(c => c).ToArray(), order);
        var counts = chains.Select(_ => new double[bins]).ToArray();
        for (var rank = 0; rank < order.Length; rank++)
            counts[order[rank] / draws][(int)((long)rank * bins / order.Length)]++;
        return counts;
    }

    private static LinearAxis Inner(string title, bool labelled) => PlotBuilder.Axis(title).Set("showticklabels", labelled).Set("ticks", labelled ? "outside" : "");

    // Many names would fill the figure.
    private static string? ChainName(int chain, int chains) => chains <= MostChainsNamed ? string.Create(CultureInfo.InvariantCulture, $"chain {chain + 1}") : null;

    private static void CheckChains(double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Length == 0 || chains.Any(c => c is null || c.Length < 4 || c.Length != chains[0].Length || !c.All(double.IsFinite)))
            throw new ArgumentException("The chart needs at least one chain, and chains of equal length with at least 4 draws, all finite.", nameof(chains));
    }
}
