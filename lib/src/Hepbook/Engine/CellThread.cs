namespace Hepbook.Engine;

/// <summary>The thread of one cell: a cell that computes for minutes must not starve the pool, and can be stopped by force.</summary>
internal sealed class CellThread
{
    // Long enough for a thread that was woken to leave.
    private static readonly TimeSpan Waking = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource<CellError?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CellGuard guard;
    private readonly Thread thread;

    /// <summary>Starts a cell.</summary>
    /// <param name="cell">Runs it and returns its error; throws nothing.</param>
    /// <param name="guard">Stops it.</param>
    public CellThread(Func<CellGuard, CellError?> cell, CellGuard guard)
    {
        this.guard = guard;
        thread = new Thread(() => completion.SetResult(cell(guard))) { IsBackground = true, Name = "cell" };
        thread.Start();
    }

    /// <summary>Ends with the cell's error, or null if it succeeded.</summary>
    public Task<CellError?> Completion => completion.Task;

    /// <summary>Wakes the thread if it sleeps or waits; if that does not end the cell, stops it by force.</summary>
    /// <param name="patience">How long to wait for its end.</param>
    public async Task ForceAsync(TimeSpan patience)
    {
        thread.Interrupt();
        await Task.WhenAny(Completion, Task.Delay(Waking)).ConfigureAwait(false);
        if (Completion.IsCompleted)
            return;
        // On a thread of its own: the call returns only when the cell has left.
        new Thread(guard.Force) { IsBackground = true, Name = "stop" }.Start();
        await Task.WhenAny(Completion, Task.Delay(patience)).ConfigureAwait(false);
    }
}
