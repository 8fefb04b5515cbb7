using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;

namespace HepBayes.Runtime;

/// <summary>
/// Loads the native half of TorchSharp. Everything in HepBayes that touches a tensor calls <see cref="EnsureLoaded"/>
/// first; it costs nothing after the first time.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 was linked against the C++ runtime of GCC 13. Its library asks for the symbol version
/// GLIBCXX_3.4.32 only because of a marker symbol, yet Debian 12, Ubuntu 22.04 and Alma 9 refuse to load it.
/// Where the plain load fails, a copy of the library (2 MB) with that requirement marked weak is put into a per-user
/// cache folder beside links to the unchanged libtorch files, and loaded from there.
/// </remarks>
public static class NativeLibraries
{
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private static readonly Lock Gate = new();
    private static string? loadedFrom;

    /// <summary>The folder that the native libraries were loaded from; empty before the first load.</summary>
    public static string LoadedFrom => loadedFrom ?? "";

    /// <summary>Whether this system needed the repaired copy (its C++ runtime is older than GCC 13).</summary>
    public static bool UsesRepairedCopy { get; private set; }

    /// <summary>Loads libtorch and TorchSharp's native library once per process.</summary>
    /// <exception cref="DllNotFoundException">The libraries are missing or cannot be loaded; the message says why and what to do.</exception>
    public static void EnsureLoaded()
    {
        if (loadedFrom is not null)
            return;
        lock (Gate)
        {
            loadedFrom ??= Load();
        }
    }

    // Whoever opens a tensor through this assembly finds the libraries loaded.
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Tensors may be the first thing a notebook touches.")]
    internal static void Initialise()
    {
        try
        {
            EnsureLoaded();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Thrown from here it would be an unreadable TypeInitializationException; the next EnsureLoaded throws it again.
        }
    }

    private static string Load()
    {
        var folder = FindFolder();
        var (torchCpu, bridge) = FileNames();
        var torchFolder = File.Exists(Path.Combine(folder, torchCpu)) ? folder : FindTorchPackage(folder) ?? folder;
        if (!NativeLibrary.TryLoad(Path.Combine(torchFolder, torchCpu), out _))
            throw new DllNotFoundException(
                $"libtorch could not be loaded from '{Path.Combine(torchFolder, torchCpu)}'. Rebuild lib/dist with 'dotnet build -c Release lib/HepBayes.slnx'; 'hepbook doctor' shows more.");
        LoadIfPresent(torchFolder, OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so");
        // The bridge finds what is loaded already, wherever it lies.
        LoadIfPresent(torchFolder, torchCpu.Replace("_cpu", "", StringComparison.Ordinal));
        if (NativeLibrary.TryLoad(Path.Combine(folder, bridge), out _))
            return folder;
        if (!OperatingSystem.IsLinux())
            throw new DllNotFoundException($"'{Path.Combine(folder, bridge)}' could not be loaded. 'hepbook doctor' shows more.");

        var repaired = RepairedCopy(torchFolder, Path.Combine(folder, bridge));
        NativeLibrary.Load(repaired);
        UsesRepairedCopy = true;
        return Path.GetDirectoryName(repaired)!;
    }

    private static (string TorchCpu, string Bridge) FileNames()
    {
        if (OperatingSystem.IsWindows())
            return ("torch_cpu.dll", "LibTorchSharp.dll");
        return OperatingSystem.IsMacOS() ? ("libtorch_cpu.dylib", "libLibTorchSharp.dylib") : ("libtorch_cpu.so", "libLibTorchSharp.so");
    }

    private static string FindFolder()
    {
        var (_, bridge) = FileNames();
        var searched = new List<string>();
        foreach (var start in new[] { typeof(NativeLibraries).Assembly.Location, typeof(torch).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "x") })
        {
            var directory = Path.GetDirectoryName(start);
            if (string.IsNullOrEmpty(directory))
                continue;
            // Beside the library, as in a program's output, or where a package keeps them.
            foreach (var candidate in new[] { directory, Natives(directory), Path.GetFullPath(Natives(Path.Combine(directory, "..", ".."))) })
            {
                if (File.Exists(Path.Combine(candidate, bridge)))
                    return candidate;
                searched.Add(candidate);
            }
        }

        throw new DllNotFoundException(
            $"'{bridge}' was not found in {string.Join(", ", searched.Distinct())}. Build the library first: dotnet build -c Release lib/HepBayes.slnx");
    }

    private static string RuntimeIdentifier => OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    private static string Natives(string folder) => Path.Combine(folder, "runtimes", RuntimeIdentifier, "native");

    // In a folder of packages libtorch is a package of its own: [packages]/torchsharp/[version]/runtimes/[system]/native.
    private static string? FindTorchPackage(string folder)
    {
        var packages = Path.GetFullPath(Path.Combine(folder, "..", "..", "..", "..", ".."));
        var torch = Path.Combine(packages, "libtorch-cpu-" + RuntimeIdentifier);
        return Directory.Exists(torch)
            ? Directory.GetDirectories(torch).Order(StringComparer.Ordinal).Select(Natives).LastOrDefault(f => File.Exists(Path.Combine(f, FileNames().TorchCpu)))
            : null;
    }

    private static void LoadIfPresent(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (File.Exists(file))
            NativeLibrary.TryLoad(file, out _);
    }

    private static string RepairedCopy(string folder, string bridge)
    {
        var image = File.ReadAllBytes(bridge);
        // Keyed by the library and by where libtorch lies, because the copy links to those files.
        var key = Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(image), .. System.Text.Encoding.UTF8.GetBytes(folder)]))[..16];
        var cache = Path.Combine(CacheRoot(), "native-" + key);
        var target = Path.Combine(cache, Path.GetFileName(bridge));
        if (File.Exists(target))
            return target;
        if (ElfVersionPatch.MarkWeak(image, MissingVersion) == 0)
            throw new DllNotFoundException($"'{bridge}' could not be loaded, and not because of the C++ runtime. 'ldd {bridge}' names what is missing.");

        Directory.CreateDirectory(cache);
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => f != bridge))
            LinkOnce(Path.Combine(cache, Path.GetFileName(file)), file);
        AtomicFile.WriteAllBytes(target, image);
        return target;
    }

    private static void LinkOnce(string link, string file)
    {
        try
        {
            File.CreateSymbolicLink(link, file);
        }
        catch (IOException) when (File.Exists(link))
        {
            // Another process made it a moment ago.
        }
    }

    private static string CacheRoot()
    {
        var cache = Environment.GetEnvironmentVariable("HEPBAYES_CACHE");
        if (!string.IsNullOrEmpty(cache))
            return cache;
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(string.IsNullOrEmpty(local) ? Path.GetTempPath() : local, "HepBayes");
    }
}
