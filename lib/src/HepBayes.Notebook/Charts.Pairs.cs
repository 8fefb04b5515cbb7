using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    // A page with fifteen panels of all points is slow to draw and shows no more.
    private const int MostPairPoints = 2_000;

    /// <summary>
    /// Every quantity against every other, its distribution on the diagonal, and draws whose trajectory diverged on top:
    /// where they crowd, the posterior is too curved for the step size.
    /// </summary>
    /// <param name="quantities">
    /// Two to six names and draws, [chains][draws], all finite: log scales, the log posterior and predictions rather than weights.
    /// </param>
    /// <param name="divergent">Whether the trajectory of each draw diverged, [chains][draws]; null to mark none.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart; of more than 2,000 draws an even selection is drawn, and the legend says so.</returns>
    /// <exception cref="ArgumentException">Too few or too many quantities, different shapes, or a draw that is not finite.</exception>
    public static GenericChart Pairs(IReadOnlyList<(string Name, double[][] Chains)> quantities, bool[][]? divergent = null, string title = "")
    {
        ArgumentNullException.ThrowIfNull(quantities);
        if (quantities.Count is < 2 or > 6)
            throw new ArgumentException($"A chart of pairs shows 2 to 6 quantities; got {quantities.Count}.", nameof(quantities));
        var draws = quantities.Select(q => Draws(q.Name, q.Chains, quantities[0].Chains)).ToArray();
        if (divergent is not null)
            CheckFlags(divergent, quantities[0].Chains);
        bool[] flags = divergent is null ? new bool[draws[0].Length] : [.. divergent.SelectMany(c => c)];
        var (plain, plainName) = Selection(flags, false, "draws");
        var (marked, markedName) = Selection(flags, true, "divergent");

        var (figure, count) = (new PlotBuilder(title, "", ""), quantities.Count);
        var panels = new Panels(figure, count, count, 0.025);
        var axes = draws.Select(d => Histogram1D.Of(d, 25).Axis).ToArray();
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < row; column++)
            {
                var (x, y) = (draws[column], draws[row]);
                var named = row == 1;
                panels.Add(row, column, PairAxis(quantities[column].Name, axes[column], row == count - 1), PairAxis(quantities[row].Name, axes[row], column == 0),
                    Cloud(x, y, plain, ChartStyle.Colour(0), plainName, 3.5, 0.4, named),
                    Cloud(x, y, marked, ChartStyle.Colour(1), markedName, 5.5, 0.9, named && divergent is not null));
            }

            panels.Add(row, row, PairAxis(quantities[row].Name, axes[row], row == count - 1), Inner("", false).Set("rangemode", "tozero").Set("showgrid", false),
                Traces.Steps(axes[row], Histogram1D.Of(draws[row], axes[row].Bins, (axes[row].Low, axes[row].High)).Density, 0, ChartStyle.Colour(0), null));
        }

        return figure.LegendAt(0.99, 0.99).Build(height: Math.Min(ChartStyle.Width, 220 + (130 * count)));
    }

    private static double[] Draws(string name, double[][] chains, double[][] first)
    {
        ArgumentNullException.ThrowIfNull(chains);
        double[] all = [.. chains.SelectMany(c => c)];
        if (!chains.Select(c => c.Length).SequenceEqual(first.Select(c => c.Length)) || all.Length < 2 || !all.All(double.IsFinite))
            throw new ArgumentException($"'{name}' must have at least two draws, all finite, and the same chains as the first quantity.", nameof(chains));
        return all;
    }

    private static void CheckFlags(bool[][] divergent, double[][] chains)
    {
        if (!divergent.Select(c => c.Length).SequenceEqual(chains.Select(c => c.Length)))
            throw new ArgumentException($"The flags of divergent draws have the lengths {string.Join(", ", divergent.Select(c => c.Length))}, the chains {string.Join(", ", chains.Select(c => c.Length))}; every draw has one flag.", nameof(divergent));
    }

    private static (int[] Rows, string Name) Selection(bool[] flags, bool flag, string what)
    {
        int[] all = [.. Enumerable.Range(0, flags.Length).Where(r => flags[r] == flag)];
        int[] rows = [.. Thinning.Rows(all.Length, MostPairPoints).Select(r => all[r])];
        return (rows, rows.Length == all.Length
            ? string.Create(CultureInfo.InvariantCulture, $"{what} ({all.Length:N0})")
            : string.Create(CultureInfo.InvariantCulture, $"{what} ({rows.Length:N0} of {all.Length:N0} shown)"));
    }

    private static LinearAxis PairAxis(string name, BinAxis axis, bool outer)
    {
        var margin = 0.03 * (axis.High - axis.Low);
        return Inner(outer ? name : "", outer).Set("range", (double[])[axis.Low - margin, axis.High + margin]).Set("nticks", 6).Set("tickangle", 0);
    }

    private static Trace Cloud(double[] x, double[] y, int[] rows, string colour, string name, double size, double opacity, bool named)
    {
        var trace = Traces.Points([.. rows.Select(r => x[r])], [.. rows.Select(r => y[r])], ChartStyle.Faint(colour, opacity), name, size: size);
        return trace.Set("showlegend", named).Set("legendgroup", name);
    }
}
