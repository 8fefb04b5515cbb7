using System.Numerics;
using HepBayes.Data;

namespace HepBayes.Evaluation;

/// <summary>
/// A heatmap that grows: number, mean, standard deviation, extremes and, on request, quantiles of a quantity in the cells of a
/// plane. Sums are kept as integers, so the order of the rows does not matter and maps of separate scans add up exactly.
/// Matrices are indexed [y bin, x bin].
/// </summary>
public sealed class ScanMap
{
    // Fixed-point numbers with 40 binary digits after the point: 9e-13 of rounding a value; squares of sizes up to 2^24 and 2^38 rows fit into 127 bits.
    private const double One = 1L << 40;
    private const double Greatest = 1 << 24;

    private readonly long[] counts;
    private readonly Int128[] sums;
    private readonly Int128[] squares;
    private readonly double[] least;
    private readonly double[] greatest;
    private readonly long[] histogram;

    /// <summary>Makes an empty map.</summary>
    /// <param name="name">What the map is called; unique in a scan.</param>
    /// <param name="x">The column on the x axis.</param>
    /// <param name="xAxis">Its bins.</param>
    /// <param name="y">The column on the y axis.</param>
    /// <param name="yAxis">Its bins.</param>
    /// <param name="quantity">The column whose statistics are wanted.</param>
    /// <param name="quantiles">Bins of the quantity from which quantiles are read; null for none. Their width is the resolution.</param>
    /// <param name="selection">A column that is 1 for the rows that go into the map and 0 for the others, whose other columns need not hold numbers; null for all rows.</param>
    public ScanMap(string name, string x, BinAxis xAxis, string y, BinAxis yAxis, string quantity, BinAxis? quantiles = null, string? selection = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(xAxis);
        ArgumentNullException.ThrowIfNull(yAxis);
        (Name, X, XAxis, Y, YAxis, Quantity, QuantileAxis) = (name, x, xAxis, y, yAxis, quantity, quantiles);
        Selection = selection;
        var cells = xAxis.Bins * yAxis.Bins;
        (counts, sums, squares) = (new long[cells], new Int128[cells], new Int128[cells]);
        (least, greatest) = (new double[cells], new double[cells]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(greatest, double.NegativeInfinity);
        histogram = quantiles is null ? [] : new long[cells * Slots];
    }

    /// <summary>What the map is called.</summary>
    public string Name { get; }

    /// <summary>The column on the x axis.</summary>
    public string X { get; }

    /// <summary>Its bins.</summary>
    public BinAxis XAxis { get; }

    /// <summary>The column on the y axis.</summary>
    public string Y { get; }

    /// <summary>Its bins.</summary>
    public BinAxis YAxis { get; }

    /// <summary>The column whose statistics the map holds.</summary>
    public string Quantity { get; }

    /// <summary>The bins from which quantiles are read; null if there are none.</summary>
    public BinAxis? QuantileAxis { get; }

    /// <summary>The column that chooses the rows of the map; null if all go in.</summary>
    public string? Selection { get; }

    /// <summary>Rows outside of the cells.</summary>
    public long Outside { get; private set; }

    /// <summary>Rows of the map, in its cells and outside of them.</summary>
    public long Rows => Outside + counts.Sum();

    /// <summary>The number of rows in each cell.</summary>
    public double[,] Count => Each(cell => counts[cell]);

    /// <summary>The mean in each cell; NaN where a cell is empty.</summary>
    public double[,] Mean => Each(MeanOf);

    /// <summary>The standard deviation (divisor n - 1) in each cell; NaN below two rows.</summary>
    public double[,] StandardDeviation => Each(cell => Math.Sqrt(VarianceOf(cell)));

    /// <summary>The smallest value in each cell; NaN where a cell is empty.</summary>
    public double[,] Least => Each(cell => counts[cell] > 0 ? least[cell] : double.NaN);

    /// <summary>The largest value in each cell; NaN where a cell is empty.</summary>
    public double[,] Largest => Each(cell => counts[cell] > 0 ? greatest[cell] : double.NaN);

    // Below, the bins, above.
    private int Slots => (QuantileAxis?.Bins ?? 0) + 2;

    /// <summary>The standard error of the mean in each cell; NaN below two rows.</summary>
    public double[,] StandardError() => Each(cell => Math.Sqrt(VarianceOf(cell) / counts[cell]));

    /// <summary>A quantile in each cell, linear within its bin; NaN where a cell is empty, an end of the axis where the quantile lies beyond it.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <exception cref="InvalidOperationException">The map was made without bins for quantiles.</exception>
    public double[,] Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        return Quantile(_ => probability);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="x">The x coordinate of each row.</param>
    /// <param name="y">The y coordinate of each row.</param>
    /// <param name="values">The quantity of each row; finite, at most 1.6e7 in size.</param>
    /// <exception cref="ArgumentException">Different lengths, or a value that is not finite or too large. Nothing is added then.</exception>
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> values)
    {
        Check(x, y, values, []);
        Fill(x, y, values, []);
    }

    /// <summary>Adds the rows of a table that the map's selection chooses.</summary>
    /// <param name="rows">A table with the columns of the map.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="ArgumentException">A chosen row holds a value that is not finite or too large, or a selection is neither 0 nor 1. Nothing is added then.</exception>
    public void Add(Table rows)
    {
        Check(rows);
        Fill(rows);
    }

    /// <summary>Adds the rows of another map with equal axes; the result is that of one map which saw all rows.</summary>
    /// <param name="other">The other map.</param>
    /// <exception cref="ArgumentException">The maps differ in name, columns or bins.</exception>
    public void Merge(ScanMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Description != other.Description)
            throw new ArgumentException($"Maps of different kinds do not add up: {Description} and {other.Description}.", nameof(other));
        for (var cell = 0; cell < counts.Length; cell++)
        {
            counts[cell] += other.counts[cell];
            sums[cell] += other.sums[cell];
            squares[cell] += other.squares[cell];
            least[cell] = Math.Min(least[cell], other.least[cell]);
            greatest[cell] = Math.Max(greatest[cell], other.greatest[cell]);
        }

        for (var slot = 0; slot < histogram.Length; slot++)
            histogram[slot] += other.histogram[slot];
        Outside += other.Outside;
    }

    /// <summary>
    /// Writes a line for each cell: edges, count, mean, standard deviation, standard error, least and largest value, and with bins for
    /// quantiles the 5, 50 and 95 % ones. The file appears whole or not at all; what does not exist is left empty.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    public void WriteCsv(string path)
    {
        (string, double[,])[] quantiles = QuantileAxis is null ? [] : [("q0.05", Quantile(0.05)), ("q0.5", Quantile(0.5)), ("q0.95", Quantile(0.95))];
        MapCsv.Write(path, (X, XAxis), (Y, YAxis),
            [("count", Count), ("mean", Mean), ("sd", StandardDeviation), ("standard_error", StandardError()), ("least", Least), ("largest", Largest), .. quantiles]);
    }

    /// <summary>Name, columns and bins.</summary>
    public override string ToString() => Description;

    /// <exception cref="ArgumentException">The rows cannot be added.</exception>
    internal void Check(Table rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Check(rows.Values(X), rows.Values(Y), rows.Values(Quantity), Chosen(rows));
    }

    /// <summary>Adds rows that were checked.</summary>
    internal void Fill(Table rows) => Fill(rows.Values(X), rows.Values(Y), rows.Values(Quantity), Chosen(rows));

    /// <summary>Whether every value in the map is 0 or 1.</summary>
    // Numbers between 0 and 1 are larger than their squares.
    internal bool HoldsFlags => sums.AsSpan().SequenceEqual(squares) && least.All(v => v >= 0) && greatest.All(v => v <= 1);

    /// <summary>The sum of the values of a cell.</summary>
    internal double SumOf(int cell) => (double)sums[cell] / One;

    internal string Description => FormattableString.Invariant(
        $"{Name}: {Quantity} over {X} [{XAxis.Low}, {XAxis.High}, {XAxis.Bins}] and {Y} [{YAxis.Low}, {YAxis.High}, {YAxis.Bins}]{(QuantileAxis is { } q ? FormattableString.Invariant($", quantiles [{q.Low}, {q.High}, {q.Bins}]") : "")}{(Selection is null ? "" : $", where {Selection}")}");

    internal ScanMapState State() => new(
        Description, Outside, counts, [.. sums.Select(s => s.ToString())], [.. squares.Select(s => s.ToString())],
        [.. least.Select(v => double.IsFinite(v) ? v : 0)], [.. greatest.Select(v => double.IsFinite(v) ? v : 0)], histogram);

    /// <exception cref="ArgumentException">The state is that of another map, or damaged.</exception>
    internal void Restore(ScanMapState state)
    {
        if (state.Map != Description)
            throw new ArgumentException($"The saved map is '{state.Map}', not '{Description}'.");
        int[] lengths = [state.Counts.Length, state.Sums.Length, state.Squares.Length, state.Least.Length, state.Greatest.Length];
        if (lengths.Any(l => l != counts.Length) || state.Histogram.Length != histogram.Length)
            throw new ArgumentException($"The saved map '{Name}' is damaged: it does not have {counts.Length} cells.");
        for (var cell = 0; cell < counts.Length; cell++)
        {
            counts[cell] = state.Counts[cell];
            (sums[cell], squares[cell]) = (Int128.Parse(state.Sums[cell], null), Int128.Parse(state.Squares[cell], null));
            if (counts[cell] > 0)
                (least[cell], greatest[cell]) = (state.Least[cell], state.Greatest[cell]);
        }

        state.Histogram.CopyTo(histogram, 0);
        Outside = state.Outside;
    }

    /// <summary>A quantile in each cell whose probability depends on the number of rows.</summary>
    internal double[,] Quantile(Func<long, double> probability)
    {
        var axis = QuantileAxis ?? throw new InvalidOperationException($"Map '{Name}' keeps no quantiles; give it bins for them when it is made.");
        return Each(cell => counts[cell] == 0 ? double.NaN : QuantileOf(histogram.AsSpan(cell * Slots, Slots), axis, probability(counts[cell]) * counts[cell]));
    }

    /// <summary>A matrix [y bin, x bin] from numbers of cells, which run along x first.</summary>
    internal double[,] Each(Func<int, double> value)
    {
        var result = new double[YAxis.Bins, XAxis.Bins];
        for (var cell = 0; cell < counts.Length; cell++)
            result[cell / XAxis.Bins, cell % XAxis.Bins] = value(cell);
        return result;
    }

    private ReadOnlySpan<float> Chosen(Table rows) => Selection is null ? [] : rows.Values(Selection);

    private void Check(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> values, ReadOnlySpan<float> chosen)
    {
        if (x.Length != values.Length || y.Length != values.Length)
            throw new ArgumentException($"Map '{Name}': {x.Length} x and {y.Length} y coordinates for {values.Length} values; give one of each for every row.");
        for (var row = 0; row < values.Length; row++)
        {
            if (chosen.Length > 0 && chosen[row] is not (0 or 1))
                throw new ArgumentException($"Map '{Name}', row {row} of the block: {Selection} = {chosen[row]}; a selection is 1 (in the map) or 0 (left out).");
            if ((chosen.Length == 0 || chosen[row] == 1) && !(float.IsFinite(x[row]) && float.IsFinite(y[row]) && Math.Abs(values[row]) <= Greatest))
                throw new ArgumentException($"Map '{Name}', row {row} of the block: ({X}, {Y}, {Quantity}) = ({x[row]}, {y[row]}, {values[row]}); expected finite numbers, the last at most 1.6e7 in size. Leave such rows out, or take a logarithm.");
        }
    }

    private void Fill(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> values, ReadOnlySpan<float> chosen)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (chosen.Length == 0 || chosen[row] == 1)
                Add(XAxis.IndexOf(x[row]), YAxis.IndexOf(y[row]), values[row]);
        }
    }

    private void Add(int column, int row, double value)
    {
        if (column < 0 || column == XAxis.Bins || row < 0 || row == YAxis.Bins)
        {
            Outside++;
            return;
        }

        var cell = (row * XAxis.Bins) + column;
        counts[cell]++;
        sums[cell] += (Int128)Math.Round(value * One);
        squares[cell] += (Int128)Math.Round(value * value * One);
        least[cell] = Math.Min(least[cell], value);
        greatest[cell] = Math.Max(greatest[cell], value);
        if (QuantileAxis is { } axis)
            histogram[(cell * Slots) + axis.IndexOf(value) + 1]++;
    }

    private double MeanOf(int cell) => counts[cell] == 0 ? double.NaN : (double)sums[cell] / One / counts[cell];

    // Exact up to the last step: the difference of two large numbers would lose the digits that matter.
    private double VarianceOf(int cell)
    {
        var n = counts[cell];
        if (n < 2)
            return double.NaN;
        var difference = ((BigInteger)n * (BigInteger)squares[cell] * (BigInteger)One) - ((BigInteger)sums[cell] * (BigInteger)sums[cell]);
        return Math.Max(0, (double)difference / (One * One) / n / (n - 1));
    }

    private static double QuantileOf(ReadOnlySpan<long> slots, BinAxis axis, double rank)
    {
        double below = slots[0];
        if (rank < below)
            return axis.Low;
        for (var bin = 0; bin < axis.Bins; bin++)
        {
            var here = slots[bin + 1];
            if (here > 0 && below + here >= rank)
                return axis.Low + ((bin + Math.Clamp((rank - below) / here, 0, 1)) * axis.Width);
            below += here;
        }

        return axis.High;
    }
}
