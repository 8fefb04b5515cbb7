namespace HepBayes.Prediction;

/// <summary>
/// Statistics of the draws of one number, with weights that sum to 1 or (null) equal ones. Weighted forms reduce to the
/// plain ones for equal weights.
/// </summary>
internal static class RowStatistics
{
    // Sums of weights miss their target by rounding; a draw more or less must not depend on it.
    private const double Slack = 1e-9;

    public static double Mean(ReadOnlySpan<double> draws, double[]? weights)
    {
        var sum = 0.0;
        for (var i = 0; i < draws.Length; i++)
            sum += weights is null ? draws[i] : weights[i] * draws[i];
        return weights is null ? sum / draws.Length : sum;
    }

    /// <summary>Mean of a function of the draws.</summary>
    public static double Mean(ReadOnlySpan<double> draws, double[]? weights, Func<double, double> function)
    {
        var values = new double[draws.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = function(draws[i]);
        return Mean(values, weights);
    }

    /// <summary>Weight of the draws below a value, and half of that of draws equal to it.</summary>
    public static double ProbabilityBelow(ReadOnlySpan<double> draws, double[]? weights, double value)
    {
        var sum = 0.0;
        for (var i = 0; i < draws.Length; i++)
            sum += (draws[i] < value ? 1 : draws[i] == value ? 0.5 : 0) * (weights?[i] ?? 1);
        return weights is null ? sum / draws.Length : Math.Min(sum, 1);      // weights may add up to 1 and a rounding error
    }

    /// <summary>Divisor n - 1, or 1 - sum w^2 with weights.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> draws, double[]? weights)
    {
        var mean = Mean(draws, weights);
        var (sum, remainder) = (0.0, 1.0);
        for (var i = 0; i < draws.Length; i++)
        {
            var w = weights is null ? 1.0 / draws.Length : weights[i];
            sum += w * (draws[i] - mean) * (draws[i] - mean);
            remainder -= w * w;
        }

        return remainder > Slack ? Math.Sqrt(sum / remainder) : 0;
    }

    /// <summary>Draws in rising order; with weights those of weight 0 are left out, and the weights follow their draws.</summary>
    public static (double[] Draws, double[]? Weights) Sort(double[] draws, double[]? weights)
    {
        if (weights is null)
        {
            Array.Sort(draws);
            return (draws, null);
        }

        var used = Enumerable.Range(0, draws.Length).Where(i => weights[i] > 0).ToArray();
        var values = Array.ConvertAll(used, i => draws[i]);
        var own = Array.ConvertAll(used, i => weights[i]);
        Array.Sort(values, own);
        return (values, own);
    }

    /// <summary>
    /// Linear between order statistics: draw k stands at (k - 1)/(n - 1), and with weights at the middle of its step of the
    /// cumulative weight, stretched so that the first stands at 0 and the last at 1.
    /// </summary>
    public static double Quantile(double[] sorted, double[]? weights, double probability)
    {
        var last = sorted.Length - 1;
        if (weights is null)
        {
            var position = probability * last;
            var k = Math.Min((int)position, Math.Max(last - 1, 0));
            return Between(sorted, k, position - k);
        }

        var ends = 0.5 * (weights[0] + weights[last]);
        var target = probability * (weights.Sum() - ends);
        var reached = 0.0;
        for (var k = 0; k < last; k++)
        {
            var step = 0.5 * (weights[k] + weights[k + 1]);
            if (reached + step >= target)
                return Between(sorted, k, (target - reached) / step);
            reached += step;
        }

        return sorted[last];
    }

    /// <summary>The narrowest interval from draw to draw that holds at least the given weight.</summary>
    public static (double Low, double High) HighestDensity(double[] sorted, double[]? weights, double level)
    {
        double Weight(int i) => weights is null ? 1.0 / sorted.Length : weights[i];
        var best = (Low: sorted[0], High: sorted[^1]);
        var (inside, next) = (0.0, 0);
        for (var first = 0; first < sorted.Length; first++)
        {
            while (next < sorted.Length && inside < level - Slack)
                inside += Weight(next++);
            if (inside < level - Slack)
                break;
            if (sorted[next - 1] - sorted[first] < best.High - best.Low)
                best = (sorted[first], sorted[next - 1]);
            inside -= Weight(first);
        }

        return best;
    }

    public static void CheckProbability(double probability, string name)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(name, probability, "A probability lies between 0 and 1.");
    }

    private static double Between(double[] sorted, int k, double fraction)
    {
        var upper = Math.Min(k + 1, sorted.Length - 1);
        return sorted[k] + (fraction * (sorted[upper] - sorted[k]));
    }
}
