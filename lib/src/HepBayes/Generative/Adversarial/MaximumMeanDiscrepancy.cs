using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// The squared maximum mean discrepancy of two distributions of one number, MMD^2 = &lt;k(x, x')&gt; + &lt;k(y, y')&gt; - 2 &lt;k(x, y)&gt;, over pairs
/// of different events, so that its expectation is 0 for equal distributions (Gretton et al., JMLR 13 (2012) 723, equation 3).
/// </summary>
public static class MaximumMeanDiscrepancy
{
    /// <summary>The unbiased estimate; it may fall below 0. Its time grows with the square of the numbers of events.</summary>
    /// <param name="truth">The quantity of true events, at least 2.</param>
    /// <param name="generated">The quantity of generated events, at least 2.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="weights">Weights of the true events; null for 1.</param>
    /// <exception cref="ArgumentException">Fewer than two events, or not one weight for each true event.</exception>
    public static double Of(RealValues truth, RealValues generated, DiscrepancyKernel kernel, RealValues? weights = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(kernel);
        if (truth.Length < 2 || generated.Length < 2)
            throw new ArgumentException($"There are {truth.Length} true and {generated.Length} generated events; pairs need at least 2 of each.");
        weights?.RequireLength("weights", truth.Length, "true events");
        var w = weights?.Span.ToArray() ?? Ones(truth.Length);
        var (x, y) = (truth.Span.ToArray(), generated.Span.ToArray());
        return WithinTruth(x, w, kernel) + AgainstGenerated(x, w, y, kernel, []);
    }

    /// <summary>&lt;k(x, x')&gt;, weighted.</summary>
    internal static double WithinTruth(double[] truth, double[] weights, DiscrepancyKernel kernel)
    {
        var sums = new double[truth.Length];
        Parallel.For(0, truth.Length, Compute.Parallel, i =>
        {
            for (var j = 0; j < i; j++)
                sums[i] += 2 * weights[i] * weights[j] * kernel.Value(truth[i] - truth[j]);
        });
        var total = weights.Sum();
        return sums.Sum() / ((total * total) - weights.Sum(w => w * w));
    }

    /// <summary>&lt;k(y, y')&gt; - 2 &lt;k(x, y)&gt; and its gradient with respect to y.</summary>
    /// <param name="truth">x.</param>
    /// <param name="weights">Weights of x.</param>
    /// <param name="generated">y.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="gradient">Receives the gradient; empty to leave it out.</param>
    internal static double AgainstGenerated(double[] truth, double[] weights, double[] generated, DiscrepancyKernel kernel, double[] gradient)
    {
        var (sums, total, pairs) = (new double[generated.Length], weights.Sum(), generated.Length * (generated.Length - 1.0));
        Parallel.For(0, generated.Length, Compute.Parallel, j =>
        {
            var (within, across, withinSlope, acrossSlope) = (0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < generated.Length; i++)
                (within, withinSlope) = (within + kernel.Value(generated[j] - generated[i]), withinSlope + kernel.Slope(generated[j] - generated[i]));
            for (var i = 0; i < truth.Length; i++)
                (across, acrossSlope) = (across + (weights[i] * kernel.Value(generated[j] - truth[i])), acrossSlope + (weights[i] * kernel.Slope(generated[j] - truth[i])));
            // An event with itself has k = 1 and no slope.
            sums[j] = ((within - 1) / pairs) - (2 * across / (total * generated.Length));
            if (gradient.Length > 0)
                gradient[j] = (2 * withinSlope / pairs) - (2 * acrossSlope / (total * generated.Length));
        });
        return sums.Sum();
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
