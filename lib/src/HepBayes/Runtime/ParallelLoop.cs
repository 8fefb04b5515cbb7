using System.Runtime.ExceptionServices;

namespace HepBayes.Runtime;

/// <summary>
/// A loop on <see cref="Compute.Threads"/> threads that is run again and again without allocating: the calling thread and
/// threads of the pool take indices until none is left. One run at a time for each loop; loops of several owners may run
/// at once, and inside each other, because the caller never waits for a thread that has not begun.
/// </summary>
/// <param name="body">Called once for each index, on any thread.</param>
internal sealed class ParallelLoop(Action<int> body) : IThreadPoolWorkItem, IDisposable
{
    private readonly ManualResetEventSlim finished = new();
    private ExceptionDispatchInfo? failure;
    private int unclaimed;
    private int unfinished;
    private int helpers;
    private int queued;
    private int active;

    /// <summary>Calls the body for 0 to <paramref name="count"/> - 1, in no particular order.</summary>
    public void Run(int count)
    {
        helpers = Math.Min(Compute.Threads, count) - 1;
        if (helpers <= 0)
        {
            for (var i = 0; i < count; i++)
                body(i);
            return;
        }

        (failure, unfinished) = (null, count);
        finished.Reset();
        Volatile.Write(ref unclaimed, count);
        while (Volatile.Read(ref queued) < helpers)
        {
            Interlocked.Increment(ref queued);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Work();
        finished.Wait();
        failure?.Throw();
    }

    /// <summary>A thread of the pool joins the run, or finds that it is over.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref queued);
        // One that comes late, from an earlier run, must not raise the number of threads.
        if (Interlocked.Increment(ref active) <= Volatile.Read(ref helpers))
            Work();
        Interlocked.Decrement(ref active);
    }

    public void Dispose() => finished.Dispose();

    // Counting down makes a claim valid or void by itself: a thread from an earlier run finds a negative number or an
    // index of the present one.
    private void Work()
    {
        for (var index = Interlocked.Decrement(ref unclaimed); index >= 0; index = Interlocked.Decrement(ref unclaimed))
        {
            try
            {
                body(index);
            }
#pragma warning disable CA1031 // Rethrown by the thread that called Run.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }

            if (Interlocked.Decrement(ref unfinished) == 0)
                finished.Set();
        }
    }
}
