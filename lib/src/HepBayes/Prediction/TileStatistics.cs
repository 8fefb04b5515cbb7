using System.Runtime.Intrinsics;

namespace HepBayes.Prediction;

/// <summary>
/// Statistics over networks of a tile of rows, small enough to stay in the first levels of cache: the outputs of each network
/// are read once, along the rows. Means and variances are summed in float64 about the first network's prediction.
/// </summary>
internal sealed class TileStatistics
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 256;

    private readonly NetworkStack stack;
    private readonly BatchStatistics what;
    private readonly double[] weights;
    private readonly bool equal;
    private readonly double remainder;
    private readonly NetworkMeans means;
    private readonly int columns;
    private readonly int length;
    private readonly float[] kept;
    private readonly float[] shift;
    private readonly double[] sum;
    private readonly double[] squares;
    private readonly double[] noise;
    private readonly float[] variances;
    private readonly double[] draws;
    private readonly double[][] functionSums;

    /// <param name="stack">The networks.</param>
    /// <param name="what">Chosen statistics.</param>
    /// <param name="weights">Weights of the networks, which sum to 1.</param>
    public TileStatistics(NetworkStack stack, BatchStatistics what, double[] weights)
    {
        (this.stack, this.what, this.weights) = (stack, what, weights);
        (equal, remainder) = (weights.All(w => w == weights[0]), 1 - weights.Sum(w => w * w));
        var outputs = stack.Network.Architecture.Outputs;
        means = new NetworkMeans(stack.Network.Likelihood, outputs);
        columns = stack.Network.Likelihood.MeanColumns(outputs);
        // A whole number of vectors, since the number of rows of a tile is one.
        length = Rows * columns;
        kept = new float[what.Quantiles.Count > 0 ? length * stack.Count : length];
        (shift, sum, squares) = (new float[length], new double[length], new double[length]);
        (noise, variances) = what.TotalStandardDeviation ? (new double[length], new float[length]) : ([], []);
        draws = new double[stack.Count];
        functionSums = [.. what.MeansOf.Select(_ => new double[length])];
    }

    public static long BytesFor(NetworkStack stack, BatchStatistics what, int columns) =>
        (long)Rows * columns * ((sizeof(float) * ((what.Quantiles.Count > 0 ? stack.Count : 1) + 2L)) + ((3L + what.MeansOf.Count) * sizeof(double)));

    /// <summary>Reads outputs and writes the statistics of a tile.</summary>
    /// <param name="outputs">[networks, all rows, outputs].</param>
    /// <param name="allRows">Rows of <paramref name="outputs"/>.</param>
    /// <param name="first">First row of the tile.</param>
    /// <param name="block">Receives the statistics at the same rows.</param>
    public void Compute(ReadOnlySpan<float> outputs, int allRows, int first, PredictionBlock block)
    {
        var width = stack.Network.Architecture.Outputs;
        var rows = Math.Min(Rows, allRows - first);
        Array.Clear(sum);
        Array.Clear(squares);
        Array.Clear(noise);
        Array.ForEach(functionSums, Array.Clear);
        for (var n = 0; n < stack.Count; n++)
        {
            var raw = outputs.Slice(((n * allRows) + first) * width, rows * width);
            var own = kept.AsSpan(what.Quantiles.Count > 0 ? n * length : 0, length);
            means.Apply(raw, stack.HyperParameters(n), own);
            if (n == 0)
                own.CopyTo(shift);
            Add(own, weights[n]);
            for (var f = 0; f < functionSums.Length; f++)
                AddFunction(functionSums[f], what.MeansOf[f].Function, own[..(rows * columns)], weights[n]);
            if (!what.TotalStandardDeviation)
                continue;
            means.Variances(raw, stack.HyperParameters(n), variances);
            for (var i = 0; i < rows * columns; i++)
                noise[i] += weights[n] * variances[i];
        }

        Store(block, first, rows);
    }

    private static void AddFunction(double[] total, Func<double, double> function, ReadOnlySpan<float> values, double weight)
    {
        for (var i = 0; i < values.Length; i++)
            total[i] += weight * function(values[i]);
    }

    private void Add(ReadOnlySpan<float> values, double weight)
    {
        var w = Vector256.Create(weight);
        for (var i = 0; i < length; i += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(values[i..]) - Vector256.Create(shift, i));
            Add(low, w, i);
            Add(high, w, i + Vector256<double>.Count);
        }
    }

    private void Add(Vector256<double> deviation, Vector256<double> weight, int i)
    {
        var weighted = weight * deviation;
        (Vector256.Create(sum, i) + weighted).CopyTo(sum, i);
        (Vector256.Create(squares, i) + (weighted * deviation)).CopyTo(squares, i);
    }

    private void Store(PredictionBlock block, int first, int rows)
    {
        for (var c = 0; c < columns; c++)
        {
            var column = c;
            for (var row = 0; row < rows; row++, column = c)
            {
                var i = (row * columns) + c;
                var variance = remainder > 1e-9 ? Math.Max(squares[i] - (sum[i] * sum[i]), 0) / remainder : 0;
                void Put(double value)
                {
                    block.Storage(column)[first + row] = (float)value;
                    column += columns;
                }

                if (what.Mean)
                    Put(shift[i] + sum[i]);
                if (what.StandardDeviation)
                    Put(Math.Sqrt(variance));
                if (what.TotalStandardDeviation)
                    Put(Math.Sqrt(variance + noise[i]));
                if (what.Quantiles.Count > 0)
                    column = PutQuantiles(block, column, first + row, i);
                foreach (var total in functionSums)
                    Put(total[i]);
            }
        }
    }

    // The column after the last quantile.
    private int PutQuantiles(PredictionBlock block, int column, int row, int index)
    {
        for (var n = 0; n < draws.Length; n++)
            draws[n] = kept[(n * length) + index];
        var (sorted, own) = RowStatistics.Sort(draws, equal ? null : weights);
        foreach (var probability in what.Quantiles)
        {
            block.Storage(column)[row] = (float)RowStatistics.Quantile(sorted, own, probability);
            column += columns;
        }

        return column;
    }
}
