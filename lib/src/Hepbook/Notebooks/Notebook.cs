using System.Text.Json.Nodes;

namespace Hepbook.Notebooks;

/// <summary>A notebook in the format nbformat 4.5.</summary>
internal sealed class Notebook
{
    /// <summary>The minor format version that is written.</summary>
    public const int FormatMinor = 5;

    /// <summary>The cells in order.</summary>
    public List<NotebookCell> Cells { get; } = [];

    /// <summary>The notebook's metadata (kernelspec, language_info and so on), kept as read.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The cells that run, in order.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(c => c.Kind == CellKind.Code);

    /// <summary>Removes every output and execution number.</summary>
    public void ClearOutputs()
    {
        foreach (var cell in CodeCells)
        {
            cell.Outputs = [];
            cell.ExecutionCount = null;
        }
    }
}
