using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace HepBayes.Runtime;

/// <summary>
/// A loop on <see cref="Compute.Threads"/> threads that is run again and again without allocating: the calling thread and
/// threads of the pool take indices until none is left. One run at a time for each loop; loops of several owners may run
/// at once, and inside each other, because the caller never waits for a thread that has not begun. A run that is measured
/// to be too short to share is done by the calling thread alone.
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
    private double secondsOfOne = double.PositiveInfinity;

    /// <summary>Shortest run, in seconds of one thread, that is shared: waking a thread costs some ten microseconds.</summary>
    internal double ShortestShared { get; init; } = 50e-6;

    /// <summary>Calls the body for 0 to <paramref name="count"/> - 1, in no particular order.</summary>
    public void Run(int count)
    {
        helpers = Math.Min(Compute.Threads, count) - 1;
        if (helpers <= 0 || secondsOfOne * count < ShortestShared)
        {
            Alone(count);
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

        var began = Stopwatch.GetTimestamp();
        Learn(began, Work());
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

    private void Alone(int count)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            body(i);
        Learn(began, count);
    }

    // A thread may lose its processor meanwhile, which only adds time: estimates fall at once and rise by steps.
    private void Learn(long began, int done)
    {
        if (done > 0)
            secondsOfOne = Math.Clamp(Stopwatch.GetElapsedTime(began).TotalSeconds / done, 1e-9, 2 * secondsOfOne);
    }

    // The number of indices that this thread took. Counting down makes a claim valid or void by itself: a thread from an earlier run finds a negative number or an
    // index of the present one.
    private int Work()
    {
        var done = 0;
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

            done++;
            if (Interlocked.Decrement(ref unfinished) == 0)
                finished.Set();
        }

        return done;
    }
}
