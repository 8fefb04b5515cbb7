namespace Hepbook.Converting.Programs;

/// <summary>Turns the <c>#r</c> and <c>#i</c> of a notebook into the <c>#:</c> directives of a program.</summary>
/// <param name="source">The notebook's file: relative paths start in its folder.</param>
/// <param name="target">The program's file.</param>
internal sealed class ProgramReferences(string source, string target)
{
    private const string Package = "nuget:";

    private readonly List<string> packages = [];
    private readonly List<string> feeds = [];

    /// <summary>The folders with libraries, relative to the program's folder, with forward slashes.</summary>
    public List<string> Folders { get; } = [];

    /// <summary>Adds what a cell refers to.</summary>
    public void Add(ScriptCell cell)
    {
        foreach (var reference in cell.References)
        {
            if (reference.StartsWith(Package, StringComparison.OrdinalIgnoreCase))
                AddOnce(packages, reference[Package.Length..].Replace(" ", "", StringComparison.Ordinal).Replace(',', '@') is var package && package.Contains('@') ? package : package + "@*");
            else if (reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                AddOnce(Folders, RelativeFolder(reference));
        }

        foreach (var feed in cell.Sources.Where(s => s.StartsWith(Package, StringComparison.OrdinalIgnoreCase)))
            AddOnce(feeds, feed[Package.Length..].Trim());
    }

    /// <summary>The directives, as they stand at the top of the program.</summary>
    /// <remarks>
    /// Directives name packages and projects only. A built library comes in through a property that the SDK adds to the
    /// references; and since libtorch should not be copied for every study, libraries stay where they are and are loaded
    /// from there. The rest makes the compiler read the code as a notebook would.
    /// </remarks>
    public IEnumerable<string> Directives()
    {
        foreach (var package in packages)
            yield return $"#:package {package}";
        if (feeds.Count > 0)
            yield return $"#:property RestoreAdditionalProjectSources={string.Join(';', feeds)}";
        if (Folders.Count > 0)
            yield return $"#:property AdditionalExplicitAssemblyReferences={string.Join(';', Folders.Select(f => (Path.IsPathRooted(f) ? f : $"$(MSBuildProjectDirectory)/{f}") + "/*.dll"))}";
        if (Folders.Count > 0 && packages.Count == 0)
        {
            yield return "#:property UseCommonOutputDirectory=true";
            yield return "#:property GenerateDependencyFile=false";
        }

        foreach (var setting in new[] { "PublishAot=false", "ImplicitUsings=disable", "Nullable=disable", "Optimize=true", "InvariantGlobalization=true", "WarningLevel=0" })
            yield return $"#:property {setting}";
    }

    private string RelativeFolder(string reference)
    {
        var file = Path.GetFullPath(reference, Path.GetDirectoryName(Path.GetFullPath(source))!);
        return Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(target))!, Path.GetDirectoryName(file)!).Replace('\\', '/');
    }

    private static void AddOnce(List<string> list, string item)
    {
        if (!list.Contains(item))
            list.Add(item);
    }
}
