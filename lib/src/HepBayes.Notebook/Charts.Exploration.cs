using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Generative.Exploration;
using HepBayes.Notebooks.Plotting;
using Plotly.NET;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    private const int RecallPoints = 200;

    /// <summary>
    /// The found share of the wanted points against calls of the oracle, for several strategies: the mean over seeds, and its interval of 95 %
    /// (Student's t) as a band. A line ends with its shortest run.
    /// </summary>
    /// <param name="pool">Points of the pool: a dashed line shows what chance finds on average, calls / pool; null for none.</param>
    /// <param name="strategies">Names, and the curves of each seed.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No strategies, or one without curves or calls.</exception>
    public static GenericChart Recall(int? pool, params (string Name, IReadOnlyList<RecallCurve> Seeds)[] strategies)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        if (strategies.Length == 0 || strategies.Any(s => s.Seeds.Count == 0 || s.Seeds.Any(c => c.Calls == 0)))
            throw new ArgumentException("A chart of recall needs at least one strategy, and each at least one curve with calls.", nameof(strategies));
        var figure = new PlotBuilder("", "Calls of the oracle", "Found share of the wanted points");
        for (var i = 0; i < strategies.Length; i++)
        {
            var (name, seeds) = strategies[i];
            var last = seeds.Min(c => c.Calls);
            int[] calls = [.. Enumerable.Range(0, RecallPoints + 1).Select(p => (int)Math.Round((double)p * last / RecallPoints)).Distinct()];
            double[] x = [.. calls.Select(c => (double)c)];
            Interval[] means = [.. calls.Select(c => OverSeeds.Mean([.. seeds.Select(s => s.Recall(c))]))];
            if (seeds.Count > 1)
                figure.Add(Traces.Area(x, [.. means.Select(m => Math.Max(0, m.Low))], [.. means.Select(m => Math.Min(1, m.High))], ChartStyle.Colour(i), "").Set("showlegend", false));
            figure.Add(Traces.Line(x, means.Select(m => m.Value), ChartStyle.Colour(i), string.Create(CultureInfo.InvariantCulture, $"{name} ({seeds.Count} {(seeds.Count == 1 ? "seed" : "seeds")})")));
        }

        if (pool is { } points)
        {
            var end = strategies.Max(s => s.Seeds.Min(c => c.Calls));
            figure.Add(Traces.Line([0, (double)end], [0, Math.Min(1, (double)end / points)], ChartStyle.Ink, "chance, on average", dash: "dash"));
        }

        figure.Y.Set("range", (double[])[0, 1.02]);
        return figure.LegendAbove().Build();
    }
}
