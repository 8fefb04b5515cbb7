using Hepbook.Running;

namespace Hepbook.Cli;

/// <summary>Finds the notebooks that a command line names.</summary>
internal static class NotebookList
{
    /// <summary>Expands folders to the notebooks directly in them, sorted by name.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">How they are run; used to refuse results that would overwrite each other.</param>
    /// <exception cref="UserErrorException">A path does not exist, a folder has no notebook, or two results would have the same name.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths, RunOptions options)
    {
        var files = paths.SelectMany(Files).DistinctBy(Path.GetFullPath).ToArray();
        foreach (var group in files.GroupBy(f => OutputPaths.Of(f, options).Html).Where(g => g.Count() > 1))
            throw new UserErrorException($"{string.Join(" and ", group)} would write the same files. Run them separately with different --output folders.");
        foreach (var file in files.Where(f => !options.InPlace && OutputPaths.Of(f, options).Notebook == Path.GetFullPath(f)))
            throw new UserErrorException($"'{file}' would be overwritten by its own result. Say so with --in-place, or choose another --output folder.");
        return files;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            var found = Directory.GetFiles(path, "*.ipynb").Order(StringComparer.Ordinal).ToArray();
            return found.Length > 0 ? found : throw new UserErrorException($"'{path}' holds no notebook (.ipynb).");
        }

        if (path.StartsWith("--", StringComparison.Ordinal) && !File.Exists(path))
            throw new UserErrorException($"there is no option '{path}'. 'hepbook run --help' lists them.");
        return File.Exists(path)
            ? [path]
            : throw new UserErrorException($"'{path}' does not exist. Give the path of a notebook (.ipynb) or of a folder with notebooks.");
    }
}
