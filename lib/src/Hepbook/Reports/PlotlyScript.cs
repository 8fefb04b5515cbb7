using System.Reflection;
using System.Runtime.Loader;
using System.Text;

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

    private static string? ReadApart(string file)
    {
        var context = new AssemblyLoadContext("plotly", isCollectible: true);
        try
        {
            return Read(context.LoadFromAssemblyPath(file));
        }
        finally
        {
            context.Unload();
        }
    }

    private static string? Read(Assembly assembly)
    {
        var name = assembly.GetManifestResourceNames()
            .FirstOrDefault(n => n.Contains("plotly", StringComparison.OrdinalIgnoreCase) && n.EndsWith(".js", StringComparison.OrdinalIgnoreCase));
        if (name is null)
            return null;
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
