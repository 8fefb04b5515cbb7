using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hepbook.Jupyter;

/// <summary>Notices that the front end has died without a word, so that no kernel is left behind.</summary>
internal static partial class ParentWatch
{
    // Jupyter tells a kernel about its parent in this variable; on Windows it is a handle that waits.
    private const string ParentVariable = "JPY_PARENT_PID";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Starts to watch.</summary>
    /// <param name="onGone">Called once when the process that started this one is gone.</param>
    public static void Start(Action onGone)
    {
        if (!OperatingSystem.IsWindows())
            Run(() => WaitUnix(GetParent()), onGone);
        else if (nint.TryParse(Environment.GetEnvironmentVariable(ParentVariable), out var handle) && handle != 0)
            Run(() => WaitWindows(handle), onGone);
    }

    private static void Run(Action wait, Action onGone) => new Thread(() =>
    {
        wait();
        onGone();
    })
    { IsBackground = true, Name = "parent" }.Start();

    // An orphan gets another parent.
    private static void WaitUnix(int parent)
    {
        while (GetParent() == parent)
            Thread.Sleep(Interval);
    }

    private static void WaitWindows(nint handle)
    {
        using var parent = new ManualResetEvent(false) { SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: false) };
        parent.WaitOne();
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();
}
