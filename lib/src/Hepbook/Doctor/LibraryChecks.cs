using System.Reflection;

namespace Hepbook.Doctor;

/// <summary>Checks that the library which the notebooks refer to is built and computes.</summary>
internal static class LibraryChecks
{
    private const string BuildCommand = "dotnet build -c Release lib/src/Hepbook";

    /// <summary>Runs the checks; a failed one ends them, since the later ones depend on it.</summary>
    /// <param name="repository">The folder of the repository.</param>
    public static IEnumerable<CheckResult> Run(string repository)
    {
        var dist = Path.Combine(repository, "lib", "dist");
        var built = Built(repository, dist);
        yield return built;
        if (built.Level == CheckLevel.Bad)
            yield break;
        foreach (var result in Computes(dist))
            yield return result;
    }

    private static CheckResult Built(string repository, string dist)
    {
        const string name = "lib/dist";
        var library = Path.Combine(dist, "HepBayes.Notebook.dll");
        if (!File.Exists(library) || !File.Exists(Path.Combine(dist, "HepBayes.dll")))
            return new CheckResult(CheckLevel.Bad, name, "not built", BuildCommand);
        var newest = new[] { "HepBayes", "HepBayes.Notebook" }
            .Select(p => Path.Combine(repository, "lib", "src", p)).Where(Directory.Exists)
            .SelectMany(p => Directory.EnumerateFiles(p, "*.cs", SearchOption.AllDirectories))
            .Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max();
        var time = File.GetLastWriteTimeUtc(Path.Combine(dist, "HepBayes.dll")) is var a && File.GetLastWriteTimeUtc(library) is var b && a > b ? a : b;
        return newest > time
            ? new CheckResult(CheckLevel.Optional, name, "older than its sources", BuildCommand)
            : new CheckResult(CheckLevel.Good, name, $"built {time.ToLocalTime():yyyy-MM-dd HH:mm}");
    }

    private static List<CheckResult> Computes(string dist)
    {
        var results = new List<CheckResult>();
        try
        {
            var library = Assembly.LoadFrom(Path.Combine(dist, "HepBayes.dll"));
            var native = library.GetType("HepBayes.Runtime.NativeLibraries", throwOnError: true)!;
            native.GetMethod("EnsureLoaded")!.Invoke(null, null);
            var from = native.GetProperty("LoadedFrom")?.GetValue(null);
            var repaired = native.GetProperty("UsesRepairedCopy")?.GetValue(null) is true;
            results.Add(new CheckResult(CheckLevel.Good, "libtorch", $"loaded from {from}{(repaired ? " (repaired copy for this C++ runtime)" : "")}"));

            var torch = Assembly.LoadFrom(Path.Combine(dist, "TorchSharp.dll")).GetType("TorchSharp.torch", throwOnError: true)!;
            results.Add(new CheckResult(CheckLevel.Good, "tensors", $"1 + 1 = {OnePlusOne(torch)}"));
            var cuda = torch.GetNestedType("cuda")?.GetMethod("is_available", Type.EmptyTypes)?.Invoke(null, null) is true;
            results.Add(new CheckResult(CheckLevel.Good, "CUDA", cuda ? "a GPU can be used" : "no GPU; the studies run on the processor"));
        }
        catch (Exception e) when (e is TargetInvocationException or IOException or BadImageFormatException or TypeLoadException or MissingMethodException or InvalidOperationException)
        {
            var reason = (e as TargetInvocationException)?.InnerException ?? e;
            results.Add(new CheckResult(CheckLevel.Bad, "libtorch", $"{reason.GetType().Name}: {reason.Message}", $"{BuildCommand}; on Linux 'ldd' on the named file shows what is missing"));
        }

        return results;
    }

    // ones(1) + ones(1), through reflection: hepbook does not depend on the library.
    private static object? OnePlusOne(Type torch)
    {
        var ones = torch.GetMethods().First(m => m.Name == "ones" && m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(long[]));
        var arguments = ones.GetParameters().Select((p, i) => i == 0 ? new long[] { 1 } : p.HasDefaultValue ? p.DefaultValue : null).ToArray();
        using var one = (IDisposable)ones.Invoke(null, arguments)!;
        var tensor = one.GetType();
        using var two = (IDisposable)tensor.GetMethod("add", [tensor])!.Invoke(one, [one])!;
        return tensor.GetMethods().First(m => m is { Name: "item", IsGenericMethodDefinition: true }).MakeGenericMethod(typeof(float)).Invoke(two, null);
    }
}
