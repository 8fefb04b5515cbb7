using System.Globalization;
using HepBayes.Notebooks.Plotting;
using HepBayes.Training.Search;
using MathNet.Numerics.Statistics;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace HepBayes.Notebooks;

public static partial class Charts
{
    private const int SlicesInARow = 3;

    /// <summary>
    /// A search, trial by trial: the value of each complete trial, the best so far as a line, pruned trials at their last value, and
    /// failed ones at the lower edge.
    /// </summary>
    /// <param name="study">The study, with at least one trial.</param>
    /// <param name="valueTitle">What the objective is, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The study has no trials.</exception>
    public static GenericChart SearchHistory(Study study, string valueTitle, string title = "")
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Trials.Count == 0)
            throw new ArgumentException("The study has no trials yet; call Optimise first.", nameof(study));
        var figure = new PlotBuilder(title, "Trial", valueTitle);
        double[] numbers = [.. study.Trials.Select(t => (double)t.Number)];
        foreach (var (state, name, colour, symbol) in new[] { (TrialState.Complete, "complete", ChartStyle.Colour(0), "circle"), (TrialState.Pruned, "pruned, last value", ChartStyle.Colour(4), "triangle-down-open") })
        {
            var trials = study.Trials.Where(t => t.State == state).ToArray();
            if (trials.Length > 0)
                figure.Add(Marked([.. trials.Select(t => (double)t.Number)], [.. trials.Select(t => t.Value)], colour, symbol, $"{name} ({trials.Length})"));
        }

        var failed = study.Trials.Where(t => t.State == TrialState.Failed).ToArray();
        if (failed.Length > 0)
        {
            // At the edge, wherever the axis ends.
            figure.Add(Marked([.. failed.Select(t => (double)t.Number)], [.. failed.Select(_ => 0.03)], ChartStyle.Colour(1), "x", $"failed ({failed.Length})").Set("yaxis", "y2").Set("hovertext", failed.Select(t => t.Reason).ToArray()));
            figure.Layout.Set("yaxis2", PlotBuilder.Axis("").Set("range", (double[])[0, 1]).Set("overlaying", "y").Set("visible", false));
        }

        var best = Traces.Line(numbers, study.BestSoFar(), ChartStyle.Ink, "best so far")
            .Set("line", new Line().Set("color", ChartStyle.Ink).Set("width", 1.5).Set("shape", "hv"));
        return figure.Add(best).LegendAbove().Build();
    }

    /// <summary>
    /// The best value so far against the number of trials, for several ways to search: the median over repetitions with other seeds,
    /// and the band between two of their quantiles.
    /// </summary>
    /// <param name="valueTitle">What the objective is, with unit.</param>
    /// <param name="band">The share of the repetitions that the band holds, between 0 and 1.</param>
    /// <param name="searches">Names and repetitions, each with at least one trial; a line ends with its shortest repetition.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No searches, one without repetitions, or a study without trials.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static GenericChart SearchComparison(string valueTitle, double band, params (string Name, IReadOnlyList<Study> Repetitions)[] searches)
    {
        ArgumentNullException.ThrowIfNull(searches);
        if (!(band > 0 && band < 1))
            throw new ArgumentOutOfRangeException(nameof(band), band, "The band holds a share between 0 and 1, for example 0.8.");
        if (searches.Length == 0 || searches.Any(s => s.Repetitions.Count == 0 || s.Repetitions.Any(r => r.Trials.Count == 0)))
            throw new ArgumentException("A comparison needs at least one search, and each at least one repetition with trials.", nameof(searches));
        var figure = new PlotBuilder("", "Trials so far", valueTitle);
        for (var i = 0; i < searches.Length; i++)
        {
            var (name, repetitions) = searches[i];
            var runs = repetitions.Select(r => r.BestSoFar()).ToArray();
            var length = runs.Min(r => r.Length);
            double[] Quantiles(double share) => [.. Enumerable.Range(0, length).Select(t => runs.Select(r => r[t]).Where(double.IsFinite).Quantile(share))];
            double[] numbers = [.. Enumerable.Range(1, length).Select(t => (double)t)];
            figure.Add(
                Traces.Area(numbers, Quantiles((1 - band) / 2), Quantiles((1 + band) / 2), ChartStyle.Colour(i), "").Set("showlegend", false),
                Traces.Line(numbers, Quantiles(0.5), ChartStyle.Colour(i), $"{name} ({runs.Length} seeds)"));
        }

        figure.Note(string.Create(CultureInfo.InvariantCulture, $"lines: medians, bands: middle {100 * band:G3} % of the seeds"), 1, 1.01, "right", "bottom", 11);
        return figure.LegendAt(0.98, searches[0].Repetitions[0].Options.Direction == SearchDirection.Maximise ? 0.04 : 0.98).Build();
    }

    /// <summary>
    /// The value of the objective against each parameter, one panel a parameter, complete trials only; the colour is the number of the
    /// trial, so that one sees where the search went.
    /// </summary>
    /// <param name="study">The study, with at least one complete trial.</param>
    /// <param name="valueTitle">What the objective is, with unit.</param>
    /// <param name="parameters">The parameters to show; all that were used if not given.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">No trial is complete, or no complete trial used a parameter.</exception>
    public static GenericChart SearchSlices(Study study, string valueTitle, params string[] parameters)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(parameters);
        var complete = study.Trials.Where(t => t.State == TrialState.Complete).ToArray();
        string[] names = parameters.Length > 0 ? parameters : [.. study.Parameters.Select(p => p.Name).Where(n => complete.Any(t => t.Has(n)))];
        if (names.Length == 0)
            throw new ArgumentException("No trial is complete, so there is nothing to show.", nameof(study));
        var columns = Math.Min(SlicesInARow, names.Length);
        var panels = names.Select((name, i) => Slice(complete, name, i % columns == 0 ? valueTitle : "")).ToArray();
        return Grid((names.Length + columns - 1) / columns, columns, panels);
    }

    private static GenericChart Slice(FinishedTrial[] complete, string name, string valueTitle)
    {
        var trials = complete.Where(t => t.Has(name)).ToArray();
        if (trials.Length == 0)
            throw new ArgumentException($"No complete trial used a parameter '{name}'.");
        var parameter = trials[0].Values.First(v => v.Parameter.Name == name).Parameter;
        var figure = new PlotBuilder("", name, valueTitle);
        var points = Traces.Points([.. trials.Select(t => t[name])], [.. trials.Select(t => t.Value)], ChartStyle.Colour(0), null)
            .Set("marker", new Marker().Set("size", 7).Set("color", trials.Select(t => t.Number).ToArray()).Set("colorscale", "Viridis").Set("showscale", false))
            .Set("hovertext", trials.Select(t => $"trial {t.Number}: {name} = {t.Text(name)}").ToArray());
        if (parameter is NumericParameter { IsLogarithmic: true } range)
            PlotBuilder.Logarithmic(figure.X, range.Low / 1.1, range.High * 1.1);
        if (parameter is NumericParameter { IsInteger: true, IsLogarithmic: false } whole && whole.High - whole.Low < 10)
            figure.X.Set("dtick", 1);
        if (parameter is CategoricalParameter { Choices: var choices })
            figure.X.Set("tickvals", Enumerable.Range(0, choices.Count).ToArray()).Set("ticktext", choices.ToArray()).Set("range", (double[])[-0.5, choices.Count - 0.5]);
        return figure.Add(points).Build();
    }

    private static Plotly.NET.Trace Marked(double[] x, double[] y, string colour, string symbol, string name) =>
        Traces.Points(x, y, colour, name).Set("marker", new Marker().Set("color", colour).Set("size", 8).Set("symbol", symbol));
}
