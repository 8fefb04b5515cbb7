using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>A classification of as many rows as one asks for, made part by part: ten normal inputs, labels from a curved surface.</summary>
internal static class LargeClassification
{
    public const int Inputs = 10;
    private const int PartRows = 50_000;

    /// <summary>Writes rows to a file; the seed decides every number.</summary>
    public static void Write(string path, int rows, int seed) =>
        StreamedRows.Write(path, Inputs, 1, Enumerable.Range(0, (rows + PartRows - 1) / PartRows).Select(part =>
            Part(seed, part, Math.Min(PartRows, rows - (part * PartRows)))));

    /// <summary>Rows that are in no file of fewer than 5 x 10^10 rows.</summary>
    public static float[] HeldOut(int rows, int seed) => Part(seed, 1_000_000, rows).Inputs;

    // Both classes overlap, as signal and background do: a constant error remains for any classifier.
    private static (float[] Inputs, float[] Targets) Part(int seed, int part, int rows)
    {
        var random = new CounterRandom((ulong)seed, (ulong)part);
        var x = new float[rows * Inputs];
        random.FillNormal(x);
        var y = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var v = x.AsSpan(row * Inputs, Inputs);
            var logit = (1.5 * Math.Tanh(v[0] + (0.5 * v[1]))) + Math.Sin(1.5 * v[2]) + (0.5 * v[3]) - (0.7 * Math.Tanh(v[4] - v[5])) - 0.5;
            y[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
        }

        return (x, y);
    }
}
