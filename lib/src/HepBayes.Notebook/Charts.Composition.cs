using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    /// <summary>Draws charts over one another, for example data over a band. Axes, title and legend are those of the first.</summary>
    /// <param name="first">The chart below.</param>
    /// <param name="others">Charts whose traces are added; give them different colours.</param>
    /// <returns>A new chart.</returns>
    public static GenericChart Overlay(GenericChart first, params GenericChart[] others)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(others);
        var traces = others.Prepend(first).SelectMany(GenericChart.getTraces);
        return GenericChart.NewMultiChart(
            Microsoft.FSharp.Collections.ListModule.OfSeq(traces), GenericChart.getLayout(first), GenericChart.getConfig(first), new DisplayOptions());
    }

    /// <summary>Puts charts side by side, row by row from the top left.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <param name="charts">The charts, at most <paramref name="rows"/> times <paramref name="columns"/>.</param>
    /// <returns>A new chart.</returns>
    /// <exception cref="ArgumentException">No charts, or more than the grid has places.</exception>
    public static GenericChart Grid(int rows, int columns, params GenericChart[] charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (charts.Length == 0 || charts.Length > rows * columns)
            throw new ArgumentException($"A grid of {rows} x {columns} holds 1 to {rows * columns} charts; got {charts.Length}.", nameof(charts));
        return ChartGrid.Combine(rows, columns, charts);
    }
}
