using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace HepBayes.Notebooks;

/// <summary>Makes the assembly load under hosts that bring other versions of shared assemblies.</summary>
internal static class CompatibilityFixes
{
    // .NET Interactive has FSharp.Core 10.0 loaded while Plotly.NET and Deedle ask for 10.1. The two agree in all that
    // those use, and a second copy cannot be loaded, so the request is answered with what is there.
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "It must act before the first type of Plotly.NET is loaded.")]
    internal static void AnswerWithLoadedFSharpCore() =>
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            name.Name == "FSharp.Core"
                ? AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == "FSharp.Core")
                : null;
}
