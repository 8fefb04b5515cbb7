namespace HepBayes.Prediction;

/// <summary>
/// Stretches the central intervals of a predictive until they hold the wanted share of rows that no fit has seen (split
/// conformal prediction with the predictive's own width as the scale: Papadopoulos et al. 2002, Lei et al. 2018). Each half of the
/// interval, from the median outwards, is multiplied by one factor q: the ceil((n + 1) level)-th smallest of the n factors that
/// the calibration rows would have needed.
/// </summary>
/// <remarks>
/// For rows that are exchangeable with the calibration rows the coverage, averaged over calibration sets, lies between the
/// level and level + 1 / (n + 1). That holds over all rows together, not in each region of the inputs. With a median and a
/// model that are right, q is close to 1; q itself says how wrong the model's widths are.
/// </remarks>
public sealed class SplitConformal
{
    private SplitConformal(double level, double factor, int rows) => (Level, Factor, Rows) = (level, factor, rows);

    /// <summary>The wanted coverage, between 0 and 1.</summary>
    public double Level { get; }

    /// <summary>The factor q on the widths; 1 if the predictive is calibrated.</summary>
    public double Factor { get; }

    /// <summary>Number of calibration rows.</summary>
    public int Rows { get; }

    /// <summary>Finds the factor.</summary>
    /// <param name="predictive">Predictions of the calibration rows, with noise: rows that neither trained nor chose the model.</param>
    /// <param name="truth">Their true values, in the unit of the predictions.</param>
    /// <param name="level">The wanted coverage, between 0 and 1.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">
    /// A level outside 0 to 1, different lengths, a value that is not finite, too few rows for the level (at least level / (1 - level)), or an interval of no width.
    /// </exception>
    public static SplitConformal Fit(PredictiveDraws predictive, float[] truth, double level, int output = 0, ImportanceWeights? weights = null) =>
        Fit(predictive, truth, [level], output, weights)[0];

    /// <summary>Finds the factors of several levels, each as if it were alone, in one pass over the draws.</summary>
    /// <param name="predictive">Predictions of the calibration rows, with noise: rows that neither trained nor chose the model.</param>
    /// <param name="truth">Their true values, in the unit of the predictions.</param>
    /// <param name="levels">The wanted coverages, each between 0 and 1.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">
    /// No level, different lengths, a value that is not finite, too few rows for a level (at least level / (1 - level)), or an interval of no width.
    /// </exception>
    public static IReadOnlyList<SplitConformal> Fit(PredictiveDraws predictive, float[] truth, IReadOnlyList<double> levels, int output = 0, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(levels);
        if (truth.Length != predictive.Rows)
            throw new ArgumentException($"{truth.Length} true values for {predictive.Rows} predicted rows; give one for each.", nameof(truth));
        var bands = Bands(predictive, levels, output, weights);
        return [.. levels.Select((level, i) => Of(level, truth, bands[1 + (2 * i)], bands[0], bands[2 + (2 * i)]))];
    }

    /// <summary>The stretched interval of each row.</summary>
    /// <param name="predictive">Predictions of other rows by the same model.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public (double[] Low, double[] High) Interval(PredictiveDraws predictive, int output = 0, ImportanceWeights? weights = null) =>
        Intervals([this], predictive, output, weights)[0];

    /// <summary>The stretched intervals of each row at several levels, [levels] of low and high ends, in one pass over the draws.</summary>
    /// <param name="levels">What <see cref="Fit(PredictiveDraws, float[], IReadOnlyList{double}, int, ImportanceWeights?)"/> found.</param>
    /// <param name="predictive">Predictions of other rows by the same model.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public static IReadOnlyList<(double[] Low, double[] High)> Intervals(IReadOnlyList<SplitConformal> levels, PredictiveDraws predictive, int output = 0, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(predictive);
        var bands = Bands(predictive, [.. levels.Select(l => l.Level)], output, weights);
        return [.. levels.Select((l, i) => l.Stretched(bands[1 + (2 * i)], bands[0], bands[2 + (2 * i)]))];
    }

    /// <summary>Level and factor in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Level:P1} intervals times {Factor:F3}, from {Rows} rows");

    private static SplitConformal Of(double level, float[] truth, double[] low, double[] middle, double[] high)
    {
        var rank = (int)Math.Ceiling((truth.Length + 1) * level);
        if (rank > truth.Length)
            throw new ArgumentException($"{truth.Length} rows cannot show a coverage of {level}; at least {(int)Math.Ceiling(level / (1 - level))} are needed.", nameof(truth));
        var factors = new double[truth.Length];
        for (var row = 0; row < factors.Length; row++)
            factors[row] = FactorOf(row, truth[row], low[row], middle[row], high[row]);
        Array.Sort(factors);
        return new SplitConformal(level, factors[rank - 1], truth.Length);
    }

    // The median, then the lower and upper end of each level.
    private static double[][] Bands(PredictiveDraws predictive, IReadOnlyList<double> levels, int output, ImportanceWeights? weights)
    {
        if (levels.Count == 0)
            throw new ArgumentException("Give at least one level.", nameof(levels));
        foreach (var level in levels)
        {
            if (!(level > 0 && level < 1))
                throw new ArgumentOutOfRangeException(nameof(levels), level, "A level lies between 0 and 1, for example 0.95.");
        }

        return predictive.Quantiles([0.5, .. levels.SelectMany(l => new[] { (1 - l) / 2, (1 + l) / 2 })], output, weights);
    }

    private (double[] Low, double[] High) Stretched(double[] low, double[] middle, double[] high)
    {
        var (lower, upper) = (new double[middle.Length], new double[middle.Length]);
        for (var row = 0; row < lower.Length; row++)
            (lower[row], upper[row]) = (middle[row] - (Factor * (middle[row] - low[row])), middle[row] + (Factor * (high[row] - middle[row])));
        return (lower, upper);
    }

    private static double FactorOf(int row, float truth, double low, double middle, double high)
    {
        if (!float.IsFinite(truth))
            throw new ArgumentException($"The true value of row {row} is {truth}; expected a finite number. Leave such rows out, and say how many they are.", nameof(truth));
        var width = truth < middle ? middle - low : high - middle;
        if (width > 0)
            return Math.Abs(truth - middle) / width;
        return truth == middle ? 0 : throw new ArgumentException($"The interval of row {row} has no width on the side of its true value; predictions with noise (Noisy) have one.", nameof(row));
    }
}
