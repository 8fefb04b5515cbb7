namespace HepBayes.Evaluation;

/// <summary>
/// Whether predicted probabilities mean what they say: of the rows predicted at 70 %, about 70 % should be of class 1.
/// </summary>
public sealed class Calibration
{
    private const double SmallestProbability = 1e-7;
    private readonly RealValues probabilities;
    private readonly ClassLabels labels;
    private readonly int[] binOfRow;
    private readonly int binCount;

    private readonly RealValues? weights;
    private readonly double totalWeight;

    private Calibration(RealValues probabilities, ClassLabels labels, RealValues? weights, int[] binOfRow, double level)
    {
        this.probabilities = probabilities;
        this.labels = labels;
        this.weights = weights;
        totalWeight = weights is null ? labels.Length : Sum(weights);
        this.binOfRow = binOfRow;
        binCount = binOfRow.Max() + 1;
        Level = level;
        Points = MakePoints();
        var next = 0;
        ExpectedCalibrationError = ErrorOf(() => (next, labels[next++]));
        BrierScore = MeanOverRows((p, y) => (p - (y ? 1 : 0)) * (p - (y ? 1 : 0)));
        LogLoss = MeanOverRows((p, y) => -Math.Log(Math.Clamp(y ? p : 1 - p, SmallestProbability, 1 - SmallestProbability)));
    }

    /// <summary>The bins that hold rows, by rising predicted probability.</summary>
    public IReadOnlyList<ReliabilityPoint> Points { get; }

    /// <summary>The confidence level of the intervals.</summary>
    public double Level { get; }

    /// <summary>The predicted probabilities, in row order.</summary>
    public RealValues Probabilities => probabilities;

    /// <summary>Whether event weights were used.</summary>
    public bool IsWeighted => weights is not null;

    /// <summary>
    /// The expected calibration error: the (weighted) mean over rows of |mean predicted - observed frequency| of their bin, from 0
    /// to 1. It is above zero for a perfect forecaster too; compare it with <see cref="ErrorIfCalibrated"/>.
    /// </summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>The mean squared difference of probability and label, from 0 (perfect) to 1; normal interval of the per-row values.</summary>
    public Interval BrierScore { get; }

    /// <summary>
    /// The mean of -ln(probability given to the true class), in nats; normal interval of the per-row values.
    /// Probabilities are clipped to [1e-7, 1 - 1e-7], the resolution of single precision, so that one rounded value does
    /// not make the mean infinite.
    /// </summary>
    public Interval LogLoss { get; }

    /// <summary>Compares probabilities with what happened.</summary>
    /// <param name="probabilities">The predicted probability of class 1 of each row, from 0 to 1.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="equalMass">
    /// True: bins of equal numbers of rows (rows of equal probability stay together, so there can be fewer bins).
    /// False: bins of equal width on [0, 1]; empty ones are left out.
    /// </param>
    /// <param name="level">The confidence level of the intervals, between 0 and 1.</param>
    /// <param name="weights">
    /// One non-negative weight per row, or null for none; bins of equal mass then have equal sums of weights. A network that was
    /// trained with balanced classes is calibrated for balanced classes: give weights balanced in the same way.
    /// </param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">No rows, different lengths, a probability outside [0, 1] or not a number, a negative weight (the message names the row), weights that are all 0, no bins, or a level outside (0, 1).</exception>
    public static Calibration Of(RealValues probabilities, ClassLabels labels, int bins = 15, bool equalMass = true, double level = 0.95, RealValues? weights = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Interval.CheckLevel(level);
        probabilities.RequireLength("probabilities", labels.Length, "labels");
        if (labels.Length == 0)
            throw new ArgumentException("There are no rows; calibration needs at least one.", nameof(labels));
        probabilities.RequireRange("probabilities", 0, 1);
        weights?.RequireLength("weights", labels.Length, "labels");
        weights?.RequireRange("weights", 0, double.MaxValue);
        if (weights is not null && Sum(weights) == 0)
            throw new ArgumentException($"All {labels.Length} weights are 0; no row counts.", nameof(weights));
        return new Calibration(probabilities, labels, weights, equalMass ? EqualMassBins(probabilities, bins, weights) : EqualWidthBins(probabilities, bins), level);
    }

    /// <summary>
    /// A bootstrap interval of <see cref="ExpectedCalibrationError"/>: rows are drawn with replacement, bins are kept.
    /// The error of a resample is biased upwards, so the basic (reflected) interval is given: 2 x value - quantile,
    /// clipped at 0.
    /// </summary>
    /// <param name="seed">The seed of the random numbers; equal seeds give equal intervals.</param>
    /// <param name="resamples">The number of resamples, at least 2.</param>
    /// <returns>The error with its interval at <see cref="Level"/>.</returns>
    public Interval ErrorInterval(int seed, int resamples = 1000)
    {
        var random = new Random(seed);
        var (low, high) = Spread(resamples, () => ErrorOf(() =>
        {
            var row = random.Next(labels.Length);
            return (row, labels[row]);
        })).Ends;
        var value = ExpectedCalibrationError;
        return new Interval(value, Math.Max(0, (2 * value) - high), Math.Max(0, (2 * value) - low), Level);
    }

    /// <summary>
    /// What <see cref="ExpectedCalibrationError"/> would be if the forecaster were perfect: labels are drawn from the
    /// predicted probabilities themselves. An observed error inside this range is no sign of miscalibration.
    /// </summary>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="simulations">The number of simulated label sets, at least 2.</param>
    /// <returns>The mean simulated error and its central range at <see cref="Level"/>.</returns>
    /// <exception cref="InvalidOperationException">There are weights: they go with the class, so new labels cannot be drawn for old weights.</exception>
    public Interval ErrorIfCalibrated(int seed, int simulations = 1000)
    {
        if (weights is not null)
            throw new InvalidOperationException("Labels cannot be simulated for weighted rows, as the weight of a row goes with its class. Compare ErrorInterval of two models instead.");
        var random = new Random(seed);
        var (mean, ends) = Spread(simulations, () =>
        {
            var next = 0;
            return ErrorOf(() =>
            {
                var row = next++;
                return (row, random.NextDouble() < probabilities[row]);
            });
        });
        return new Interval(mean, ends.Low, ends.High, Level);
    }

    private static int[] EqualMassBins(RealValues probabilities, int bins, RealValues? weights)
    {
        var keys = probabilities.Span.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        var result = new int[keys.Length];
        int bin = 0, share = 0;
        var total = weights is null ? keys.Length : Sum(weights);
        var before = 0.0;
        for (var i = 0; i < keys.Length; i++)
        {
            var due = Math.Min(bins - 1, (int)(before * bins / total));
            before += weights?[order[i]] ?? 1;
            if (due > share && keys[i] != keys[i - 1])
            {
                share = due;
                bin++;
            }

            result[order[i]] = bin;
        }

        return result;
    }

    private static int[] EqualWidthBins(RealValues probabilities, int bins)
    {
        var due = new int[probabilities.Length];
        for (var row = 0; row < due.Length; row++)
            due[row] = Math.Min(bins - 1, (int)(probabilities[row] * bins));
        var filled = due.Distinct().Order().ToArray();
        return Array.ConvertAll(due, bin => Array.BinarySearch(filled, bin));
    }

    private List<ReliabilityPoint> MakePoints()
    {
        var predicted = new double[binCount];
        var positives = new Yield[binCount];
        var all = new Yield[binCount];
        for (var row = 0; row < labels.Length; row++)
        {
            var (bin, weight) = (binOfRow[row], Weight(row));
            predicted[bin] += weight * probabilities[row];
            all[bin] = all[bin].With(weight);
            if (labels[row])
                positives[bin] = positives[bin].With(weight);
        }

        // A bin without any weight has nothing to show.
        return [.. Enumerable.Range(0, binCount).Where(b => all[b].Sum > 0).Select(b =>
            new ReliabilityPoint(predicted[b] / all[b].Sum, Share(positives[b], all[b]), all[b].Rows))];
    }

    private Interval Share(Yield positives, Yield all) => weights is null
        ? BinomialInterval.ClopperPearson(positives.Rows, all.Rows, Level)
        : WeightedEfficiency.Of(positives, all, Level);

    private double Weight(int row) => weights?[row] ?? 1;

    private static double Sum(RealValues values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private Interval MeanOverRows(Func<double, bool, double> loss)
    {
        double[] values = [.. Enumerable.Range(0, labels.Length).Select(row => loss(probabilities[row], labels[row]))];
        var n = values.Length;
        var mean = values.Select((value, row) => Weight(row) * value).Sum() / totalWeight;
        var squares = values.Select((value, row) => Weight(row) * Weight(row) * (value - mean) * (value - mean)).Sum();
        return Interval.Normal(mean, n > 1 ? Math.Sqrt(squares * n / (n - 1)) / totalWeight : double.NaN, Level);
    }

    // |sum of (p - y)| per bin needs no division by the bin count: the count cancels in the mean over rows.
    private double ErrorOf(Func<(int Row, bool Label)> draw)
    {
        var excess = new double[binCount];
        var total = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var (row, label) = draw();
            excess[binOfRow[row]] += Weight(row) * (probabilities[row] - (label ? 1 : 0));
            total += Weight(row);
        }

        return excess.Sum(Math.Abs) / total;
    }

    private (double Mean, (double Low, double High) Ends) Spread(int repetitions, Func<double> one)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 2);
        var values = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
            values[i] = one();
        Array.Sort(values);
        return (values.Average(), (Quantile(values, (1 - Level) / 2), Quantile(values, (1 + Level) / 2)));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
