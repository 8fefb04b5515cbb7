using HepBayes.Runtime;

namespace HepBayes.Tests.Runtime;

public class ParallelLoopTests
{
    // However short, or alone as soon as it is measured.
    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void EveryIndexIsVisitedOnce(double shortest)
    {
        var visits = new int[100];
        using var loop = new ParallelLoop(i => Interlocked.Increment(ref visits[i])) { ShortestShared = shortest };
        foreach (var count in new[] { 1, 2, 3, 100, 0, 17 })
        {
            for (var round = 0; round < 200; round++)
            {
                Array.Clear(visits);
                loop.Run(count);
                Assert.All(visits[..count], v => Assert.Equal(1, v));
                Assert.All(visits[count..], v => Assert.Equal(0, v));
            }
        }
    }

    [Fact]
    public void AnErrorReachesTheCallerAndTheLoopStaysUsable()
    {
        var fail = true;
        var visits = 0;
        using var loop = new ParallelLoop(i =>
        {
            Interlocked.Increment(ref visits);
            if (fail && i == 3)
                throw new InvalidOperationException("index 3");
        });
        Assert.Equal("index 3", Assert.Throws<InvalidOperationException>(() => loop.Run(10)).Message);
        (fail, visits) = (false, 0);
        loop.Run(10);
        Assert.Equal(10, visits);
    }

    [Fact]
    public void LoopsMayRunInsideLoops()
    {
        var sum = 0;
        using var outer = new ParallelLoop(_ =>
        {
            using var inner = new ParallelLoop(i => Interlocked.Add(ref sum, i)) { ShortestShared = 0 };
            inner.Run(10);
        });
        outer.Run(20);
        Assert.Equal(20 * 45, sum);
    }

    [Fact]
    public void NoMoreThreadsThanAllowedWorkAtOnce()
    {
        var before = Compute.Threads;
        try
        {
            Compute.Threads = 2;
            var (now, most) = (0, 0);
            using var loop = new ParallelLoop(_ =>
            {
                var here = Interlocked.Increment(ref now);
                for (var seen = Volatile.Read(ref most); here > seen && Interlocked.CompareExchange(ref most, here, seen) != seen; seen = Volatile.Read(ref most))
                {
                }

                Thread.SpinWait(50);
                Interlocked.Decrement(ref now);
            })
            { ShortestShared = 0 };
            for (var round = 0; round < 300; round++)
                loop.Run(8);
            Assert.InRange(most, 1, 2);
        }
        finally
        {
            Compute.Threads = before;
        }
    }
}
