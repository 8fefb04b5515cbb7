using System.Diagnostics;
using System.Text.Json;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>Timing and output that the benchmarks share.</summary>
internal static class Measurement
{
    /// <summary>
    /// Seconds of each action: the least and the median of at least <paramref name="repetitions"/> rounds that last at
    /// least <paramref name="seconds"/> together. The actions take turns, so that a disturbance of the machine meets all
    /// of them; it only ever adds time, so the least is the figure to compare.
    /// </summary>
    public static (double Least, double Median)[] Seconds(int repetitions, double seconds, params Action[] actions)
    {
        foreach (var action in actions)
            Once(action);
        var times = actions.Select(_ => new List<double>()).ToArray();
        var total = Stopwatch.StartNew();
        while (times[0].Count < repetitions || total.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < actions.Length; i++)
                times[i].Add(Once(actions[i]));
        }

        return [.. times.Select(t => (t.Min(), t.Order().ElementAt(t.Count / 2)))];
    }

    /// <summary>A product of two matrices of 2048 x 2048 numbers in float32 by libtorch.</summary>
    public static MatrixProduct Product2048() => new(2048);

    /// <summary>Prints one line of JSON; numbers do not depend on the language of the system.</summary>
    public static void WriteLine(object fields) => Console.WriteLine(JsonSerializer.Serialize(fields));

    /// <summary>Rounds a figure for output.</summary>
    public static double Rounded(double value, int digits) => Math.Round(value, digits);

    private static double Once(Action action)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>The rival of every rate: libtorch's product of two large matrices.</summary>
    internal sealed class MatrixProduct(int size) : IDisposable
    {
        private readonly Tensor a = randn(size, size);
        private readonly Tensor b = randn(size, size);

        public double Operations => 2.0 * size * size * size;

        public void Run() => a.mm(b).Dispose();

        public void Dispose()
        {
            a.Dispose();
            b.Dispose();
        }
    }
}
