namespace Hepbook.Tests.Support;

/// <summary>The files of a run of units.</summary>
internal static class RunFiles
{
    /// <summary>All that belongs to the result, in hexadecimal: timings, logs and what was submitted do not.</summary>
    public static SortedDictionary<string, string> Results(string run) => new(
        new[] { "plan.json", "study.json", "units", "merged" }.Select(name => Path.Combine(run, name))
            .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : File.Exists(path) ? [path] : [])
            .Where(file => Path.GetFileName(file) != "timing.json")
            .ToDictionary(file => Path.GetRelativePath(run, file).Replace('\\', '/'), file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);
}
