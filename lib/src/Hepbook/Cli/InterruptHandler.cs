using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hepbook.Cli;

/// <summary>
/// The first Ctrl-C asks the running work to stop; the second ends the process at once. A request to terminate asks, however
/// often it comes: batch systems send it to each process, and again from script to program, and kill what does not end.
/// </summary>
internal sealed class InterruptHandler : IDisposable
{
    // A terminal signals the whole process group and a parent forwards it: one key press may arrive twice.
    private static readonly TimeSpan SameKeyPress = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action<PosixSignal>? onSignal;
    private long first;

    /// <summary>Starts listening.</summary>
    /// <param name="onSignal">Called for each signal, for example to pass it on.</param>
    public InterruptHandler(Action<PosixSignal>? onSignal = null)
    {
        this.onSignal = onSignal;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Signalled by the first interrupt.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        onSignal?.Invoke(context.Signal);
        if (Interlocked.CompareExchange(ref first, Stopwatch.GetTimestamp(), 0) is var before and not 0)
        {
            if (context.Signal == PosixSignal.SIGINT && Stopwatch.GetElapsedTime(before) > SameKeyPress)
                ProcessEnd.Now(ExitCode.Interrupted);
            return;
        }

        source.Cancel();
    }
}
