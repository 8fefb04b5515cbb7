using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Hepbook.Engine;

/// <summary>
/// Where the libraries of a notebook lie. What one of them needs is looked for there, and whatever version is asked for,
/// the one that is there is given: all cells and the host see one version of each.
/// </summary>
internal sealed class LibraryFolders : IDisposable
{
    private static readonly Dictionary<string, string> Own = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).DistinctBy(Path.GetFileNameWithoutExtension).ToDictionary(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase);

    private readonly Lock gate = new();
    private readonly List<string> folders = [];
    private readonly List<string> natives = [];

    public LibraryFolders()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveNative;
    }

    /// <summary>Adds the folders of libraries.</summary>
    public void Add(IEnumerable<string> files) => AddFolders(folders, files);

    /// <summary>Adds the folders of native libraries.</summary>
    public void AddNative(IEnumerable<string> files) => AddFolders(natives, files);

    /// <summary>The files to refer to instead: of what the host has itself, its own, and none for parts of the framework.</summary>
    public static IEnumerable<string> WithoutOwn(IEnumerable<string> files)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return files.Select(f => Own.GetValueOrDefault(Path.GetFileNameWithoutExtension(f), f)).Where(f => Path.GetDirectoryName(f) != framework);
    }

    /// <summary>The file of a library; null if none of the folders has it.</summary>
    public string? FileOf(string? name)
    {
        lock (gate)
            return folders.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
    }

    /// <summary>Loads a library beside the host's own; null if another file of its name is in use or it is no .NET library.</summary>
    public static Assembly? Load(string name, string file)
    {
        try
        {
            return Loaded(name) ?? AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException)
        {
            // The script's own loader decides, and reports.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll -= ResolveNative;
    }

    private static Assembly? Loaded(string? name) => AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => a.GetName().Name == name);

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Loaded(name.Name) ?? (FileOf(name.Name) is { } file ? Load(name.Name!, file) : null);

    private nint ResolveNative(Assembly assembly, string name)
    {
        string[] searched;
        lock (gate)
            searched = [.. natives];
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        string[] spellings = [name, name + suffix, prefix + name + suffix, prefix + name];
        var file = searched.SelectMany(f => spellings.Select(s => Path.Combine(f, s))).FirstOrDefault(File.Exists);
        return file is not null && NativeLibrary.TryLoad(file, out var handle) ? handle : 0;
    }

    private void AddFolders(List<string> list, IEnumerable<string> files)
    {
        lock (gate)
            list.AddRange(files.Select(f => Path.GetDirectoryName(f)!).Distinct().Where(f => !string.IsNullOrEmpty(f) && !list.Contains(f)));
    }
}
