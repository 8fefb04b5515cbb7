namespace HepBayes.Data;

/// <summary>What one numeric column of a table looks like. All figures leave missing values (NaN) out and are NaN where none remain.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Count">Number of values that are not missing.</param>
/// <param name="Missing">Number of missing values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Sample standard deviation (divisor <paramref name="Count"/> - 1); NaN for fewer than two values.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Quantile05">5 % quantile, linearly interpolated between order statistics (as R's type 7 and NumPy's default).</param>
/// <param name="Median">50 % quantile.</param>
/// <param name="Quantile95">95 % quantile.</param>
/// <param name="Maximum">Largest value.</param>
public sealed record ColumnSummary(
    string Column,
    int Count,
    int Missing,
    double Mean,
    double StandardDeviation,
    double Minimum,
    double Quantile05,
    double Median,
    double Quantile95,
    double Maximum)
{
    /// <summary>Summarises values; NaN counts as missing.</summary>
    internal static ColumnSummary Of(string column, ReadOnlySpan<float> values)
    {
        var present = new float[values.Length];
        var count = 0;
        var mean = 0.0;
        var squares = 0.0;
        foreach (var value in values)
        {
            if (float.IsNaN(value))
                continue;
            present[count++] = value;
            var delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }

        var sorted = present.AsSpan(0, count);
        sorted.Sort();
        return new ColumnSummary(
            column,
            count,
            values.Length - count,
            count > 0 ? mean : double.NaN,
            count > 1 ? Math.Sqrt(squares / (count - 1)) : double.NaN,
            Quantile(sorted, 0.0),
            Quantile(sorted, 0.05),
            Quantile(sorted, 0.5),
            Quantile(sorted, 0.95),
            Quantile(sorted, 1.0));
    }

    private static double Quantile(ReadOnlySpan<float> sorted, double probability)
    {
        if (sorted.IsEmpty)
            return double.NaN;
        var position = probability * (sorted.Length - 1);
        var lower = (int)position;
        var fraction = position - lower;
        return fraction == 0 ? sorted[lower] : ((1 - fraction) * sorted[lower]) + (fraction * sorted[lower + 1]);
    }
}
