using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>Values with their intervals below each other, to compare many of them; what has no value is left out.</summary>
    /// <param name="names">What each value belongs to, from the top.</param>
    /// <param name="values">The values; without ends no interval is drawn.</param>
    /// <param name="valueTitle">The title of the value axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="reference">Where a dotted line is drawn; null for none.</param>
    /// <param name="range">The two ends of the value axis; values beyond an end are drawn as a triangle there. All values if not given.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">Different numbers of names and values, or no value.</exception>
    public static GenericChart Intervals(IReadOnlyList<string> names, IReadOnlyList<Interval> values, string valueTitle, string title = "", double? reference = null, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (names.Count != values.Count)
            throw new ArgumentException($"There are {names.Count} names but {values.Count} values; there must be one of each for every line.", nameof(names));
        (string Name, Interval Value)[] lines = [.. names.Zip(values).Where(line => double.IsFinite(line.Second.Value))];
        if (lines.Length == 0)
            throw new ArgumentException("A chart of intervals needs at least one value.", nameof(values));
        var figure = new PlotBuilder(title, valueTitle, "");
        double[] heights = [.. Enumerable.Range(0, lines.Length).Select(i => (double)i)];
        if (reference is { } at)
            figure.Add(Traces.Line([at, at], [-0.5, lines.Length - 0.5], ChartStyle.Grey, null, 1, "dot"));
        var (low, high) = range ?? (double.NegativeInfinity, double.PositiveInfinity);
        bool IsShown(int i) => lines[i].Value.Value >= low && lines[i].Value.Value <= high;
        int[] shown = [.. Enumerable.Range(0, lines.Length).Where(IsShown)], beyond = [.. Enumerable.Range(0, lines.Length).Where(i => !IsShown(i))];
        figure.Add(Traces.Points([.. shown.Select(i => lines[i].Value.Value)], [.. shown.Select(i => heights[i])], ChartStyle.Colour(0), null, size: 8)
            .Set("error_x", Traces.Errors([.. shown.Select(i => lines[i].Value)], ChartStyle.Colour(0))));
        foreach (var (end, symbol) in ((double, string)[])[(low, "triangle-left"), (high, "triangle-right")])
        {
            int[] there = [.. beyond.Where(i => lines[i].Value.Value < low == (end == low))];
            if (there.Length > 0)
                figure.Add(Traces.Points([.. there.Select(_ => end)], [.. there.Select(i => heights[i])], ChartStyle.Grey, null).Set("marker", new Plotly.NET.TraceObjects.Marker().Set("symbol", symbol).Set("size", 9).Set("color", ChartStyle.Grey)).Set("cliponaxis", false));
        }

        figure.Y.Set("range", (double[])[lines.Length - 0.5, -0.5]).Set("tickvals", heights).Set("ticktext", lines.Select(line => line.Name).ToArray()).Set("showgrid", false).Set("ticks", "");
        if (range is not null)
            figure.X.Set("range", (double[])[low, high]);
        return figure.Build(height: Math.Clamp(120 + (24 * lines.Length), 220, 900));
    }
}
