using System.Runtime.InteropServices;

namespace Hepbook.Cli;

/// <summary>Ends the process although code of a cell still runs.</summary>
internal static partial class ProcessEnd
{
    /// <summary>
    /// Ends at once, without finalisers and native clean-up: those can wait for, or crash on, a thread that is in the
    /// middle of a native computation.
    /// </summary>
    /// <param name="exitCode">What the process returns.</param>
    public static void Now(int exitCode)
    {
        Console.Out.Flush();
        if (OperatingSystem.IsWindows())
            TerminateProcess(-1, (uint)exitCode);
        else
            ExitUnix(exitCode);
        Environment.Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitUnix(int status);

    // -1 is the pseudo-handle of the current process.
    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
