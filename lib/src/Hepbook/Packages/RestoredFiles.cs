using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hepbook.Packages;

/// <summary>What a restore found for this computer.</summary>
/// <param name="Assemblies">The libraries to refer to and to load.</param>
/// <param name="Natives">The native libraries.</param>
internal sealed record RestoredFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives)
{
    /// <summary>Reads the list that a restore leaves.</summary>
    /// <param name="assets">The file <c>project.assets.json</c>.</param>
    /// <returns>The files; null if the list is not there or one of them is gone.</returns>
    public static RestoredFiles? Read(string assets)
    {
        if (!File.Exists(assets))
            return null;
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        var root = json.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
        var libraries = root.GetProperty("libraries");
        var target = root.GetProperty("targets").EnumerateObject().First(t => t.Name.EndsWith("/" + RuntimeInformation.RuntimeIdentifier, StringComparison.Ordinal)).Value;
        var files = new Dictionary<string, List<string>> { ["runtime"] = [], ["native"] = [] };
        foreach (var package in target.EnumerateObject().Where(p => p.Value.GetProperty("type").GetString() == "package"))
        {
            var path = libraries.GetProperty(package.Name).GetProperty("path").GetString()!;
            var home = folders.Select(f => Path.Combine(f, path)).FirstOrDefault(Directory.Exists);
            if (home is null)
                return null;
            foreach (var (kind, found) in files)
            {
                if (package.Value.TryGetProperty(kind, out var entries))
                    found.AddRange(entries.EnumerateObject().Where(e => Path.GetFileName(e.Name) != "_._").Select(e => Path.GetFullPath(Path.Combine(home, e.Name))));
            }
        }

        var result = new RestoredFiles([.. files["runtime"].Where(f => f.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))], files["native"]);
        return result.Assemblies.Concat(result.Natives).All(File.Exists) ? result : null;
    }
}
