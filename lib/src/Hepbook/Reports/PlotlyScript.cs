using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Hepbook.Notebooks;

namespace Hepbook.Reports;

/// <summary>Finds plotly.js on this computer: charting libraries carry it as an embedded resource. Nothing is downloaded.</summary>
internal static class PlotlyScript
{
    private const string Library = "Plotly.NET";

    /// <summary>The text of plotly.js from the charting library that the notebook loaded; null if there is none.</summary>
    public static string? Find()
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && !a.IsCollectible).ToArray();
        if (loaded.Where(a => a.GetName().Name == Library).Select(Read).FirstOrDefault(s => s is not null) is { } script)
            return script;

        // A chart may be made without the library in this process; it still lies beside what the notebook referred to.
        foreach (var folder in loaded.Select(a => Path.GetDirectoryName(a.Location)).Where(f => !string.IsNullOrEmpty(f)).Distinct())
        {
            var file = Path.Combine(folder!, Library + ".dll");
            if (File.Exists(file) && ReadApart(file) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Writes plotly.js into a folder, under a name with its version, as <c>plotly-2.27.1.min.js</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="library">The charting library; nothing is written if it is not there.</param>
    public static void CopyTo(string folder, string library)
    {
        if (File.Exists(library))
            Apart(library, assembly => Copy(assembly, folder));
    }

    private static string? ReadApart(string file) => Apart(file, Read);

    private static T Apart<T>(string file, Func<Assembly, T> use)
    {
        var context = new AssemblyLoadContext("plotly", isCollectible: true);
        try
        {
            return use(context.LoadFromAssemblyPath(file));
        }
        finally
        {
            context.Unload();
        }
    }

    private static bool Copy(Assembly assembly, string folder)
    {
        if (ResourceName(assembly) is not { } name || Read(assembly) is not { } script)
            return false;
        AtomicFile.WriteAllText(Path.Combine(folder, name[name.LastIndexOf("plotly-", StringComparison.Ordinal)..]), script);
        return true;
    }

    private static string? ResourceName(Assembly assembly) => assembly.GetManifestResourceNames()
        .FirstOrDefault(n => n.Contains("plotly-", StringComparison.Ordinal) && n.EndsWith(".js", StringComparison.Ordinal));

    private static string? Read(Assembly assembly)
    {
        if (ResourceName(assembly) is not { } name)
            return null;
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
