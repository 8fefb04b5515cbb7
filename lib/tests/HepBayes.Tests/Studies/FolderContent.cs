using HepBayes.Studies;

namespace HepBayes.Tests.Studies;

/// <summary>The results in a folder of a run, to compare two of them byte for byte.</summary>
internal static class FolderContent
{
    /// <summary>Path and checksum of every file that unit.json or merge.json names, and of those two.</summary>
    public static IReadOnlyList<string> Of(string run) =>
        [.. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is "unit.json" or "merge.json")
            .SelectMany(stamp => Names(stamp).Select(name => Path.Combine(Path.GetDirectoryName(stamp)!, name)).Append(stamp))
            .Select(path => $"{Path.GetRelativePath(run, path)} {StudyJson.Sha256OfFile(path)}")
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Names(string stamp) => Path.GetFileName(stamp) == "unit.json"
        ? StudyJson.Read<UnitFile>(stamp, "unit").Files.Keys
        : StudyJson.Read<MergeFile>(stamp, "merge").Files.Keys;
}
