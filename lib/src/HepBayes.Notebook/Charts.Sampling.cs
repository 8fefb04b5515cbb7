using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using HepBayes.Training;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>
    /// The draws of several chains in order, and beside them the distribution in each chain: chains that have converged
    /// look like the same noise and have the same distribution.
    /// </summary>
    /// <param name="chains">The draws of each chain; at least one chain, each with at least one draw.</param>
    /// <param name="name">What was sampled, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="divergent">Whether the trajectory of each draw diverged, [chains][draws]: marks below the traces; null to mark none.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No chain, an empty chain, a draw that is not finite, or flags of another shape.</exception>
    public static GenericChart Trace(double[][] chains, string name, string title = "", bool[][]? divergent = null)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Length == 0 || chains.Any(c => c.Length == 0))
            throw new ArgumentException("A trace chart needs at least one chain, and each chain at least one draw.", nameof(chains));
        var figure = new PlotBuilder(title, "Draw", name);
        var axis = Histogram1D.Of(chains.SelectMany(c => c).ToArray(), 25).Axis;
        for (var i = 0; i < chains.Length; i++)
        {
            var rows = Thinning.Rows(chains[i].Length, ChartStyle.MaximumPoints);
            var colour = ChartStyle.Colour(i);
            var chain = chains[i];
            figure.Add(Traces.Line(rows.Select(r => (double)r), rows.Select(r => chain[r]), colour, string.Create(CultureInfo.InvariantCulture, $"chain {i + 1}"), width: 0.9));
            figure.Add(Sideways(axis, Histogram1D.Of(chain, axis.Bins, (axis.Low, axis.High)).Density, colour));
        }

        if (divergent is not null)
        {
            CheckFlags(divergent, chains);
            figure.Add(Rug(divergent, axis.Low - (0.05 * (axis.High - axis.Low))));
        }

        figure.X.Set("domain", (double[])[0, 0.78]).Set("range", (double[])[0, chains.Max(c => c.Length) - 1]);
        figure.Layout
            .Set("xaxis2", PlotBuilder.Axis("Density").Set("domain", (double[])[0.8, 1]).Set("anchor", "y2").Set("showticklabels", false).Set("ticks", "").Set("rangemode", "tozero"))
            .Set("yaxis2", PlotBuilder.Axis("").Set("anchor", "x2").Set("matches", "y").Set("showticklabels", false));
        return figure.LegendAbove().Build();
    }

    /// <summary>The loss during training, dotted on training rows and solid on validation rows, one colour per network; a dot marks the epoch that was kept.</summary>
    /// <param name="history">What training recorded.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the loss is drawn logarithmically; for losses above 0.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Training(TrainingHistory history, string title = "", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(history);
        var figure = new PlotBuilder(title, "Epoch", "Negative log-likelihood per row [nats]");
        for (var i = 0; i < history.Training.Length; i++)
        {
            var network = history.Training.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" {i + 1}") : "";
            var (training, validation, colour) = (history.Training[i], i < history.Validation.Length ? history.Validation[i] : [], ChartStyle.Colour(i));
            figure.Add(Curve(training, colour, "training" + network, "dot"));
            if (validation.Length == 0)
                continue;
            var best = history.BestEpoch[i];
            figure.Add(Curve(validation, colour, "validation" + network, null));
            figure.Add(Traces.Points([best + 1], [validation[best]], colour, null, size: 9));
        }

        var losses = history.Training.Concat(history.Validation).SelectMany(l => l).Where(l => l > 0).ToArray();
        if (logarithmic && losses.Length > 0)
            PlotBuilder.Logarithmic(figure.Y, 0.8 * losses.Min(), 1.25 * losses.Max());
        return figure.LegendAbove().Build();
    }

    private static Trace Curve(double[] losses, string colour, string name, string? dash)
    {
        var rows = Thinning.Rows(losses.Length, ChartStyle.MaximumPoints);
        return Traces.Line(rows.Select(r => r + 1.0), rows.Select(r => losses[r]), colour, name, dash: dash);
    }

    // One mark for every draw at which some chain diverged.
    private static Trace Rug(bool[][] divergent, double height)
    {
        double[] draws = [.. divergent.SelectMany(c => c.Index().Where(d => d.Item).Select(d => (double)d.Index))];
        var rows = Thinning.Rows(draws.Length, ChartStyle.MaximumPoints);
        var name = string.Create(CultureInfo.InvariantCulture, $"divergent ({draws.Length:N0})");
        var trace = Traces.Points([.. rows.Select(r => draws[r])], [.. rows.Select(_ => height)], ChartStyle.Ink, name);
        return trace.Set("marker", new Plotly.NET.TraceObjects.Marker().Set("symbol", "line-ns-open").Set("color", ChartStyle.Ink).Set("size", 10));
    }

    private static Trace Sideways(BinAxis axis, double[] density, string colour) =>
        Traces.Line(
            Enumerable.Range(0, axis.Bins).SelectMany(b => (double[])[density[b], density[b]]).Prepend(0).Append(0),
            Enumerable.Range(0, axis.Bins).SelectMany(b => (double[])[axis.Edges[b], axis.Edges[b + 1]]).Prepend(axis.Low).Append(axis.High),
            colour,
            null,
            width: 1.5).Set("xaxis", "x2").Set("yaxis", "y2");
}
