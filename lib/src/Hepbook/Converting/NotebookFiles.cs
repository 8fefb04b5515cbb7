using Hepbook.Converting.Dib;
using Hepbook.Converting.Programs;
using Hepbook.Notebooks;

namespace Hepbook.Converting;

/// <summary>Reads and writes notebooks in the format that the file's ending names: <c>.ipynb</c>, <c>.dib</c> or <c>.cs</c>.</summary>
internal static class NotebookFiles
{
    /// <summary>Reads a notebook.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, or of another format.</exception>
    public static Notebook Read(string path) => Ending(path) == ".ipynb" ? NotebookReader.Read(path) : Parse(ReadText(path), path);

    /// <summary>Writes a notebook as text, and makes sure that it reads back as the same notebook.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="source">The file it came from: relative paths in it start in that file's folder.</param>
    /// <param name="target">The file that will hold the text.</param>
    /// <param name="notes">Receives what the reader should know about the result.</param>
    /// <exception cref="UserErrorException">The notebook holds something that the format cannot express.</exception>
    public static string ToText(Notebook notebook, string source, string target, ICollection<string> notes)
    {
        if (Ending(target) == ".ipynb")
            return NotebookWriter.ToText(notebook);
        var text = Ending(target) == ".dib" ? DibWriter.ToText(notebook, source) : ProgramWriter.ToText(notebook, source, target, notes);
        if (CellMetadata.FirstDifference(notebook, Parse(text, target)) is { } cell)
            throw new UserErrorException(
                $"{source}: {(cell == 0 ? "the notebook" : $"cell {cell}")} would not come back the same from {Path.GetFileName(target)}, so nothing was written. " +
                "Look for lines that begin like the file's own markers (#!, // %%, //|, //!, //+) and change them.");
        return text;
    }

    private static Notebook Parse(string text, string path) => Ending(path) == ".dib" ? DibReader.Parse(text, path) : ProgramReader.Parse(text);

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant() is (".ipynb" or ".dib" or ".cs") and var ending
        ? ending
        : throw new UserErrorException($"'{path}' ends in '{Path.GetExtension(path)}'; expected .ipynb, .dib or .cs.");

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(File.Exists(path) ? $"'{path}' could not be read: {e.Message}" : $"'{path}' does not exist. Give the path of a notebook (.ipynb, .dib or .cs).", e);
        }
    }
}
