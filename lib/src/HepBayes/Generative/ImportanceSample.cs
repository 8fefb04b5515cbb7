using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// Weights f(x)/q(x) of events that were drawn from q: the integral of f with its error, the share of effective events, and unweighting.
/// </summary>
public sealed class ImportanceSample
{
    private readonly double[] scaled;
    private readonly double scale;

    private ImportanceSample(double[] logWeights)
    {
        scale = logWeights.Max();
        scaled = [.. logWeights.Select(l => double.IsNegativeInfinity(scale) ? 0 : Math.Exp(l - scale))];
        Mean = scaled.Average();
    }

    private double Mean { get; }

    /// <summary>The number of events.</summary>
    public int Count => scaled.Length;

    /// <summary>The weights f/q.</summary>
    public double[] Weights => [.. scaled.Select(w => w * Math.Exp(scale))];

    /// <summary>(sum w)^2 / (n sum w^2): the share of events that the weighted sample is worth, from 1/n to 1; 0 if all weights are 0.</summary>
    public double EssFraction
    {
        get
        {
            var squares = scaled.Sum(w => w * w);
            return squares == 0 ? 0 : Mean * Mean * Count / squares;
        }
    }

    /// <summary>The weights of events.</summary>
    /// <param name="logTarget">log f of each event; negative infinity where f is 0.</param>
    /// <param name="logProposal">log q of each event, finite.</param>
    /// <exception cref="ArgumentException">No events, different lengths, or a value that cannot be used (the message names the event).</exception>
    public static ImportanceSample Of(double[] logTarget, double[] logProposal)
    {
        ArgumentNullException.ThrowIfNull(logTarget);
        ArgumentNullException.ThrowIfNull(logProposal);
        if (logTarget.Length == 0 || logTarget.Length != logProposal.Length)
            throw new ArgumentException($"There are {logTarget.Length} values of the target and {logProposal.Length} of the proposal; there must be one of each for every event, and at least one event.");
        for (var row = 0; row < logTarget.Length; row++)
        {
            if (!double.IsFinite(logProposal[row]) || double.IsNaN(logTarget[row]) || double.IsPositiveInfinity(logTarget[row]))
                throw new ArgumentException($"The log densities of event {row} are {logTarget[row]} (target) and {logProposal[row]} (proposal); expected numbers, or negative infinity for a target of 0.");
        }

        return new ImportanceSample([.. logTarget.Zip(logProposal, (f, q) => f - q)]);
    }

    /// <summary>The integral of f: the mean weight, with a normal interval from the variance of the weights. It is only as good as the coverage of the proposal.</summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    public Interval Integral(double level = 0.95)
    {
        var variance = scaled.Sum(w => (w - Mean) * (w - Mean)) / Math.Max(1, Count - 1);
        var unit = Interval.Normal(Mean, Math.Sqrt(variance / Count), level);
        var factor = Math.Exp(scale);
        return new Interval(unit.Value * factor, unit.Low * factor, unit.High * factor, level);
    }

    /// <summary>
    /// Unweighting by hit or miss: an event is kept with probability min(1, w / w_max). Events above w_max are kept and counted, with
    /// the share of the integral that is lost by cutting them.
    /// </summary>
    /// <param name="quantile">w_max is the weight below which this share of the sum of weights lies, above 0 and at most 1; 1 for the largest weight.</param>
    /// <param name="seed">Decides who is kept.</param>
    /// <exception cref="ArgumentException">The share is out of its range, or all weights are 0.</exception>
    public Unweighting Unweight(double quantile = 0.999, int seed = 1)
    {
        if (!(quantile > 0 && quantile <= 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "The quantile of the largest weight is above 0 and at most 1.");
        if (Mean == 0)
            throw new ArgumentException($"All {Count} weights are 0: the target is 0 wherever the proposal drew. No event can be kept.");
        var most = WeightedQuantile(quantile);
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Unweighting));
        var kept = Enumerable.Range(0, Count).Where(row => random.NextDouble() * most < scaled[row]).ToArray();
        var above = scaled.Where(w => w > most).ToArray();
        var lost = above.Sum(w => w - most) / (Mean * Count);
        return new Unweighting(kept, most * Math.Exp(scale), scaled.Average(w => Math.Min(w, most)) / most, above.Length, lost);
    }

    private double WeightedQuantile(double quantile)
    {
        var sorted = scaled.Order().ToArray();
        var limit = quantile * sorted.Sum();
        var sum = 0.0;
        foreach (var weight in sorted)
        {
            sum += weight;
            if (sum >= limit)
                return weight;
        }

        return sorted[^1];
    }
}
