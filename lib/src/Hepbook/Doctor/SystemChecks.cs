using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Hepbook.Jupyter;
using Hepbook.Reports;

namespace Hepbook.Doctor;

/// <summary>Checks of the computer: SDK, C++ runtime, processor and memory, browser, Jupyter.</summary>
internal static class SystemChecks
{
    private const int NeededSdk = 10;
    private const double NeededGibibytes = 3;

    /// <summary>The .NET SDK.</summary>
    public static CheckResult Sdk()
    {
        const string remedy = "install the .NET 10 SDK (https://dot.net)";
        var version = OutputOf("dotnet", "--version")?.Trim();
        if (version is null)
            return new CheckResult(CheckLevel.Bad, ".NET SDK", "not found", remedy);
        return int.TryParse(version.Split('.')[0], CultureInfo.InvariantCulture, out var major) && major >= NeededSdk
            ? new CheckResult(CheckLevel.Good, ".NET SDK", $"{version}, runtime {Environment.Version}")
            : new CheckResult(CheckLevel.Bad, ".NET SDK", version.Split('\n')[0], remedy);
    }

    /// <summary>The newest version of the C++ runtime that this system offers.</summary>
    public static CheckResult CppRuntime()
    {
        const string name = "C++ runtime";
        if (!OperatingSystem.IsLinux())
            return new CheckResult(CheckLevel.Good, name, RuntimeInformation.OSDescription);
        var file = CppRuntimeFolders().Select(f => Path.Combine(f, "libstdc++.so.6")).FirstOrDefault(File.Exists);
        if (file is null)
            return new CheckResult(CheckLevel.Bad, name, "libstdc++.so.6 not found", "install the package libstdc++6 (Debian, Ubuntu) or libstdc++ (Fedora, Alma)");
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        var newest = text.Split('\0').Where(s => s.StartsWith("GLIBCXX_3.4", StringComparison.Ordinal))
            .Select(s => Version.TryParse(s["GLIBCXX_".Length..], out var v) ? v : null).Max();
        return new CheckResult(CheckLevel.Good, name, $"GLIBCXX_{newest} ({file})");
    }

    /// <summary>Processor cores and memory.</summary>
    public static CheckResult Machine()
    {
        var gibibytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30);
        var found = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {gibibytes:0.0} GiB of memory");
        return gibibytes >= NeededGibibytes
            ? new CheckResult(CheckLevel.Good, "computer", found)
            : new CheckResult(CheckLevel.Optional, "computer", found, "run the studies with --quick: the full ones need about 3 GiB");
    }

    /// <summary>The bundled data.</summary>
    public static CheckResult Data(string repository)
    {
        var folder = Path.Combine(repository, "data");
        var sets = Directory.Exists(folder) ? Directory.GetDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray() : [];
        return sets.Length > 0
            ? new CheckResult(CheckLevel.Good, "data", string.Join(", ", sets))
            : new CheckResult(CheckLevel.Bad, "data", $"no data sets in {folder}", "restore the folder: git checkout -- data");
    }

    /// <summary>The browser that makes images of charts.</summary>
    public static CheckResult Browser() => Chromium.Find() is { } browser
        ? new CheckResult(CheckLevel.Good, "browser", browser)
        : new CheckResult(CheckLevel.Optional, "browser", "none; charts get no PNG", $"install Chromium, Chrome or Edge, or set {Chromium.Variable}");

    /// <summary>Where Jupyter looks for kernels.</summary>
    public static CheckResult Jupyter()
    {
        var folders = JupyterFolders().Where(Directory.Exists).ToArray();
        return folders.Length > 0
            ? JupyterKernels(folders)
            : new CheckResult(CheckLevel.Optional, "Jupyter", "no folders; needed only to open notebooks in Jupyter", "install Jupyter, or use VS Code, or hepbook run");
    }

    /// <summary>Whether studies can be submitted to a batch system from here.</summary>
    public static CheckResult Cluster()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var found = new[] { ("Slurm", "sbatch"), ("HTCondor", "condor_submit_dag") }.Where(s => folders.Any(f => File.Exists(Path.Combine(f, s.Item2)))).Select(s => s.Item1).ToArray();
        return new CheckResult(CheckLevel.Good, "cluster", found.Length > 0 ? string.Join(", ", found) : "no batch system; studies run on this computer");
    }

    private static CheckResult JupyterKernels(string[] folders)
    {
        var kernels = folders.SelectMany(f => new KernelSpecs(Path.Combine(f, "kernels")).List()).Select(k => k.Name).ToArray();
        return kernels.Length > 0
            ? new CheckResult(CheckLevel.Good, "Jupyter", $"kernel {string.Join(", ", kernels)} in {string.Join(", ", folders)}")
            : new CheckResult(CheckLevel.Optional, "Jupyter", $"no kernel of ours in {string.Join(", ", folders)}", $"hepbook kernel install --name {KernelSpecs.InteractiveName}");
    }

    private static IEnumerable<string> JupyterFolders()
    {
        yield return KernelSpecs.UserData();
        if (OperatingSystem.IsWindows())
            yield break;
        yield return "/usr/local/share/jupyter";
        yield return "/usr/share/jupyter";
    }

    private static IEnumerable<string> CppRuntimeFolders()
    {
        var search = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return [.. search, "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib"];
    }

    private static string? OutputOf(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true });
            var text = process?.StandardOutput.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
