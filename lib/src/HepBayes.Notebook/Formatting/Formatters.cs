using System.Globalization;
using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Sampling;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace HepBayes.Notebooks.Formatting;

/// <summary>Tells the host's formatters how the types of the notebooks are drawn.</summary>
internal static class Formatters
{
    public const string Html = "text/html";
    public const string Plain = "text/plain";
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string ScorecardJson = "application/vnd.hepbayes.scorecard+json";

    /// <summary>Registers everything; a second call changes nothing that is seen.</summary>
    /// <param name="keepsJson">Whether the host stores JSON types as objects; where it does not, only HTML is sent.</param>
    public static void Register(bool keepsJson)
    {
        // Charts and scorecards carry data beside the picture.
        Register<GenericChart>(ChartFormatter.Html, ChartFormatter.Text, (Plotly, GenericChart.toJson), keepsJson);
        Register<Scorecard>(s => s.ToHtml(), s => s.ToString(), (ScorecardJson, s => s.ToJson()), keepsJson);
        Register<RunSummary>(s => Summary(s).ToHtml(), s => s.ToString());
        Register<IEnumerable<PosteriorSummary>>(s => Quantities(s).ToHtml(), s => PosteriorSummary.Table(s));
        Register<PosteriorSummary>(s => Quantities([s]).ToHtml(), s => s.ToString());
        Register<DivergenceReport>(r => Divergences(r).ToHtml(), r => r.ToString());
        Register<TrajectoryStatistics>(t => Trajectories(t).ToHtml(), t => t.ToString());
        Register<IEnumerable<ColumnSummary>>(s => Columns(s).ToHtml(), s => Columns(s).ToString());
        Register<FitResult>(f => FitViews.Of(f).ToHtml(), f => f.ToString());
        Register<SystematicTable>(t => FitViews.Of(t).ToHtml(), t => t.ToString());
        Register<ToyStudy>(t => FitViews.Of(t).ToHtml(), t => t.ToString());
        Register<TableView>(t => t.ToHtml(), t => t.ToString());
        Register<TorchSharp.torch.Tensor>(TensorViews.Html, TensorViews.Text);
        Register<Table>(t => FrameViews.Of(t).ToHtml(), t => FrameViews.Of(t).ToString());
        Register<DataFrame>(f => FrameViews.Of(f).ToHtml(), f => FrameViews.Of(f).ToString());
        Register<Deedle.IFrame>(f => FrameViews.Of(f).ToHtml(), f => FrameViews.Of(f).ToString());
    }

    private static TableView Summary(RunSummary summary) =>
        TableView.Of(["diagnostic", "value", "remark"], [.. summary.Lines().Select(l => (object?[])[l.Name, l.Value, l.Remark])]);

    private static TableView Quantities(IEnumerable<PosteriorSummary> summaries) => TableView.Of(
        ["quantity", "mean", "MCSE", "sd", "median", "5 %", "95 %", "R-hat", "bulk ESS", "tail ESS"],
        [.. summaries.Select(s => (object?[])[s.Name, s.Mean, s.McseMean, s.StandardDeviation, s.Median, s.Quantile05, s.Quantile95, s.Convergence.Rhat, Math.Round(s.Convergence.EssBulk), Math.Round(s.Convergence.EssTail)])]);

    private static TableView Divergences(DivergenceReport report) => TableView.WithNote(
        ["quantity", "distance", "shift [sd]", "spread of the others"],
        [.. report.Contrasts.Select(c => (object?[])[c.Name, c.Distance, c.Shift, c.Narrowing])],
        $"{report.Indices.Count} of {report.Draws} draws diverged");

    private static TableView Trajectories(TrajectoryStatistics statistics) => TableView.WithNote(
        ["a draw", "mean", "most", "limit", "share at the limit"],
        [.. new (string Name, LimitedCount? Count)[] { ("leapfrog steps", statistics.Leapfrogs), ("tree depth", statistics.TreeDepth) }
            .Where(c => c.Count is not null).Select(c => (object?[])[c.Name, c.Count!.Value.Mean, c.Count.Value.Maximum, c.Count.Value.Limit, c.Count.Value.ShareAtLimit])],
        string.Create(CultureInfo.InvariantCulture, $"acceptance {statistics.Acceptance:F3}, of the chains {statistics.ChainAcceptance.Min():F3} to {statistics.ChainAcceptance.Max():F3}"));

    private static TableView Columns(IEnumerable<ColumnSummary> columns) => TableView.Of(
        ["column", "rows", "missing", "mean", "sd", "min", "5 %", "median", "95 %", "max"],
        [.. columns.Select(c => (object?[])[c.Column, c.Count, c.Missing, c.Mean, c.StandardDeviation, c.Minimum, c.Quantile05, c.Median, c.Quantile95, c.Maximum])]);

    private static void Register<T>(Func<T, string> html, Func<T, string> text, (string MimeType, Func<T, string> Write)? json = null, bool keepsJson = false)
    {
        Formatter.Register(typeof(T), (value, writer) => writer.Write(html((T)value)), Html);
        Formatter.Register(typeof(T), (value, writer) => writer.Write(text((T)value)), Plain);
        if (json is { } extra)
            Formatter.Register(typeof(T), (value, writer) => writer.Write(extra.Write((T)value)), extra.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(T), json is { } data && keepsJson ? [data.MimeType, Html, Plain] : [Html]);
    }
}
