using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>
/// Several predictions of each row, chain after chain, and their statistics. Every statistic takes importance weights
/// (<see cref="Reweighting"/>), one for each network; without them all networks count alike.
/// </summary>
public abstract class PredictiveDraws
{
    private const int BlockRows = 128;

    private protected PredictiveDraws(int chains, int networks, int perNetwork, int rows, int outputs)
    {
        (Chains, Networks, Rows, Outputs) = (chains, networks, rows, outputs);
        Draws = networks * perNetwork;
    }

    /// <summary>Number of chains; the draws of one chain stand together.</summary>
    public int Chains { get; }

    /// <summary>Number of networks in all chains.</summary>
    public int Networks { get; }

    /// <summary>Number of draws of all chains.</summary>
    public int Draws { get; }

    /// <summary>Number of rows that were predicted.</summary>
    public int Rows { get; }

    /// <summary>Numbers that are predicted for a row: targets, or classes.</summary>
    public int Outputs { get; }

    /// <summary>Mean over the draws, [rows]: the posterior model average.</summary>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public virtual double[] Mean(int output = 0, ImportanceWeights? weights = null) =>
        Single(output, weights, RowStatistics.Mean);

    /// <summary>Standard deviation over the draws (divisor draws - 1; with weights 1 - sum w^2), [rows]; 0 for a single draw.</summary>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public virtual double[] StandardDeviation(int output = 0, ImportanceWeights? weights = null) =>
        Single(output, weights, RowStatistics.StandardDeviation);

    /// <summary>Quantile over the draws (linear between order statistics), [rows].</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1.</exception>
    public double[] Quantile(double probability, int output = 0, ImportanceWeights? weights = null) =>
        Quantiles([probability], output, weights)[0];

    /// <summary>Several quantiles over the draws, which costs little more than one; [probabilities][rows].</summary>
    /// <param name="probabilities">Each 0 to 1.</param>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A probability is outside 0 to 1.</exception>
    public double[][] Quantiles(IReadOnlyList<double> probabilities, int output = 0, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        foreach (var probability in probabilities)
            RowStatistics.CheckProbability(probability, nameof(probabilities));
        var result = probabilities.Select(_ => new double[Rows]).ToArray();
        EachRow(output, weights, Fill, (row, draws, w) =>
        {
            var (sorted, own) = RowStatistics.Sort(draws, w);
            for (var p = 0; p < result.Length; p++)
                result[p][row] = RowStatistics.Quantile(sorted, own, probabilities[p]);
        });
        return result;
    }

    /// <summary>Central credible interval of each row: as much probability below it as above.</summary>
    /// <param name="level">Probability inside, for example 0.95.</param>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside 0 to 1.</exception>
    public (double[] Low, double[] High) Interval(double level, int output = 0, ImportanceWeights? weights = null)
    {
        RowStatistics.CheckProbability(level, nameof(level));
        var both = Quantiles([(1 - level) / 2, (1 + level) / 2], output, weights);
        return (both[0], both[1]);
    }

    /// <summary>
    /// Highest-density interval of each row: the narrowest from draw to draw that holds the level. It assumes a single peak,
    /// and its ends are noisier than those of <see cref="Interval"/>.
    /// </summary>
    /// <param name="level">Probability inside, for example 0.95.</param>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside 0 to 1.</exception>
    public (double[] Low, double[] High) HighestDensityInterval(double level, int output = 0, ImportanceWeights? weights = null)
    {
        RowStatistics.CheckProbability(level, nameof(level));
        var (low, high) = (new double[Rows], new double[Rows]);
        EachRow(output, weights, Fill, (row, draws, w) =>
        {
            var (sorted, own) = RowStatistics.Sort(draws, w);
            (low[row], high[row]) = RowStatistics.HighestDensity(sorted, own, level);
        });
        return (low, high);
    }

    /// <summary>
    /// Entropy of the label when the probabilities are averaged over the draws, [rows], in nats: the whole uncertainty about the
    /// class of a row, H(mean p). From 0 to ln(classes).
    /// </summary>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="InvalidOperationException">The draws are not class probabilities.</exception>
    public double[] PredictiveEntropy(ImportanceWeights? weights = null)
    {
        RequireClasses();
        var result = new double[Rows];
        for (var output = 0; output < Outputs; output++)
        {
            var mean = Mean(output, weights);
            for (var row = 0; row < Rows; row++)
                result[row] += Entropy(mean[row]);
        }

        return result;
    }

    /// <summary>
    /// Mean over the draws of the entropy of the label, [rows], in nats: the part of <see cref="PredictiveEntropy"/> that no
    /// better knowledge of the network would remove, mean H(p).
    /// </summary>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="InvalidOperationException">The draws are not class probabilities.</exception>
    public virtual double[] ExpectedEntropy(ImportanceWeights? weights = null)
    {
        RequireClasses();
        var result = new double[Rows];
        for (var output = 0; output < Outputs; output++)
        {
            var terms = Single(output, weights, (draws, w) => RowStatistics.Mean(draws, w, Entropy));
            for (var row = 0; row < Rows; row++)
                result[row] += terms[row];
        }

        return result;
    }

    /// <summary>
    /// Mutual information of label and network, [rows], in nats: <see cref="PredictiveEntropy"/> minus
    /// <see cref="ExpectedEntropy"/>, the uncertainty that comes from not knowing the network (Houlsby et al., arXiv 1112.5745,
    /// equation 1). 0 where all draws agree; for small spread about variance / (2 p (1 - p)) for two classes.
    /// </summary>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="InvalidOperationException">The draws are not class probabilities.</exception>
    public double[] MutualInformation(ImportanceWeights? weights = null)
    {
        var (whole, expected) = (PredictiveEntropy(weights), ExpectedEntropy(weights));
        // Not negative by Jensen's inequality, but for rounding.
        return [.. whole.Select((entropy, row) => Math.Max(entropy - expected[row], 0))];
    }

    /// <summary>
    /// Share of the draws at or below a value, [rows]: the probability integral transform of a measured target. Over many
    /// rows it is uniform between 0 and 1 if the predictive (with noise, <see cref="PosteriorPredictive.Noisy"/>) is right;
    /// ties and finite draws are resolved at the middle, (below + half of equal) / draws.
    /// </summary>
    /// <param name="values">A value for each row, in the unit of the draws.</param>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">The number of values is not the number of rows, or one is not a number.</exception>
    public double[] ProbabilityBelow(float[] values, int output = 0, ImportanceWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Rows)
            throw new ArgumentException($"{values.Length} values for {Rows} predicted rows; give one for each.", nameof(values));
        var bad = Array.FindIndex(values, float.IsNaN);
        if (bad >= 0)
            throw new ArgumentException($"The value of row {bad} is not a number. Leave such rows out, and say how many they are.", nameof(values));
        var result = new double[Rows];
        EachRow(output, weights, Fill, (row, draws, w) => result[row] = RowStatistics.ProbabilityBelow(draws, w, values[row]));
        return result;
    }

    /// <summary>
    /// The same draws passed through a function, for example back to the unit of the target: <c>y => mean + sd * y</c> after
    /// a scaler, or <c>x => Math.Pow(10, x)</c> after a logarithm. Statistics of the result are those of the mapped draws.
    /// </summary>
    /// <param name="map">The function; called from several threads.</param>
    public PredictiveDraws Map(Func<double, double> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new MappedPredictive(this, map);
    }

    /// <summary>The draws for one row, [chains][draws of a chain], as the diagnostics want them.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="output">Which output or class, from 0.</param>
    public double[][] ChainsOf(int row, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        CheckOutput(output);
        var draws = new double[Draws];
        Fill(row, 1, output, [draws]);
        return [.. draws.Chunk(Draws / Chains)];
    }

    /// <summary>Convergence of the prediction of every row, or of the first <paramref name="rows"/> of them.</summary>
    /// <param name="rows">How many rows; null for all.</param>
    /// <param name="output">Which output or class, from 0.</param>
    public Convergence[] Convergence(int? rows = null, int output = 0)
    {
        var result = new Convergence[Math.Min(rows ?? Rows, Rows)];
        Parallel.For(0, result.Length, Compute.Parallel, row => result[row] = Sampling.Convergence.Of(ChainsOf(row, output)));
        return result;
    }

    /// <summary>What the numbers of the draws are.</summary>
    private protected virtual ClassKind Classes => ClassKind.None;

    internal void CopyDraws(int first, int count, int output, double[][] draws) => Fill(first, count, output, draws);

    /// <summary>Writes the draws of neighbouring rows.</summary>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="output">Which output.</param>
    /// <param name="draws">Receives [rows][draws].</param>
    private protected abstract void Fill(int first, int count, int output, double[][] draws);

    /// <summary>One number from the draws of each row; the filler decides what the draws are.</summary>
    private protected double[] Single(int output, ImportanceWeights? weights, RowStatistic statistic, Action<int, int, int, double[][]>? fill = null)
    {
        var result = new double[Rows];
        EachRow(output, weights, fill ?? Fill, (row, draws, w) => result[row] = statistic(draws, w));
        return result;
    }

    /// <summary>What the numbers of the draws are.</summary>
    private protected enum ClassKind
    {
        /// <summary>No probabilities.</summary>
        None,

        /// <summary>The probability of a 1; several outputs are separate labels.</summary>
        Binary,

        /// <summary>The probabilities of the classes.</summary>
        Several,
    }

    private protected delegate double RowStatistic(ReadOnlySpan<double> draws, double[]? weights);

    // A block of rows at a time keeps the strided reads in cache.
    private void EachRow(int output, ImportanceWeights? weights, Action<int, int, int, double[][]> fill, Action<int, double[], double[]?> row)
    {
        CheckOutput(output);
        var w = weights?.ForDraws(Networks, Draws / Math.Max(Networks, 1));
        Parallel.For(0, (Rows + BlockRows - 1) / BlockRows, Compute.Parallel, block =>
        {
            var first = block * BlockRows;
            var draws = Enumerable.Range(0, Math.Min(BlockRows, Rows - first)).Select(_ => new double[Draws]).ToArray();
            fill(first, draws.Length, output, draws);
            for (var r = 0; r < draws.Length; r++)
                row(first + r, draws[r], w);
        });
    }

    /// <summary>Mean probabilities of the classes, [rows][classes]; those of class 0 and 1 if there is one output.</summary>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="InvalidOperationException">The draws are not class probabilities.</exception>
    internal double[][] ClassProbabilities(ImportanceWeights? weights)
    {
        RequireClasses();
        double[][] means = [.. Enumerable.Range(0, Outputs).Select(output => Mean(output, weights))];
        return [.. Enumerable.Range(0, Rows).Select(row => Classes == ClassKind.Binary
            ? new[] { 1 - means[0][row], means[0][row] }
            : Array.ConvertAll(means, mean => mean[row]))];
    }

    private void RequireClasses()
    {
        if (Classes == ClassKind.None)
            throw new InvalidOperationException("These predictions are not class probabilities, so their label has neither an entropy nor a set of classes; use StandardDeviation or Interval. Networks with a Bernoulli or a categorical likelihood give probabilities.");
    }

    // The term of one class, or both terms of a class and its complement.
    private double Entropy(double p) => Classes == ClassKind.Binary ? Term(p) + Term(1 - p) : Term(p);

    private static double Term(double p) => p > 0 ? -p * Math.Log(p) : 0;

    private void CheckOutput(int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs);
    }
}
