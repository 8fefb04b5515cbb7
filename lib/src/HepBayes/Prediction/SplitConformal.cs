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
    /// <exception cref="ArgumentException">
    /// Different lengths, a value that is not finite, too few rows for the level (at least level / (1 - level)), or an interval of no width.
    /// </exception>
    public static SplitConformal Fit(PredictiveDraws predictive, float[] truth, double level, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(truth);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level lies between 0 and 1, for example 0.95.");
        if (truth.Length != predictive.Rows)
            throw new ArgumentException($"{truth.Length} true values for {predictive.Rows} predicted rows; give one for each.", nameof(truth));
        var rank = (int)Math.Ceiling((truth.Length + 1) * level);
        if (rank > truth.Length)
            throw new ArgumentException($"{truth.Length} rows cannot show a coverage of {level}; at least {(int)Math.Ceiling(level / (1 - level))} are needed.", nameof(truth));
        var bands = Bands(predictive, level, output);
        var factors = new double[truth.Length];
        for (var row = 0; row < factors.Length; row++)
            factors[row] = FactorOf(row, truth[row], bands[0][row], bands[1][row], bands[2][row]);
        Array.Sort(factors);
        return new SplitConformal(level, factors[rank - 1], truth.Length);
    }

    /// <summary>The stretched interval of each row.</summary>
    /// <param name="predictive">Predictions of other rows by the same model.</param>
    /// <param name="output">Which output, from 0.</param>
    public (double[] Low, double[] High) Interval(PredictiveDraws predictive, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        var bands = Bands(predictive, Level, output);
        var (low, high) = (new double[predictive.Rows], new double[predictive.Rows]);
        for (var row = 0; row < low.Length; row++)
        {
            var middle = bands[1][row];
            (low[row], high[row]) = (middle - (Factor * (middle - bands[0][row])), middle + (Factor * (bands[2][row] - middle)));
        }

        return (low, high);
    }

    /// <summary>Level and factor in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Level:P1} intervals times {Factor:F3}, from {Rows} rows");

    private static double[][] Bands(PredictiveDraws predictive, double level, int output) =>
        predictive.Quantiles([(1 - level) / 2, 0.5, (1 + level) / 2], output);

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
