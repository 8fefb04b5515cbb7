using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Hepbook.Engine;

/// <summary>
/// Loads the libraries that a notebook refers to, with what they depend on, beside the host's own assemblies.
/// </summary>
/// <remarks>
/// Roslyn's loader gives every referenced file a load context of its own. A library would then get a second copy of what
/// the host has (formatters registered there never reach the host), and two libraries compiled against different versions
/// of FSharp.Core would see different types. One context and one version of each assembly avoids both.
/// </remarks>
internal sealed class NotebookLibraries : MetadataReferenceResolver, IDisposable
{
    private readonly ScriptMetadataResolver resolver;
    private readonly InteractiveAssemblyLoader loader;
    private readonly Lock gate = new();
    private readonly List<string> folders = [];
    private readonly HashSet<string> known = [];

    /// <summary>Starts without libraries.</summary>
    /// <param name="folder">Where relative paths in <c>#r</c> start.</param>
    /// <param name="loader">The loader of the scripts; told about every library.</param>
    public NotebookLibraries(string folder, InteractiveAssemblyLoader loader)
    {
        resolver = ScriptMetadataResolver.Default.WithBaseDirectory(folder);
        this.loader = loader;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => resolver.ResolveMissingAssemblies;

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var found = resolver.ResolveReference(reference, baseFilePath, properties);
        lock (gate)
        {
            foreach (var folder in found.Select(f => Path.GetDirectoryName(f.FilePath)).Where(f => f is not null && !folders.Contains(f)))
                folders.Add(folder!);
        }

        return found;
    }

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        resolver.ResolveMissingAssembly(definition, referenceIdentity);

    /// <summary>Loads the libraries that a compiled cell needs, before it runs.</summary>
    public void Load(Compilation compilation)
    {
        foreach (var identity in compilation.ReferencedAssemblyNames.Where(i => known.Add(i.Name)))
        {
            if (FileOf(identity.Name) is { } file && LoadShared(identity.Name, file) is { } assembly)
                loader.RegisterDependency(assembly);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => AssemblyLoadContext.Default.Resolving -= Resolve;

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    // Whatever version is asked for, the one that is there is given.
    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Loaded(name.Name) ?? (FileOf(name.Name) is { } file ? LoadShared(name.Name!, file) : null);

    private string? FileOf(string? name)
    {
        lock (gate)
            return folders.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
    }

    private static Assembly? LoadShared(string name, string file)
    {
        try
        {
            return Loaded(name) ?? AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException)
        {
            // Another file of this name is in use, or it is no .NET library: the script's own loader decides, and reports.
            return null;
        }
    }

    private static Assembly? Loaded(string? name) => AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => a.GetName().Name == name);
}
