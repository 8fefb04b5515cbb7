using Hepbook.Notebooks;

namespace Hepbook.Running;

/// <summary>Names a cell on one line of the terminal.</summary>
internal static class CellLabel
{
    private const int Longest = 70;

    /// <summary>The heading that the text before the cell begins with, or else the cell's first line.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="cell">One of its code cells.</param>
    public static string Of(Notebook notebook, NotebookCell cell)
    {
        var index = notebook.Cells.IndexOf(cell);
        var heading = index > 0 && notebook.Cells[index - 1] is { Kind: CellKind.Markdown } text
            ? text.Source.Split('\n').FirstOrDefault(l => l.StartsWith('#'))?.TrimStart('#').Trim()
            : null;
        var label = string.IsNullOrEmpty(heading) ? FirstLine(cell.Source) : heading;
        return label.Length <= Longest ? label : label[..(Longest - 1)] + "…";
    }

    private static string FirstLine(string source)
    {
        var lines = source.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("#!", StringComparison.Ordinal));
        return (lines.FirstOrDefault() ?? "").TrimStart('/').Trim();
    }
}
