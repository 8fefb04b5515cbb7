using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>
/// What each sampled network predicts for each row: the probability of a 1 for a Bernoulli likelihood, the expected target
/// otherwise. Spread over draws is the uncertainty of the network, without the noise of single events.
/// </summary>
public sealed class PosteriorPredictive
{
    private readonly float[] values;
    private readonly int outputs;

    /// <param name="values">[draws, rows, outputs], chain after chain.</param>
    /// <param name="chains">Chains that the draws come from.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="outputs">Number of outputs.</param>
    internal PosteriorPredictive(float[] values, int chains, int rows, int outputs)
    {
        (this.values, Chains, Rows, this.outputs) = (values, chains, rows, outputs);
        Draws = rows == 0 ? 0 : values.Length / (rows * outputs);
    }

    /// <summary>Number of chains; the draws of one chain stand together.</summary>
    public int Chains { get; }

    /// <summary>Number of networks (draws of all chains).</summary>
    public int Draws { get; }

    /// <summary>Number of rows that were predicted.</summary>
    public int Rows { get; }

    /// <summary>Mean over the networks, [rows].</summary>
    /// <param name="output">Which output, from 0.</param>
    public double[] Mean(int output = 0) => PerRow(output, draws => draws.Average(v => (double)v));

    /// <summary>Standard deviation over the networks (divisor draws - 1), [rows]; 0 for a single network.</summary>
    /// <param name="output">Which output, from 0.</param>
    public double[] StandardDeviation(int output = 0) => PerRow(output, StandardDeviationOf);

    /// <summary>Quantile over the networks (linear between order statistics), [rows].</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1.</exception>
    public double[] Quantile(double probability, int output = 0)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        return PerRow(output, draws => QuantileOf(draws, probability));
    }

    /// <summary>Central credible interval of each row.</summary>
    /// <param name="level">Probability inside, for example 0.95.</param>
    /// <param name="output">Which output, from 0.</param>
    public (double[] Low, double[] High) Interval(double level, int output = 0) =>
        (Quantile((1 - level) / 2, output), Quantile((1 + level) / 2, output));

    /// <summary>The predictions of one network, [rows].</summary>
    /// <param name="draw">From 0.</param>
    /// <param name="output">Which output, from 0.</param>
    public double[] Network(int draw, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return [.. Enumerable.Range(0, Rows).Select(row => (double)values[Index(draw, row, output)])];
    }

    /// <summary>The predictions for one row, [chains][draws of a chain], as the diagnostics want them.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="output">Which output, from 0.</param>
    public double[][] ChainsOf(int row, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        var length = Draws / Chains;
        return [.. Enumerable.Range(0, Chains).Select(chain =>
            Enumerable.Range(chain * length, length).Select(draw => (double)values[Index(draw, row, output)]).ToArray())];
    }

    /// <summary>Convergence of the prediction of every row, or of the first <paramref name="rows"/> of them.</summary>
    /// <param name="rows">How many rows; null for all.</param>
    /// <param name="output">Which output, from 0.</param>
    public Convergence[] Convergence(int? rows = null, int output = 0)
    {
        var result = new Convergence[Math.Min(rows ?? Rows, Rows)];
        Parallel.For(0, result.Length, Runtime.Compute.Parallel, row => result[row] = Sampling.Convergence.Of(ChainsOf(row, output)));
        return result;
    }

    private double[] PerRow(int output, Func<float[], double> statistic)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, outputs);
        var result = new double[Rows];
        const int Block = 256;
        Parallel.For(0, (Rows + Block - 1) / Block, Runtime.Compute.Parallel, block =>
        {
            // A block of rows at a time keeps the strided reads in cache.
            var first = block * Block;
            var count = Math.Min(Block, Rows - first);
            var draws = Enumerable.Range(0, count).Select(_ => new float[Draws]).ToArray();
            for (var draw = 0; draw < Draws; draw++)
            {
                for (var r = 0; r < count; r++)
                    draws[r][draw] = values[Index(draw, first + r, output)];
            }

            for (var r = 0; r < count; r++)
                result[first + r] = statistic(draws[r]);
        });
        return result;
    }

    private int Index(int draw, int row, int output) => (((draw * Rows) + row) * outputs) + output;

    private static double StandardDeviationOf(float[] draws)
    {
        if (draws.Length < 2)
            return 0;
        var mean = draws.Average(v => (double)v);
        return Math.Sqrt(draws.Sum(v => (v - mean) * (v - mean)) / (draws.Length - 1));
    }

    private static double QuantileOf(float[] draws, double probability)
    {
        Array.Sort(draws);
        var position = probability * (draws.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, draws.Length - 1);
        return draws[lower] + ((position - lower) * (draws[upper] - draws[lower]));
    }
}
