using HepBayes.Evaluation;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace HepBayes.Generative.Exploration;

/// <summary>Figures of runs with different seeds: means with Student's t interval, which knows that there are few.</summary>
public static class OverSeeds
{
    /// <summary>The mean over seeds.</summary>
    /// <param name="values">One figure a seed, all finite, at least 1; of a single one nothing is known about the spread, and the ends are NaN.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">No figure, or one that is not finite.</exception>
    public static Interval Mean(IReadOnlyCollection<double> values, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        Interval.CheckLevel(level);
        if (values.Count == 0 || values.Any(v => !double.IsFinite(v)))
            throw new ArgumentException($"A mean over seeds needs at least one figure, and all finite; found {string.Join(", ", values)}. If a run did not get there, say so instead.", nameof(values));
        var mean = values.Mean();
        var reach = values.Count == 1 ? double.NaN : StudentT.InvCDF(0, 1, values.Count - 1, (1 + level) / 2) * values.StandardDeviation() / Math.Sqrt(values.Count);
        return new Interval(mean, mean - reach, mean + reach, level);
    }

    /// <summary>The geometric mean of the ratio of two figures, seed by seed: what both owe to the seed cancels.</summary>
    /// <param name="first">One figure a seed, above 0.</param>
    /// <param name="second">Those of the same seeds in the same order, above 0.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Different numbers of seeds, or a figure that is not positive.</exception>
    public static Interval Ratio(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Concat(second).Any(v => !(v > 0)))
            throw new ArgumentException($"A ratio needs positive figures of the same seeds; found {string.Join(", ", first)} and {string.Join(", ", second)}.", nameof(second));
        var logs = Mean([.. first.Zip(second, (a, b) => Math.Log(a / b))], level);
        return new Interval(Math.Exp(logs.Value), Math.Exp(logs.Low), Math.Exp(logs.High), level);
    }
}
