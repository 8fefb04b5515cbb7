using System.Collections.Immutable;
using System.Reflection;
using Hepbook.Hosting;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hepbook.Engine;

/// <summary>What every script may use: the framework, the display functions, and the assemblies shared with the host.</summary>
internal static class ScriptEnvironment
{
    /// <summary>The namespaces open in every cell.</summary>
    public static readonly ImmutableArray<string> Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
    ];

    // A library that a notebook refers to brings its own copies of these; formatters registered there must reach the host's.
    private static readonly Assembly[] Shared = [typeof(NotebookFunctions).Assembly, typeof(Formatter).Assembly, typeof(IHtmlContent).Assembly];

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
        [.. FrameworkFiles().Concat(Shared.Select(a => a.Location)).Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))]);

    /// <summary>Options for cells of a notebook.</summary>
    /// <param name="folder">The notebook's folder: relative paths in <c>#load</c> start there.</param>
    /// <param name="libraries">Finds what <c>#r</c> names.</param>
    public static ScriptOptions Options(string folder, MetadataReferenceResolver libraries) => ScriptOptions.Default
        .WithReferences(References.Value)
        .WithImports([.. Usings, typeof(IHtmlContent).Namespace!, typeof(Formatter).Namespace!, typeof(NotebookFunctions).FullName!, typeof(DisplayExtensions).FullName!])
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(System.Text.Encoding.UTF8)
        .WithMetadataResolver(libraries)
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder));

    /// <summary>A loader that hands scripts the host's own copy of the shared assemblies.</summary>
    public static InteractiveAssemblyLoader CreateLoader()
    {
        var loader = new InteractiveAssemblyLoader();
        foreach (var assembly in Shared)
            loader.RegisterDependency(assembly);
        return loader;
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        string[] others = ["netstandard.dll", "mscorlib.dll", "Microsoft.CSharp.dll"];
        return trusted.Where(file => Path.GetDirectoryName(file) == framework
            && (Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) || others.Contains(Path.GetFileName(file))));
    }
}
