using System.Collections.Immutable;
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
internal sealed class NotebookLibraries : MetadataReferenceResolver
{
    private readonly ScriptMetadataResolver resolver;
    private readonly InteractiveAssemblyLoader loader;
    private readonly LibraryFolders folders;
    private readonly HashSet<string> known = [];

    /// <summary>Starts without libraries.</summary>
    /// <param name="folder">Where relative paths in <c>#r</c> start.</param>
    /// <param name="loader">The loader of the scripts; told about every library.</param>
    /// <param name="folders">Where libraries lie; told about every one.</param>
    public NotebookLibraries(string folder, InteractiveAssemblyLoader loader, LibraryFolders folders)
    {
        resolver = ScriptMetadataResolver.Default.WithBaseDirectory(folder);
        this.loader = loader;
        this.folders = folders;
    }

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => resolver.ResolveMissingAssemblies;

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var found = resolver.ResolveReference(reference, baseFilePath, properties);
        folders.Add(found.Select(f => f.FilePath).OfType<string>());
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
            if (folders.FileOf(identity.Name) is { } file && LibraryFolders.Load(identity.Name, file) is { } assembly)
                loader.RegisterDependency(assembly);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
