using System.Runtime.Intrinsics;

namespace HepBayes.Prediction;

/// <summary>Mean and standard deviation of the probability, and its mean entropy, over the passes of a tile of rows, in float64.</summary>
internal static class PassStatistics
{
    private static readonly int Lanes = Vector256<double>.Count;

    /// <summary>Reads the log-odds of a tile.</summary>
    /// <param name="logits">[passes, <see cref="DropoutPasses.Rows"/>].</param>
    /// <param name="mean">Receives the mean probability of each row, [rows of the tile].</param>
    /// <param name="deviation">Receives its standard deviation (divisor passes - 1).</param>
    /// <param name="entropy">Receives the mean over passes of the entropy of the label, in nats.</param>
    public static void Compute(ReadOnlySpan<float> logits, Span<double> mean, Span<double> deviation, Span<double> entropy)
    {
        var passes = logits.Length / DropoutPasses.Rows;
        Span<double> buffer = stackalloc double[3 * Lanes];
        for (var row = 0; row < mean.Length; row += Lanes)
        {
            Columns(logits, row, passes, buffer);
            var count = Math.Min(Lanes, mean.Length - row);
            buffer[..count].CopyTo(mean[row..]);
            buffer.Slice(Lanes, count).CopyTo(deviation[row..]);
            buffer.Slice(2 * Lanes, count).CopyTo(entropy[row..]);
        }
    }

    // Sums about the first pass, so that small deviations do not drown in the mean.
    private static void Columns(ReadOnlySpan<float> logits, int row, int passes, Span<double> result)
    {
        var (first, _) = Probability(Load(logits[row..]));
        Vector256<double> sum = default, squares = default, entropies = default;
        for (var pass = 0; pass < passes; pass++)
        {
            var (p, h) = Probability(Load(logits[((pass * DropoutPasses.Rows) + row)..]));
            var deviation = p - first;
            sum += deviation;
            squares += deviation * deviation;
            entropies += h;
        }

        var n = Vector256.Create((double)passes);
        var shift = sum / n;
        var variance = passes > 1 ? Vector256.Max((squares - (sum * shift)) / (n - Vector256<double>.One), Vector256<double>.Zero) : default;
        (first + shift).CopyTo(result);
        Vector256.Sqrt(variance).CopyTo(result[Lanes..]);
        (entropies / n).CopyTo(result[(2 * Lanes)..]);
    }

    private static Vector256<double> Load(ReadOnlySpan<float> values) => Vector256.WidenLower(Vector128.Create(values).ToVector256());

    // With e = exp(-|f|): the rarer class has probability e / (1 + e), and the entropy is log(1 + e) + |f| e / (1 + e).
    private static (Vector256<double> Probability, Vector256<double> Entropy) Probability(Vector256<double> logit)
    {
        var size = Vector256.Abs(logit);
        var e = Vector256.Exp(-size);
        var total = Vector256<double>.One + e;
        var rarer = e / total;
        var p = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(logit, Vector256<double>.Zero), Vector256<double>.One / total, rarer);
        return (p, Vector256.Log(total) + (size * rarer));
    }
}
