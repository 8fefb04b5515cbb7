using System.Diagnostics;
using System.Text.Json;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>Timing and output that the benchmarks share.</summary>
internal static class Measurement
{
    /// <summary>
    /// Times of each action over at least <paramref name="repetitions"/> rounds that last at least
    /// <paramref name="seconds"/> together. The actions take turns, so that a disturbance of the machine meets all of them;
    /// it only ever adds time, so the least is the figure to compare.
    /// </summary>
    public static ActionTimes[] Times(int repetitions, double seconds, params Action[] actions)
    {
        foreach (var action in actions)
            Once(action);
        var rounds = actions.Select(_ => new List<(double Clock, double Processor)>()).ToArray();
        var total = Stopwatch.StartNew();
        while (rounds[0].Count < repetitions || total.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < actions.Length; i++)
                rounds[i].Add(Once(actions[i]));
        }

        return [.. rounds.Select(times => new ActionTimes(
            times.Min(t => t.Clock),
            times.Select(t => t.Clock).Order().ElementAt(times.Count / 2),
            times.Min(t => t.Processor),
            times.Count))];
    }

    /// <summary>A product of two matrices of 2048 x 2048 numbers in float32 by libtorch.</summary>
    public static MatrixProduct Product2048() => new(2048);

    /// <summary>Prints one line of JSON; numbers do not depend on the language of the system.</summary>
    public static void WriteLine(object fields) => Console.WriteLine(JsonSerializer.Serialize(fields));

    /// <summary>Rounds a figure for output.</summary>
    public static double Rounded(double value, int digits) => Math.Round(value, digits);

    private static (double Clock, double Processor) Once(Action action)
    {
        using var scope = NewDisposeScope();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        action();
        var clock = watch.Elapsed.TotalSeconds;
        return (clock, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>Seconds that an action took.</summary>
    /// <param name="Least">Least of all rounds, by the clock.</param>
    /// <param name="Median">Median of all rounds, by the clock.</param>
    /// <param name="LeastProcessor">
    /// Least processor time of all threads together. Programs that take the processor away do not count, so on a busy
    /// machine it is what a run on one thread should be judged by.
    /// </param>
    /// <param name="Rounds">Number of rounds.</param>
    internal readonly record struct ActionTimes(double Least, double Median, double LeastProcessor, int Rounds);

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
