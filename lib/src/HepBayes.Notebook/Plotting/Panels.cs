using System.Globalization;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace HepBayes.Notebooks.Plotting;

/// <summary>Small plots in rows and columns, close together, inside one figure.</summary>
internal sealed class Panels(PlotBuilder figure, int rows, int columns, double gap)
{
    private int count;

    /// <summary>The left, right, bottom and top edge of a panel, in fractions of the figure.</summary>
    public (double Left, double Right, double Bottom, double Top) Place(int row, int column)
    {
        var (width, height) = ((1 + gap) / columns, (1 + gap) / rows);
        return (column * width, (column * width) + width - gap, 1 - ((row + 1) * height) + gap, 1 - (row * height));
    }

    /// <summary>Adds a panel, counted from the upper left, with its axes and traces.</summary>
    public void Add(int row, int column, LinearAxis x, LinearAxis y, params Trace[] traces)
    {
        var number = ++count == 1 ? "" : count.ToString(CultureInfo.InvariantCulture);
        var (left, right, bottom, top) = Place(row, column);
        figure.Layout
            .Set("xaxis" + number, x.Set("domain", (double[])[left, right]).Set("anchor", "y" + number))
            .Set("yaxis" + number, y.Set("domain", (double[])[bottom, top]).Set("anchor", "x" + number));
        figure.Add([.. traces.Select(t => t.Set("xaxis", "x" + number).Set("yaxis", "y" + number))]);
    }
}
