using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hepbook.Tests.Support;

/// <summary>Compiles a small library into a folder, beside its own copy of the formatting library, as a build would.</summary>
internal static class ScriptLibrary
{
    public static void Build(string folder, string name, string source)
    {
        Directory.CreateDirectory(folder);
        var formatting = typeof(Formatter).Assembly.Location;
        File.Copy(formatting, Path.Combine(folder, Path.GetFileName(formatting)), overwrite: true);
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is "netstandard.dll" || Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal));
        var references = trusted.Append(formatting).Select(f => MetadataReference.CreateFromFile(f));
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .Emit(Path.Combine(folder, name + ".dll"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
