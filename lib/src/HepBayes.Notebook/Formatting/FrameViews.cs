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
        return View([.. table.Columns, .. table.TextColumns], [.. numbers, .. texts], Numbered(shown), table.Rows, $"; {table.Source}");
    }

    public static TableView Of(DataFrame frame)
    {
        var shown = (int)Math.Min(Shown, frame.Rows.Count);
        return View(
            [.. frame.Columns.Select(c => c.Name)],
            [.. frame.Columns.Select(c => Enumerable.Range(0, shown).Select(r => c[r]).ToArray())],
            Numbered(shown),
            frame.Rows.Count,
            "");
    }

    public static TableView Of(Deedle.IFrame frame) => frame.Apply(new DeedleView());

    private static object?[] Numbered(int rows) => [.. Enumerable.Range(0, rows)];

    private static TableView View(string[] names, object?[][] columns, object?[] keys, long rows, string source)
    {
        var written = Array.ConvertAll(columns, Cells.Column);
        var cells = keys.Select((key, r) => (IReadOnlyList<object?>)[key, .. written.Select(c => c[r])]).ToList();
        var size = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows × {names.Length} columns");
        return TableView.WithNote(["row", .. names], cells, size + source);
    }

    private sealed class DeedleView : Deedle.IFrameOperation<TableView>
    {
        public TableView Invoke<TRow, TColumn>(Deedle.Frame<TRow, TColumn> frame)
        {
            var names = frame.ColumnKeys.Select(c => c?.ToString() ?? "").ToArray();
            var shown = Enumerable.Range(0, Math.Min(Shown, frame.RowCount)).ToArray();
            var rows = shown.Select(frame.Rows.GetAt).ToArray();
            object?[][] columns = [.. names.Select((_, c) => rows.Select(row => row.TryGetAt(c) is { HasValue: true } v ? v.Value : null).ToArray())];
            return View(names, columns, [.. shown.Select(r => (object?)frame.RowIndex.KeyAt(r))], frame.RowCount, "");
        }
    }
}
