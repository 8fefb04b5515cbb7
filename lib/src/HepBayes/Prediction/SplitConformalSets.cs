using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// Sets of classes that hold the true class of the wanted share of rows, around any classifier (split conformal prediction: Vovk,
/// Gammerman, Shafer, Algorithmic Learning in a Random World, 2005; adaptive sets: Romano, Sesia, Candes, NeurIPS 2020, arXiv
/// 2006.02544). The score of a class is the probability of all classes that are more probable, plus u times its own, u uniform; a
/// set holds the classes whose score is at most the ceil((n + 1) level)-th smallest of the n scores of the true classes of
/// calibration rows.
/// </summary>
/// <remarks>
/// <para>
/// For rows that are exchangeable with the calibration rows the coverage, averaged over calibration sets and u, is
/// ceil((n + 1) level) / (n + 1), whatever the classifier: at least the level and less than 1 / (n + 1) above it. That holds over
/// all rows together, not for each class or region. Probabilities that are right have scores uniform from 0 to 1 and a
/// <see cref="Threshold"/> near the level.
/// </para>
/// <para>
/// u makes the coverage exact: without it sets are larger than needed. A set may be empty where one class is more probable than
/// the threshold.
/// </para>
/// </remarks>
public sealed class SplitConformalSets
{
    // Streams of the two uses of u: rows may be the same by mistake, numbers are not.
    private const int Calibration = 0;
    private const int Prediction = 1;

    private SplitConformalSets(double level, double threshold, int rows, int classes) => (Level, Threshold, Rows, Classes) = (level, threshold, rows, classes);

    /// <summary>The wanted coverage, between 0 and 1.</summary>
    public double Level { get; }

    /// <summary>The largest score of a class in a set, 0 to 1; close to the level if the probabilities are right, above it if they are too sure.</summary>
    public double Threshold { get; }

    /// <summary>Number of calibration rows.</summary>
    public int Rows { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Finds the threshold.</summary>
    /// <param name="predictive">Class probabilities of the calibration rows: rows that neither trained nor chose the model.</param>
    /// <param name="labels">Their true classes, from 0.</param>
    /// <param name="level">The wanted coverage, between 0 and 1.</param>
    /// <param name="seed">Decides u of each row.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">
    /// A level outside 0 to 1, different lengths, a class that does not exist, a probability that is not a number, or too few rows for the level (at least level / (1 - level)).
    /// </exception>
    /// <exception cref="InvalidOperationException">The predictions are not class probabilities.</exception>
    public static SplitConformalSets Fit(PredictiveDraws predictive, int[] labels, double level, int seed, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(labels);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1, for example 0.95.");
        if (labels.Length != predictive.Rows)
            throw new ArgumentException($"{labels.Length} true classes for {predictive.Rows} predicted rows; give one for each.", nameof(labels));
        var rank = (int)Math.Ceiling((labels.Length + 1) * level);
        if (rank > labels.Length)
            throw new ArgumentException($"{labels.Length} rows cannot show a coverage of {level}; at least {(int)Math.Ceiling(level / (1 - level))} are needed.", nameof(labels));
        var probabilities = predictive.ClassProbabilities(weights);
        var random = Random(seed, Calibration);
        var scores = new double[labels.Length];
        for (var row = 0; row < scores.Length; row++)
        {
            var (own, label) = (probabilities[row], labels[row]);
            if (label < 0 || label >= own.Length)
                throw new ArgumentException($"The true class of row {row} is {label}; expected 0 to {own.Length - 1}.", nameof(labels));
            scores[row] = Scores(row, own, random.NextDouble())[label];
        }

        Array.Sort(scores);
        return new SplitConformalSets(level, scores[rank - 1], labels.Length, probabilities[0].Length);
    }

    /// <summary>The classes of each row, the most probable first, [rows][classes in the set].</summary>
    /// <param name="predictive">Class probabilities of other rows by the same model.</param>
    /// <param name="seed">Decides u of each row.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">Another number of classes than at the calibration, or a probability that is not a number.</exception>
    /// <exception cref="InvalidOperationException">The predictions are not class probabilities.</exception>
    public int[][] Sets(PredictiveDraws predictive, int seed, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        var probabilities = predictive.ClassProbabilities(weights);
        if (probabilities.Length > 0 && probabilities[0].Length != Classes)
            throw new ArgumentException($"The predictions have {probabilities[0].Length} classes; the calibration had {Classes}.", nameof(predictive));
        var random = Random(seed, Prediction);
        return [.. probabilities.Select((own, row) =>
        {
            var scores = Scores(row, own, random.NextDouble());
            return Order(own).Where(label => scores[label] <= Threshold).ToArray();
        })];
    }

    /// <summary>Level and threshold in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Level:P1} sets of {Classes} classes with a threshold of {Threshold:F3}, from {Rows} rows");

    /// <summary>The score of each class of a row, [classes].</summary>
    /// <param name="row">The row, for complaints.</param>
    /// <param name="probabilities">[classes].</param>
    /// <param name="u">0 to 1.</param>
    internal static double[] Scores(int row, double[] probabilities, double u)
    {
        var (scores, above) = (new double[probabilities.Length], 0.0);
        foreach (var label in Order(probabilities))
        {
            var own = probabilities[label];
            if (!double.IsFinite(own))
                throw new ArgumentException($"The probability of class {label} of row {row} is {own}; expected a number from 0 to 1.", nameof(probabilities));
            scores[label] = above + (u * own);
            above += own;
        }

        return scores;
    }

    // The most probable first, equal ones by number.
    private static IEnumerable<int> Order(double[] probabilities) => Enumerable.Range(0, probabilities.Length).OrderByDescending(label => probabilities[label]);

    private static CounterRandom Random(int seed, int use) => new((ulong)seed, RandomStreams.Of(RandomPurpose.ConformalSets, use));
}
