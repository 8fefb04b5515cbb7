using HepBayes.Runtime;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace HepBayes.Training.Search;

/// <summary>
/// A mixture of normal distributions, cut off at the ends of the axis: one at each observation and a wide one, the prior, in the
/// middle (Bergstra et al., NeurIPS 2011, section 4; the widths are Optuna's documented defaults). Where values have steps, the
/// mixture is integrated over each value's cell.
/// </summary>
internal sealed class NumericParzenEstimator : IParzenEstimator
{
    private static readonly double SqrtTwo = Math.Sqrt(2);
    private static readonly double SqrtTwoPi = Math.Sqrt(2 * Math.PI);

    private readonly SearchAxis axis;
    private readonly double[] centres;
    private readonly double[] widths;
    private readonly double[] weights;
    private readonly double[] masses;

    /// <summary>Estimates from observed values.</summary>
    /// <param name="axis">The axis of the parameter.</param>
    /// <param name="observations">Observed values (not places on the axis), the oldest first.</param>
    public NumericParzenEstimator(SearchAxis axis, IReadOnlyList<double> observations)
    {
        this.axis = axis;
        centres = [.. observations.Select(axis.ToAxis), (axis.Low + axis.High) / 2];
        widths = Widths(centres, axis.Range);
        weights = KernelWeights.Of(observations.Count);
        masses = [.. centres.Select((c, k) => Mass((axis.Low - c) / widths[k], (axis.High - c) / widths[k]))];
    }

    /// <inheritdoc/>
    public double Draw(CounterRandom random)
    {
        var kernel = KernelWeights.Draw(weights, random.NextDouble());
        var below = Cumulative((axis.Low - centres[kernel]) / widths[kernel]);
        var place = centres[kernel] + (widths[kernel] * Normal.InvCDF(0, 1, below + (random.NextDouble() * masses[kernel])));
        return axis.ToValue(Math.Clamp(place, axis.Low, axis.High));
    }

    /// <inheritdoc/>
    public double LogDensity(double value)
    {
        var place = axis.ToAxis(value);
        var sum = 0.0;
        // The prior is nowhere small, so the sum cannot vanish.
        for (var k = 0; k < centres.Length; k++)
            sum += weights[k] / masses[k] * Kernel(place, centres[k], widths[k]);
        return Math.Log(sum);
    }

    private double Kernel(double place, double centre, double width)
    {
        if (axis.Cell is { } cell)
            return Mass((Math.Max(axis.Low, place - (cell / 2)) - centre) / width, (Math.Min(axis.High, place + (cell / 2)) - centre) / width);
        var z = (place - centre) / width;
        return Math.Exp(-z * z / 2) / (width * SqrtTwoPi);
    }

    // The larger distance to the two neighbours, those at the ends having one; limited so that no kernel becomes a needle.
    private static double[] Widths(double[] centres, double range)
    {
        var order = Enumerable.Range(0, centres.Length).OrderBy(k => centres[k]).ToArray();
        var widths = new double[centres.Length];
        for (var place = 0; place < order.Length; place++)
        {
            var centre = centres[order[place]];
            var left = place > 0 ? centre - centres[order[place - 1]] : 0;
            var right = place < order.Length - 1 ? centres[order[place + 1]] - centre : 0;
            widths[order[place]] = Math.Clamp(Math.Max(left, right), range / Math.Min(100, centres.Length + 1), range);
        }

        widths[^1] = range;
        return widths;
    }

    private static double Cumulative(double z) => SpecialFunctions.Erfc(-z / SqrtTwo) / 2;

    // Differences are taken in the lower tail, where they keep their digits.
    private static double Mass(double low, double high) => low > 0 ? Cumulative(-low) - Cumulative(-high) : Cumulative(high) - Cumulative(low);
}
