using System.Diagnostics.CodeAnalysis;
using System.Runtime;

namespace Hepbook.Engine;

/// <summary>Tells the code of one cell to stop: first by a request, and if that is ignored by force.</summary>
/// <param name="requested">Signalled when the cell should stop by itself.</param>
[SuppressMessage("Design", "CA1001", Justification = "A cell that even force does not stop may look at the source much later.")]
internal sealed class CellGuard(CancellationToken requested)
{
    private readonly CancellationTokenSource forced = new();

    /// <summary>Signalled when the cell should stop by itself.</summary>
    public CancellationToken Requested => requested;

    /// <summary>Whether the cell was stopped by force.</summary>
    public bool IsForced => forced.IsCancellationRequested;

    /// <summary>Runs code of the user that can be stopped by force wherever it is.</summary>
    /// <param name="action">The code.</param>
    /// <exception cref="OperationCanceledException">It was stopped by force.</exception>
    public void Run(Action action)
    {
        // What the framework offers for hosts of scripts. It can leave the process in a bad state, which is why the
        // request comes first and why the host can be restarted.
#pragma warning disable SYSLIB0046
        ControlledExecution.Run(action, forced.Token);
#pragma warning restore SYSLIB0046
    }

    /// <summary>Stops by force; waits until the code has left, which native code may put off for long.</summary>
    public void Force() => forced.Cancel();
}
