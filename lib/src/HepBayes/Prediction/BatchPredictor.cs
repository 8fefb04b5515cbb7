using System.Collections.Concurrent;
using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// Predicts any number of rows with all networks of an ensemble in bounded memory: rows stream in, the chosen statistics
/// stream out, and nothing is kept of the networks' single predictions.
/// </summary>
/// <example><code>
/// var predictor = new BatchPredictor(saved, new BatchStatistics { Quantiles = [0.025, 0.975] });
/// predictor.PredictToFile(chunks, "scan.parquet");        // columns mean, sd, q0.025, q0.975
/// </code></example>
public sealed class BatchPredictor
{
    private const int MaximumRows = 8192;
    private const int SmallestRows = 512;
    private const int MaximumOutputs = 1 << 21;
    private readonly NetworkStack stack;
    private readonly BatchStatistics what;
    private readonly double[] weights;
    private readonly int columns;

    /// <summary>Prepares the networks.</summary>
    /// <param name="networks">Sampled, saved or trained networks.</param>
    /// <param name="statistics">What to compute; null for mean and standard deviation.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <param name="weights">Weights of the networks, for the same <paramref name="every"/>; null for equal ones.</param>
    /// <exception cref="ArgumentException">No statistic is chosen, or the weights do not fit.</exception>
    public BatchPredictor(INetworkEnsemble networks, BatchStatistics? statistics = null, int every = 1, ImportanceWeights? weights = null)
    {
        stack = new NetworkStack(networks, every);
        what = statistics ?? new BatchStatistics();
        var architecture = stack.Network.Architecture;
        columns = stack.Network.Likelihood.MeanColumns(architecture.Outputs);
        Columns = what.Columns(columns);
        this.weights = weights?.ForDraws(stack.Count, 1) ?? [.. Enumerable.Repeat(1.0 / stack.Count, stack.Count)];
        BlockRows = Math.Clamp(MaximumOutputs / (stack.Count * architecture.Outputs) / SmallestRows * SmallestRows, SmallestRows, MaximumRows);
    }

    /// <summary>Names of the statistics, in the order of the columns: <c>mean</c>, <c>sd</c>, <c>total_sd</c>, <c>q0.5</c>; with several outputs <c>mean_0</c>, <c>mean_1</c>, ...</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of networks that predict.</summary>
    public int Networks => stack.Count;

    /// <summary>Rows that are predicted at a time.</summary>
    public int BlockRows { get; }

    /// <summary>
    /// Upper limit in bytes of what a prediction keeps besides its source and its sink, whatever the number of rows: the
    /// networks, a block of inputs (as rows and as tiles), its outputs of all networks, its statistics, and the space of each thread.
    /// </summary>
    public long MemoryBytes
    {
        get
        {
            var architecture = stack.Network.Architecture;
            var block = BlockRows * sizeof(float) * ((2L * architecture.Inputs) + ((long)stack.Count * architecture.Outputs) + Columns.Count);
            var thread = TileWorkspace<float>.MostBytes(architecture) + TileStatistics.BytesFor(stack, what, columns);
            return stack.Bytes + block + (Compute.Threads * thread);
        }
    }

    /// <summary>Predicts a stream of rows.</summary>
    /// <param name="chunks">
    /// Input features, each array row by row, [rows, inputs], prepared like the training rows. Sizes may differ; an array may
    /// be used again for the next chunk.
    /// </param>
    /// <param name="sink">Receives the statistics block after block.</param>
    /// <param name="rows">Number of rows that will come, for the progress; null if unknown.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops between blocks; what the sink has got stays there.</param>
    /// <returns>Number of rows.</returns>
    /// <exception cref="ArgumentException">A chunk does not fit the network or holds a number that is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public long Predict(IEnumerable<float[]> chunks, IPredictionSink sink, long? rows = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(sink);
        var block = new Block(this, sink, rows, progress, cancellation);
        foreach (var chunk in chunks)
        {
            stack.CheckInputs(chunk, block.Done + block.Filled);
            block.Add(chunk);
        }

        block.Flush();
        return block.Done;
    }

    /// <summary>Predicts a stream of rows into a file, which appears whole or not at all.</summary>
    /// <param name="chunks">Input features, as in <see cref="Predict"/>.</param>
    /// <param name="path">The file to create or replace: <c>.csv</c> or <c>.parquet</c>. Parquet keeps up to 2^17 rows of statistics in memory.</param>
    /// <param name="rows">Number of rows that will come, for the progress; null if unknown.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops between blocks; no file is left then.</param>
    /// <returns>Number of rows.</returns>
    /// <exception cref="ArgumentException">The path ends otherwise, a chunk does not fit the network or holds a number that is not finite, or there are no rows.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public long PredictToFile(IEnumerable<float[]> chunks, string path, long? rows = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".csv" or ".parquet"))
            throw new ArgumentException($"'{path}' ends in '{extension}'; predictions are written as .csv or .parquet.", nameof(path));
        var done = 0L;
        AtomicFile.Write(path, stream =>
        {
            if (extension == ".csv")
            {
                using var csv = new CsvSink(stream);
                done = Predict(chunks, csv, rows, progress, cancellation);
            }
            else
            {
                using var parquet = new ParquetSink(stream);
                done = Predict(chunks, parquet, rows, progress, cancellation);
            }

            if (done == 0)
                throw new ArgumentException($"There are no rows to write to '{path}'.", nameof(chunks));
        });
        return done;
    }

    /// <summary>Rows that wait to be predicted together, and what is needed to do so.</summary>
    private sealed class Block(BatchPredictor predictor, IPredictionSink sink, long? rows, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        private readonly int width = predictor.stack.Network.Architecture.Inputs;
        private readonly float[] inputs = new float[predictor.BlockRows * predictor.stack.Network.Architecture.Inputs];
        private readonly float[] outputs = new float[predictor.BlockRows * predictor.stack.Count * predictor.stack.Network.Architecture.Outputs];
        private readonly PredictionBlock result = new([.. predictor.Columns], predictor.BlockRows);
        private readonly ConcurrentBag<TileStatistics> spaces = [];
        private readonly Stopwatch watch = Stopwatch.StartNew();

        public int Filled { get; private set; }

        public long Done { get; private set; }

        public void Add(ReadOnlySpan<float> chunk)
        {
            while (!chunk.IsEmpty)
            {
                var count = Math.Min(chunk.Length / width, predictor.BlockRows - Filled);
                chunk[..(count * width)].CopyTo(inputs.AsSpan(Filled * width));
                chunk = chunk[(count * width)..];
                Filled += count;
                if (Filled == predictor.BlockRows)
                    Flush();
            }
        }

        public void Flush()
        {
            cancellation.ThrowIfCancellationRequested();
            if (Filled == 0)
                return;
            predictor.stack.Forward(inputs.AsSpan(0, Filled * width), Filled, outputs);
            (result.FirstRow, result.Rows) = (Done, Filled);
            Parallel.For(0, (Filled + TileStatistics.Rows - 1) / TileStatistics.Rows, Compute.Parallel, tile =>
            {
                if (!spaces.TryTake(out var space))
                    space = new TileStatistics(predictor.stack, predictor.what, predictor.weights);
                space.Compute(outputs, Filled, tile * TileStatistics.Rows, result);
                spaces.Add(space);
            });
            sink.Write(result);
            Done += Filled;
            Filled = 0;
            Report();
        }

        private void Report()
        {
            if (progress is null)
                return;
            var speed = watch.Elapsed.TotalMicroseconds / Done;
            progress.Report(rows is { } all and > 0
                ? new(Math.Min((double)Done / all, 1), FormattableString.Invariant($"row {Done} of {all}, {speed:F1} us a row, {Math.Max(all - Done, 0) * speed / 1e6:F0} s to go"))
                : new(0, FormattableString.Invariant($"row {Done}, {speed:F1} us a row")));
        }
    }
}
