using MathNet.Numerics.Distributions;

namespace HepBayes.Evaluation;

/// <summary>
/// One statistic of a <see cref="ScanMap"/> as it is drawn and exported: a value for each cell, with its interval where there is one,
/// and the number of rows behind it. Matrices are indexed [y bin, x bin]; what does not exist is NaN, an empty cell too.
/// </summary>
public sealed class MapCells
{
    private MapCells(ScanMap map, double[,] value, double[,] low, double[,] high)
        : this((map.X, map.XAxis), (map.Y, map.YAxis), map.Count, value, low, high)
    {
    }

    private MapCells((string Name, BinAxis Bins) x, (string Name, BinAxis Bins) y, double[,] count, double[,] value, double[,] low, double[,] high)
    {
        (X, XAxis, Y, YAxis) = (x.Name, x.Bins, y.Name, y.Bins);
        (Count, Value, Low, High) = (count, value, low, high);
        HasIntervals = low.Cast<double>().Any(double.IsFinite);
    }

    /// <summary>The column on the x axis.</summary>
    public string X { get; }

    /// <summary>Its bins.</summary>
    public BinAxis XAxis { get; }

    /// <summary>The column on the y axis.</summary>
    public string Y { get; }

    /// <summary>Its bins.</summary>
    public BinAxis YAxis { get; }

    /// <summary>Rows of each cell.</summary>
    public double[,] Count { get; }

    /// <summary>The statistic in each cell.</summary>
    public double[,] Value { get; }

    /// <summary>The lower end of its interval.</summary>
    public double[,] Low { get; }

    /// <summary>The upper end of its interval.</summary>
    public double[,] High { get; }

    /// <summary>Whether any cell has an interval.</summary>
    public bool HasIntervals { get; }

    /// <summary>The mean; its interval is the standard error times the normal quantile, none for a single row.</summary>
    /// <param name="map">The map.</param>
    /// <param name="level">Confidence level of the intervals, between 0 and 1.</param>
    public static MapCells Mean(ScanMap map, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(map);
        var (mean, reach) = (map.Mean, Reach(level));
        var error = map.StandardError();
        return new MapCells(map, mean, Combine(mean, error, (m, e) => m - (reach * e)), Combine(mean, error, (m, e) => m + (reach * e)));
    }

    /// <summary>The standard deviation of the rows of a cell, without an interval; none for a single row.</summary>
    /// <param name="map">The map.</param>
    public static MapCells StandardDeviation(ScanMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Plain(map, map.StandardDeviation);
    }

    /// <summary>
    /// A quantile; the ends of its interval are the quantiles whose probabilities lie one binomial error, times the normal quantile,
    /// to either side (order statistics).
    /// </summary>
    /// <param name="map">A map with bins for quantiles.</param>
    /// <param name="probability">0 to 1; 0.5 is the median.</param>
    /// <param name="level">Confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="InvalidOperationException">The map was made without bins for quantiles.</exception>
    public static MapCells Quantile(ScanMap map, double probability, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(map);
        var reach = Reach(level) * Math.Sqrt(probability * (1 - probability));
        return new MapCells(
            map,
            map.Quantile(probability),
            map.Quantile(rows => Math.Max(0, probability - (reach / Math.Sqrt(rows)))),
            map.Quantile(rows => Math.Min(1, probability + (reach / Math.Sqrt(rows)))));
    }

    /// <summary>The fraction of rows whose quantity is 1, with the exact binomial interval.</summary>
    /// <param name="map">A map of a quantity that is 0 or 1.</param>
    /// <param name="level">Confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The quantity has other values; the mean is what fits it.</exception>
    public static MapCells Fraction(ScanMap map, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (!map.HoldsFlags)
            throw new ArgumentException($"Map '{map.Name}' holds values of '{map.Quantity}' other than 0 and 1, which have no binomial interval; use MapCells.Mean.", nameof(map));
        return Binomial(map, map.Each(map.SumOf), level);
    }

    /// <summary>The fraction of the rows of one map that are also in another, with the exact binomial interval: accepted of scanned.</summary>
    /// <param name="part">The map of the accepted rows; each of them is in <paramref name="whole"/> too.</param>
    /// <param name="whole">The map of all rows, with the same axes.</param>
    /// <param name="level">Confidence level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The maps differ in columns or bins, or a cell holds more rows of the part than of the whole.</exception>
    public static MapCells Share(ScanMap part, ScanMap whole, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(whole);
        CheckPlane(Plain(part, part.Count), Plain(whole, whole.Count));
        var (some, all) = (part.Count, whole.Count);
        if (some.Cast<double>().Zip(all.Cast<double>()).Any(n => n.First > n.Second))
            throw new ArgumentException($"A cell holds more rows of map '{part.Name}' than of map '{whole.Name}', so it is no part of it.", nameof(part));
        return Binomial(whole, some, level);
    }

    /// <summary>The number of rows; empty cells are NaN.</summary>
    /// <param name="map">The map.</param>
    public static MapCells Rows(ScanMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Plain(map, Combine(map.Count, map.Count, (n, _) => n > 0 ? n : double.NaN));
    }

    /// <summary>
    /// The mean in units of its standard error: where the quantity is a difference of predicted and true values of the same rows, the
    /// pull of each cell, which has standard deviation 1 if the prediction is unbiased there.
    /// </summary>
    /// <param name="map">A map of differences.</param>
    /// <param name="variance">
    /// A map with equal axes of the variance that each difference has if the prediction is right, for example p (1 - p) where a probability
    /// is compared with 0 or 1; null for the variance of the differences in the cell, which is no guide where few rows are 1.
    /// </param>
    /// <param name="minimumRows">Cells with fewer rows stay NaN: their standard error is hardly known. At least 2.</param>
    /// <exception cref="ArgumentException">The maps differ in columns or bins.</exception>
    public static MapCells Pull(ScanMap map, ScanMap? variance = null, int minimumRows = 10)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumRows, 2);
        if (variance is not null)
            CheckPlane(Plain(map, map.Count), Plain(variance, variance.Count));
        var error = variance is null ? map.StandardError() : Combine(variance.Mean, variance.Count, (v, n) => Math.Sqrt(v / n));
        var pull = Combine(map.Mean, error, (m, e) => e > 0 ? m / e : double.NaN);
        return Plain(map, Combine(pull, map.Count, (p, n) => n >= minimumRows ? p : double.NaN));
    }

    /// <summary>
    /// First minus second, without intervals: where both come from the same rows their errors do not add up. For an error put the
    /// difference of each row into a map of its own. The rows are those of the smaller number.
    /// </summary>
    /// <param name="first">One map.</param>
    /// <param name="second">Another, with the same axes.</param>
    /// <exception cref="ArgumentException">The maps differ in columns or bins.</exception>
    public static MapCells Difference(MapCells first, MapCells second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        CheckPlane(first, second);
        var none = Combine(first.Value, first.Value, (_, _) => double.NaN);
        return new MapCells(
            (first.X, first.XAxis), (first.Y, first.YAxis), Combine(first.Count, second.Count, Math.Min),
            Combine(first.Value, second.Value, (a, b) => a - b), none, none);
    }

    /// <summary>Writes a line for each cell: edges, count, value, low, high. The file appears whole or not at all; what does not exist is left empty.</summary>
    /// <param name="path">The file to create or replace.</param>
    public void WriteCsv(string path) => MapCsv.Write(path, (X, XAxis), (Y, YAxis), ("count", Count), ("value", Value), ("low", Low), ("high", High));

    private static MapCells Plain(ScanMap map, double[,] value)
    {
        var none = Combine(value, value, (_, _) => double.NaN);
        return new MapCells(map, value, none, none);
    }

    private static MapCells Binomial(ScanMap map, double[,] successes, double level)
    {
        Interval Of(double k, double n) => n > 0 ? BinomialInterval.ClopperPearson((long)Math.Round(k), (long)n, level) : new Interval(double.NaN, double.NaN, double.NaN);
        var trials = map.Count;
        return new MapCells(map, Combine(successes, trials, (k, n) => Of(k, n).Value), Combine(successes, trials, (k, n) => Of(k, n).Low), Combine(successes, trials, (k, n) => Of(k, n).High));
    }

    private static double Reach(double level)
    {
        Interval.CheckLevel(level);
        return Normal.InvCDF(0, 1, (1 + level) / 2);
    }

    private static double[,] Combine(double[,] a, double[,] b, Func<double, double, double> value)
    {
        var result = new double[a.GetLength(0), a.GetLength(1)];
        for (var row = 0; row < a.GetLength(0); row++)
        {
            for (var column = 0; column < a.GetLength(1); column++)
                result[row, column] = value(a[row, column], b[row, column]);
        }

        return result;
    }

    private static void CheckPlane(MapCells a, MapCells b)
    {
        static string Plane(MapCells m) => FormattableString.Invariant($"{m.X} [{m.XAxis.Low}, {m.XAxis.High}, {m.XAxis.Bins}] and {m.Y} [{m.YAxis.Low}, {m.YAxis.High}, {m.YAxis.Bins}]");
        if (Plane(a) != Plane(b))
            throw new ArgumentException($"The maps lie in different planes: {Plane(a)}, and {Plane(b)}. Give both the same columns and bins.");
    }
}
