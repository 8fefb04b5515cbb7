using System.Diagnostics;
using System.Reflection;
using HepBayes.Notebooks.Formatting;
using HepBayes.Notebooks.Hosts;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Notebooks;

/// <summary>What every notebook calls in its first cell.</summary>
public static class Notebook
{
    private static long started = Stopwatch.GetTimestamp();

    /// <summary>Signalled when the user interrupts the running cell; pass it to long calculations.</summary>
    public static CancellationToken CancellationToken => NotebookHost.Current.CancellationToken;

    /// <summary>The seconds since <see cref="Start"/> was last called, or since this assembly was loaded.</summary>
    public static double Seconds => Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>
    /// Loads the native libraries, registers how charts, tables and frames are drawn, and prints which versions and which
    /// device are in use. May be called again.
    /// </summary>
    /// <param name="threads">The number of threads that computations use (<see cref="Compute.Threads"/>); null leaves it as it is, one per core at first.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    /// <exception cref="DllNotFoundException">The native libraries are missing; the message says what to do.</exception>
    public static void Start(int? threads = null)
    {
        if (threads is < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "At least one thread is needed; leave it out to use every core.");
        started = Stopwatch.GetTimestamp();
        NativeLibraries.EnsureLoaded();
        if (threads is { } count)
            Compute.Threads = count;
        Formatters.Register(NotebookHost.Current.KeepsJson);
        Console.WriteLine(Description());
    }

    internal static string Description()
    {
        var device = torch.cuda.is_available() ? $"cuda ({torch.cuda.device_count()} GPU)" : "cpu";
        return $"""
            HepBayes    {VersionOf(typeof(NativeLibraries))}, TorchSharp {VersionOf(typeof(torch))}, libtorch {torch.__version__}
            device      {device}, {Compute.Threads} {(Compute.Threads == 1 ? "thread" : "threads")}
            .NET        {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}
            notebook    {NotebookHost.Current.Name}
            """;
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? type.Assembly.GetName().Version?.ToString() ?? "unknown";
}
