using System.Globalization;
using HepBayes.Physics;

namespace HepBayes.Notebooks.Formatting;

/// <summary>Fits, systematic errors and toys as tables.</summary>
internal static class FitViews
{
    public static TableView Of(FitResult fit) => TableView.WithNote(
        FitTable.Headers,
        [.. FitTable.Rows(fit).Select(row => (IReadOnlyList<object?>)[.. row.Select((cell, column) => column is > 0 and < 5 ? Number(cell) : cell)])],
        string.Join("; ", fit.Warnings.Select(w => "warning: " + w).Prepend(FitTable.Note(fit))));

    public static TableView Of(SystematicTable table) => TableView.WithNote(
        [table.Nominal.Name, table.Nominal.Unit.Length > 0 ? $"value [{table.Nominal.Unit}]" : "value", "shift or error"],
        [.. table.Rows().Select(r => (IReadOnlyList<object?>)[r.Source, Number(r.Value), Number(r.Shift)])],
        table.Summary());

    public static TableView Of(ToyStudy study) => TableView.WithNote(
        ["parameter", "truth", "pull mean", "pull width", "coverage of one standard deviation"],
        [.. study.AllPulls().Select(p => (IReadOnlyList<object?>)[p.Parameter, p.Truth, Number(PlusMinus(p.Mean, p.MeanError)), Number(PlusMinus(p.Width, p.WidthError)), p.Coverage])],
        string.Create(CultureInfo.InvariantCulture, $"{study.Toys:N0} toys, {study.Failures.Count} failed; goodness of fit {study.Probability}"));

    private static string PlusMinus(double value, double error) => string.Create(CultureInfo.InvariantCulture, $"{value:F3} ± {error:F3}");

    private static object? Number(string text) => text.Length > 0 ? new Cells.Written(text) : null;
}
