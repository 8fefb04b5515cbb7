using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Doctor;
using Hepbook.Notebooks;
using Hepbook.Reports;

namespace Hepbook.Jupyter;

/// <summary>The descriptions by which front ends find kernels: one folder with a <c>kernel.json</c> each.</summary>
/// <param name="folder">The folder that holds them.</param>
internal sealed partial class KernelSpecs(string folder)
{
    /// <summary>The name under which notebooks of .NET Interactive ask for their kernel.</summary>
    public const string InteractiveName = ".net-csharp";

    private const string FileName = "kernel.json";
    private const string Mark = "hepbook";
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder of the user, or the one below a prefix such as <c>/usr/local</c> or a virtual environment.</summary>
    /// <param name="prefix">The prefix; null for the user's own.</param>
    public static KernelSpecs At(string? prefix) => new(Path.Combine(prefix is null ? UserData() : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter"), "kernels"));

    /// <summary>The folder where Jupyter keeps what belongs to the user.</summary>
    public static string UserData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } configured)
            return configured;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".local", "share");
        return Path.Combine(data, "jupyter");
    }

    /// <summary>Writes a description of this program.</summary>
    /// <param name="name">The kernel's name.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserErrorException">The name is not allowed, or belongs to another kernel.</exception>
    public string Install(string name)
    {
        if (!ValidName().IsMatch(name))
            throw new UserErrorException($"--name {name}: a kernel's name has only the letters a to z, digits, '.', '_' and '-'.");
        var file = Path.Combine(folder, name, FileName);
        if (File.Exists(file) && !IsOurs(file))
            throw new UserErrorException($"'{file}' belongs to another kernel. Remove it first (jupyter kernelspec remove {name}), or choose another name with --name.");
        AtomicFile.WriteAllText(file, Describe(name).ToJsonString(Pretty) + "\n");
        // Jupyter servers hand out what lies beside the description: charts are drawn without a network.
        if (RepositoryFolder.Find() is { } repository)
            PlotlyScript.CopyTo(Path.Combine(folder, name), Path.Combine(repository, "lib", "dist", "Plotly.NET.dll"));
        return file;
    }

    /// <summary>Removes a description that <see cref="Install"/> wrote.</summary>
    /// <returns>The folder that was removed.</returns>
    /// <exception cref="UserErrorException">There is none of this name, or it belongs to another kernel.</exception>
    public string Uninstall(string name)
    {
        var file = Path.Combine(folder, name, FileName);
        if (!ValidName().IsMatch(name) || !File.Exists(file))
            throw new UserErrorException($"there is no kernel '{name}' in '{folder}'. Installed here: {(List() is { Count: > 0 } names ? string.Join(", ", names.Select(n => n.Name)) : "none")}.");
        if (!IsOurs(file))
            throw new UserErrorException($"'{file}' belongs to another kernel and is left alone.");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return Path.GetDirectoryName(file)!;
    }

    /// <summary>The kernels of this kind, with their files.</summary>
    public IReadOnlyList<(string Name, string File)> List() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(d => (Path.GetFileName(d), Path.Combine(d, FileName)))
            .Where(k => File.Exists(k.Item2) && IsOurs(k.Item2)),
    ];

    private static JsonObject Describe(string name) => new()
    {
        ["argv"] = new JsonArray(Muxer(), typeof(KernelSpecs).Assembly.Location, "kernel", "run", "{connection_file}"),
        ["display_name"] = name == InteractiveName ? ".NET (C#)" : "C# (Hepbook)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { [Mark] = new JsonObject { ["version"] = typeof(KernelSpecs).Assembly.GetName().Version!.ToString(3) } },
    };

    // The program 'dotnet' that runs us, by its full path: front ends may have another search path.
    private static string Muxer()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var file = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(file) ? file : "dotnet";
    }

    private static bool IsOurs(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject json && json["metadata"] is JsonObject metadata && metadata.ContainsKey(Mark);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?!\.+$)[a-z0-9._-]+$", RegexOptions.IgnoreCase)]
    private static partial Regex ValidName();
}
