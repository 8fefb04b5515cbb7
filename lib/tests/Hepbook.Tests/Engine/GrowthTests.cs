using System.Diagnostics;
using System.Globalization;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

/// <summary>
/// What many cells cost: the compiler keeps every cell, since later ones may use its names. Runs alone, since it looks at the
/// memory of the whole process.
/// </summary>
[CollectionDefinition(nameof(GrowthTests), DisableParallelization = true)]
[Collection(nameof(GrowthTests))]
public sealed class GrowthTests(ITestOutputHelper output) : IDisposable
{
    private const int Cells = 300;

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_quick_cell_keeps_little_memory_however_many_ran_before()
    {
        await RunAsync(50);
        var begin = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(Cells / 2);
        var middle = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(Cells / 2);
        var end = GC.GetTotalMemory(forceFullCollection: true);
        var (first, second) = ((middle - begin) / (Cells / 2), (end - middle) / (Cells / 2));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"managed memory a cell: {first / 1024.0:F1} KiB, then {second / 1024.0:F1} KiB; process {Environment.WorkingSet >> 20} MiB"));
        // Repeated references would cost hundreds, and more with every cell.
        Assert.InRange(second, 0, 100 * 1024);
        Assert.InRange(second, 0, (1.5 * first) + (10 * 1024));
    }

    [Fact]
    public async Task Completion_is_measured()
    {
        await session.RunAsync("var numbers = Enumerable.Range(0, 10).ToArray();");
        session.Complete("numbers.Sel");
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Contains(session.Complete("var x = 1;\nnumbers.Sel").Items, item => item.Text == "Select");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"completion, once warm: {times.Min():F0} ms at best, {times.Order().ElementAt(10):F0} ms in the middle"));
    }

    private async Task RunAsync(int cells)
    {
        for (var i = 0; i < cells; i++)
            await session.RunAsync($"{i} + 1");
    }
}
