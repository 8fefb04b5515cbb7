using System.Text.Json.Nodes;

namespace Hepbook.Tests.Support;

/// <summary>The files of a run of units.</summary>
internal static class RunFiles
{
    /// <summary>All that belongs to the result, in hexadecimal: plan and study, unit.json and merge.json, and every file that these two name.</summary>
    public static SortedDictionary<string, string> Results(string run)
    {
        var lists = Directory.GetFiles(Path.Combine(run, "units"), "unit.json", SearchOption.AllDirectories).Append(Path.Combine(run, "merged", "merge.json")).ToArray();
        var files = new[] { "plan.json", "study.json" }.Select(name => Path.Combine(run, name)).Where(File.Exists).Concat(lists)
            .Concat(lists.SelectMany(list => JsonNode.Parse(File.ReadAllText(list))!["files"]!.AsObject().Select(file => Path.Combine(Path.GetDirectoryName(list)!, file.Key))));
        return new(files.ToDictionary(file => Path.GetRelativePath(run, file).Replace('\\', '/'), file => Convert.ToHexString(File.ReadAllBytes(file))), StringComparer.Ordinal);
    }
}
