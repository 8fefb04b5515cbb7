using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using HepBayes.Sampling;
using HepBayes.Sampling.Targets;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>
    /// The way of one chain over a target of two parameters: its draws in order, early ones dark and late ones bright, and
    /// lines that hold 39, 86 and 99 % of the probability (of each mode).
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="run">A run on it.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="draws">How many draws are shown, from the first, at least 2; all that there are if more.</param>
    /// <param name="chain">The chain, from 0.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The run is not one of two parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such chain, or fewer than 2 draws.</exception>
    public static GenericChart Trajectory(PlaneTarget target, SamplingRun run, string title = "", int draws = 200, int chain = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        if (run.Parameters != 2)
            throw new ArgumentException($"The run has {run.Parameters} parameters; expected 2, those of {target.Name}.", nameof(run));
        if (chain < 0 || chain >= run.Chains)
            throw new ArgumentOutOfRangeException(nameof(chain), chain, $"The run has chains 0 to {run.Chains - 1}.");
        return Path(target, run.Parameter(0)[chain].Take(draws).ToArray(), run.Parameter(1)[chain].Take(draws).ToArray(), title);
    }

    /// <summary>
    /// A way over a target of two parameters, early points dark and late ones bright, and lines that hold 39, 86 and 99 % of
    /// the probability (of each mode).
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="x">First coordinate of each point.</param>
    /// <param name="y">Second coordinate of each point.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different numbers of coordinates, or none.</exception>
    public static GenericChart Path(PlaneTarget target, RealValues x, RealValues y, string title = "")
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckLengths(x, ("y values", y));
        if (x.Length == 0)
            throw new ArgumentException("A path needs at least one point.", nameof(x));
        var figure = new PlotBuilder(title, "x", "y");
        foreach (var radius in (double[])[3, 2, 1])
        {
            foreach (var outline in target.Outlines(radius))
                figure.Add(Traces.Line(outline.X, outline.Y, ChartStyle.Grey, null, width: 1).Set("hoverinfo", "skip"));
        }

        double[] px = [.. x], py = [.. y];
        var order = Enumerable.Range(0, px.Length).Select(i => (double)i).ToArray();
        var points = Traces.Points(px, py, ChartStyle.Ink, null, size: 4);
        points.Set("marker", new Marker().Set("size", 4).Set("color", order).Set("colorscale", "Viridis").Set("showscale", false))
            .Set("text", order.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i + 1:0}")).ToArray())
            .Set("hovertemplate", "%{text}: %{x:.3g}, %{y:.3g}<extra></extra>");
        figure.Add(Traces.Line(px, py, ChartStyle.Faint(ChartStyle.Ink, 0.35), null, width: 0.6).Set("hoverinfo", "skip"), points);
        figure.X.Set("range", (double[])[target.XRange.Low, target.XRange.High]);
        figure.Y.Set("range", (double[])[target.YRange.Low, target.YRange.High]);
        return figure.Build();
    }
}
