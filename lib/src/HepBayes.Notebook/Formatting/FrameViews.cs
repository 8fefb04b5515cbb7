using System.Globalization;
using HepBayes.Data;
using Microsoft.Data.Analysis;

namespace HepBayes.Notebooks.Formatting;

/// <summary>The first rows of tables and frames, with their size.</summary>
internal static class FrameViews
{
    private const int Shown = 8;

    public static TableView Of(Table table)
    {
        var shown = Math.Min(Shown, table.Rows);
        var head = table.Head(shown);
        var numbers = table.Columns.Select(c => (object?[])[.. head[c]]);
        var texts = table.TextColumns.Select(c => (object?[])[.. head.Text(c)]);
        return View([.. table.Columns, .. table.TextColumns], [.. numbers, .. texts], Enumerable.Range(0, shown), table.Rows, $"; {table.Source}");
    }

    public static TableView Of(DataFrame frame)
    {
        var shown = (int)Math.Min(Shown, frame.Rows.Count);
        return View(
            [.. frame.Columns.Select(c => c.Name)],
            [.. frame.Columns.Select(c => Enumerable.Range(0, shown).Select(r => c[r]).ToArray())],
            Enumerable.Range(0, shown),
            frame.Rows.Count,
            "");
    }

    public static TableView Of(Deedle.IFrame frame) => frame.Apply(new DeedleView());

    private static TableView View(string[] names, object?[][] columns, IEnumerable<int> rows, long total, string source)
    {
        var cells = rows.Select(r => (IReadOnlyList<object?>)[r, .. columns.Select(c => c[r])]).ToList();
        return TableView.WithNote(["row", .. names], cells, Size(total, names.Length) + source);
    }

    private static string Size(long rows, int columns) => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows × {columns} columns");

    private sealed class DeedleView : Deedle.IFrameOperation<TableView>
    {
        public TableView Invoke<TRow, TColumn>(Deedle.Frame<TRow, TColumn> frame)
        {
            var columns = frame.ColumnKeys.ToArray();
            var rows = Enumerable.Range(0, Math.Min(Shown, frame.RowCount)).Select(r =>
            {
                var row = frame.Rows.GetAt(r);
                return (IReadOnlyList<object?>)[frame.RowIndex.KeyAt(r), .. Enumerable.Range(0, columns.Length).Select(c => row.TryGetAt(c) is { HasValue: true } v ? v.Value : null)];
            });
            return TableView.WithNote(["row", .. columns.Select(c => c?.ToString() ?? "")], [.. rows], Size(frame.RowCount, columns.Length));
        }
    }
}
