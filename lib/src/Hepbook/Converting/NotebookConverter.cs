using Hepbook.Converting.Exercises;
using Hepbook.Notebooks;

namespace Hepbook.Converting;

/// <summary><c>hepbook convert</c>: one notebook file into another.</summary>
internal static class NotebookConverter
{
    /// <summary>Converts a file. The result is written as a whole or not at all.</summary>
    /// <param name="source">The file to read: .ipynb, .dib or .cs.</param>
    /// <param name="target">The file to write: .ipynb, .dib or .cs.</param>
    /// <param name="exercise">Whether to leave the solutions out (<see cref="ExerciseMaker"/>).</param>
    /// <param name="force">Whether an existing target is replaced.</param>
    /// <returns>What the reader should know about the result; empty if there is nothing to say.</returns>
    /// <exception cref="UserErrorException">The source cannot be read or converted, or the target exists.</exception>
    public static IReadOnlyList<string> Convert(string source, string target, bool exercise, bool force)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
            throw new UserErrorException($"'{source}' is both what is read and what is written. Give the result another name.");
        var notebook = NotebookFiles.Read(source);
        if (exercise)
            notebook = ExerciseMaker.Make(notebook, source);
        var notes = new List<string>();
        var text = NotebookFiles.ToText(notebook, source, target, notes);
        if (!force && Path.Exists(target))
            throw new UserErrorException($"'{target}' exists. Say --force to replace it, or give another name.");
        AtomicFile.WriteAllText(target, text);
        return notes;
    }
}
