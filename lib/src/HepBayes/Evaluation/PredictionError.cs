namespace HepBayes.Evaluation;

/// <summary>How far predictions lie from the truth, in per cent of the truth or in its unit.</summary>
public sealed class PredictionError
{
    private readonly double[] values;

    private PredictionError(double[] values, string unit, double level)
    {
        (this.values, Unit) = (values, unit);
        Mean = MeanOf(values, level);
        Median = MedianOf(values, level);
        var squares = MeanOf([.. values.Select(v => v * v)], level);
        RootMeanSquare = new Interval(Math.Sqrt(squares.Value), Math.Sqrt(Math.Max(0, squares.Low)), Math.Sqrt(squares.High), level);
    }

    /// <summary>"%" or the unit that was given.</summary>
    public string Unit { get; }

    /// <summary>Mean of the errors' size; normal interval of the mean over rows.</summary>
    public Interval Mean { get; }

    /// <summary>
    /// Median of the errors' size, with the interval between the order statistics that a binomial count of 1/2 allows
    /// (normal approximation of the count).
    /// </summary>
    public Interval Median { get; }

    /// <summary>Root of the mean square; interval from the normal one of the mean square.</summary>
    public Interval RootMeanSquare { get; }

    /// <summary>The size of each row's error, in row order.</summary>
    public RealValues Values => values;

    /// <summary>100 |predicted - true| / |true|.</summary>
    /// <param name="predicted">The prediction of each row.</param>
    /// <param name="truth">The true value of each row, never 0.</param>
    /// <param name="level">The confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">No rows, different lengths, a value that is not finite, or a true value of 0 (the message names the row).</exception>
    public static PredictionError Percent(RealValues predicted, RealValues truth, double level = 0.95)
    {
        Check(predicted, truth);
        for (var row = 0; row < truth.Length; row++)
        {
            if (truth[row] == 0)
                throw new ArgumentException($"The true value of row {row} is 0, so it has no error in per cent. Leave the row out, or ask for the absolute error.", nameof(truth));
        }

        return new PredictionError(Sizes(predicted, truth, (p, t) => 100 * Math.Abs((p - t) / t)), "%", level);
    }

    /// <summary>|predicted - true|, for quantities that pass near 0.</summary>
    /// <param name="predicted">The prediction of each row.</param>
    /// <param name="truth">The true value of each row.</param>
    /// <param name="unit">The unit of both, for example GeV.</param>
    /// <param name="level">The confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">No rows, different lengths, or a value that is not finite (the message names the row).</exception>
    public static PredictionError Absolute(RealValues predicted, RealValues truth, string unit, double level = 0.95)
    {
        Check(predicted, truth);
        return new PredictionError(Sizes(predicted, truth, (p, t) => Math.Abs(p - t)), unit, level);
    }

    /// <summary>The same errors of some rows only.</summary>
    /// <param name="rows">Which rows; true keeps one.</param>
    /// <param name="level">The confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A different number of rows, or none is kept.</exception>
    public PredictionError Of(IReadOnlyList<bool> rows, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count != values.Length)
            throw new ArgumentException($"{rows.Count} marks for {values.Length} rows; give one for each.", nameof(rows));
        double[] kept = [.. values.Where((_, row) => rows[row])];
        return kept.Length > 0 ? new PredictionError(kept, Unit, level) : throw new ArgumentException("No row is kept; an error needs at least one.", nameof(rows));
    }

    /// <summary>Mean and median in one line.</summary>
    public override string ToString() => $"mean {Mean} {Unit}, median {Median} {Unit}";

    private static double[] Sizes(RealValues predicted, RealValues truth, Func<double, double, double> size)
    {
        var result = new double[truth.Length];
        for (var row = 0; row < result.Length; row++)
            result[row] = size(predicted[row], truth[row]);
        return result;
    }

    private static void Check(RealValues predicted, RealValues truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        predicted.RequireLength("predictions", truth.Length, "true values");
        if (truth.Length == 0)
            throw new ArgumentException("There are no rows; an error needs at least one.", nameof(truth));
        predicted.RequireFinite("predictions");
        truth.RequireFinite("true values");
    }

    private static Interval MeanOf(double[] values, double level)
    {
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1);
        return Interval.Normal(mean, Math.Sqrt(variance / values.Length), level);
    }

    private static Interval MedianOf(double[] values, double level)
    {
        Interval.CheckLevel(level);
        double[] sorted = [.. values.Order()];
        var n = sorted.Length;
        var reach = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2) * Math.Sqrt(n) / 2;
        var low = Math.Clamp((int)Math.Floor((n / 2.0) - reach), 0, n - 1);
        var high = Math.Clamp((int)Math.Ceiling((n / 2.0) + reach), 0, n - 1);
        return new Interval((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[low], sorted[high], level);
    }
}
