using System.Net;
using System.Text;
using HepBayes.Notebooks.Formatting;

namespace HepBayes.Notebooks;

/// <summary>
/// A small table to look at: numbers and intervals stand right-aligned with five significant digits, everything else
/// left-aligned. It draws itself when it is the last expression of a cell.
/// </summary>
/// <example><code>
/// TableView.Of(["cut", "precision", "recall"], ["mean", matrix.Precision, matrix.Recall])
/// </code></example>
public sealed class TableView
{
    private readonly string[] headers;
    private readonly string[][] cells;
    private readonly bool[] rightAligned;
    private readonly string note;

    private TableView(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<object?>> rows, string note)
    {
        this.headers = [.. headers];
        this.note = note;
        for (var r = 0; r < rows.Count; r++)
        {
            if (rows[r].Count != headers.Count)
                throw new ArgumentException($"Row {r} has {rows[r].Count} cells, but there are {headers.Count} headers.");
        }

        cells = [.. rows.Select(row => row.Select(Cells.Text).ToArray())];
        rightAligned = [.. headers.Select((_, c) => rows.Any(row => Cells.IsNumber(row[c])) && rows.All(row => row[c] is null || Cells.IsNumber(row[c])))];
    }

    /// <summary>Makes a table from rows of cells.</summary>
    /// <param name="headers">The column titles, with units where there are any.</param>
    /// <param name="rows">One array per row, as long as <paramref name="headers"/>: numbers, <see cref="Evaluation.Interval"/>s, texts or null.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A row is not as long as the headers.</exception>
    public static TableView Of(IReadOnlyList<string> headers, params object?[][] rows)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(rows);
        return new TableView(headers, rows, "");
    }

    /// <summary>Makes a table from objects: one row each, one column per public property.</summary>
    /// <typeparam name="T">The type whose properties become columns.</typeparam>
    /// <param name="records">The objects.</param>
    /// <returns>The table.</returns>
    public static TableView OfRecords<T>(IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var properties = typeof(T).GetProperties().Where(p => p.GetIndexParameters().Length == 0).ToArray();
        return new TableView(
            [.. properties.Select(p => p.Name)], [.. records.Select(record => properties.Select(p => p.GetValue(record)).ToArray())], "");
    }

    /// <summary>The table as aligned text.</summary>
    /// <returns>One line per row.</returns>
    public override string ToString()
    {
        var widths = headers.Select((h, c) => cells.Select(row => row[c].Length).Append(h.Length).Max()).ToArray();
        string Line(string[] row) => string.Join("  ", row.Select((t, c) => rightAligned[c] ? t.PadLeft(widths[c]) : t.PadRight(widths[c]))).TrimEnd();
        var lines = cells.Select(Line).Prepend(string.Join("  ", widths.Select(w => new string('-', w)))).Prepend(Line(headers));
        return string.Join('\n', note.Length > 0 ? lines.Append(note) : lines);
    }

    internal static TableView WithNote(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<object?>> rows, string note) => new(headers, rows, note);

    internal string ToHtml()
    {
        // Colours come from the page, so that dark themes work; alignment does not, because Jupyter right-aligns every cell.
        var html = new StringBuilder("""
            <style>.hb-table{border-collapse:collapse;font-size:.92em}.hb-table th,.hb-table td{padding:.2em .8em;border:0;text-align:left!important;white-space:nowrap}.hb-table th{border-bottom:1.5px solid currentColor}.hb-table td{border-bottom:1px solid rgba(128,128,128,.25)}.hb-table .r.r{text-align:right!important;font-variant-numeric:tabular-nums}.hb-note{opacity:.7;font-size:.85em;padding:.3em .8em}</style><div style="overflow-x:auto"><table class="hb-table">
            """);
        Row(html, "th", headers);
        foreach (var row in cells)
            Row(html, "td", row);
        html.Append("</table></div>");
        if (note.Length > 0)
            html.Append("<div class=\"hb-note\">").Append(WebUtility.HtmlEncode(note)).Append("</div>");
        return html.ToString();
    }

    private void Row(StringBuilder html, string tag, string[] row)
    {
        html.Append("<tr>");
        for (var c = 0; c < row.Length; c++)
            html.Append('<').Append(tag).Append(rightAligned[c] ? " class=\"r\">" : ">").Append(WebUtility.HtmlEncode(row[c])).Append("</").Append(tag).Append('>');
        html.Append("</tr>");
    }
}
