using System.Security.Cryptography;
using System.Text;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The posterior density of a <see cref="BayesianNetwork"/> given rows that stay in a file: the same density as
/// <see cref="DensePosterior"/>, with a bounded number of rows in memory at a time. On the processor; for one thread at a time.
/// </summary>
public sealed class StreamedPosterior : IBatchedDensity
{
    // 65,536 rows: large enough that reading and summing cost little, a few megabytes of narrow rows.
    private const int BlocksInMemory = 1024;

    private readonly StreamedRows rows;
    private readonly JointPrior prior;
    private readonly RowTiles<float> tiles;
    private readonly CpuDenseEngine<float> engine;
    private readonly PosteriorSum sum;
    private readonly int[][] everyBlock;
    private readonly int[] slots = [.. Enumerable.Range(0, BlocksInMemory)];

    /// <summary>Opens a file of rows.</summary>
    /// <param name="network">Architecture, prior and likelihood.</param>
    /// <param name="path">A file that <see cref="StreamedRows"/> wrote, with the numbers prepared (scaled) as the network is to see them.</param>
    /// <exception cref="ArgumentException">The file's columns do not fit the network, a target is impossible, or the network's activation has no compiled kernels.</exception>
    /// <exception cref="UserErrorException">The file is missing, damaged, or none of this kind.</exception>
    public StreamedPosterior(BayesianNetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        NativeLibraries.EnsureLoaded();
        Network = network;
        rows = StreamedRows.Open(path);
        try
        {
            Check();
        }
        catch
        {
            rows.Dispose();
            throw;
        }

        prior = network.NewPrior();
        tiles = new RowTiles<float>(BlocksInMemory, rows.Inputs, rows.TargetColumns);
        engine = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, tiles, VectorPaths.Best);
        sum = new PosteriorSum(prior, engine);
        everyBlock = [[.. Enumerable.Range(0, rows.Blocks)]];
        var model = string.Join('\n', network.Architecture, network.Prior.Name, network.Likelihood.Name, rows.Rows, rows.Digest);
        Fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model)));
    }

    /// <summary>Architecture, prior and likelihood.</summary>
    public BayesianNetwork Network { get; }

    /// <inheritdoc/>
    public long Rows => rows.Rows;

    /// <inheritdoc/>
    public int Blocks => rows.Blocks;

    /// <inheritdoc/>
    public int BlockRows => StreamedRows.BlockRows;

    /// <inheritdoc/>
    public int Parameters => prior.Parameters;

    /// <inheritdoc/>
    public Device Device => CPU;

    /// <inheritdoc/>
    public ScalarType NumberType => ScalarType.Float32;

    /// <summary>Hash of architecture, prior, likelihood (by their names with settings) and of the file's checksum.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    /// <remarks>The hyper-parameters of the prior.</remarks>
    public Range HeldWhileClimbing => prior.HeldWhileClimbing;

    /// <inheritdoc/>
    public Tensor? InitialVariance() => prior.InitialVariance(Device);

    /// <summary>Starts around the prior's centre; see <see cref="BayesianNetwork.PriorDraws"/>.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public Tensor InitialPosition(int chains, int seed) => Network.PriorDraws(chains, seed);

    /// <inheritdoc/>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => NewTensors.Evaluate(this, position);

    /// <inheritdoc/>
    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient) => Evaluate(position, new RowBatch(everyBlock), logDensity, gradient);

    /// <inheritdoc/>
    public void Evaluate(Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient)
    {
        BatchTensors.Check(this, position, batch, logDensity, gradient);
        sum.Evaluate(TensorMemory.Span<float>(position), Pieces(batch, (int)position.size(0)), batch, TensorMemory.Span<double>(logDensity), TensorMemory.Span<float>(gradient));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        engine.Dispose();
        prior.Dispose();
        rows.Dispose();
    }

    // As many blocks of each list as have room together.
    private IEnumerable<Func<int, ReadOnlyMemory<int>>> Pieces(RowBatch batch, int chains)
    {
        var lists = batch.IsShared ? 1 : chains;
        if (lists > BlocksInMemory)
            throw new ArgumentException($"{chains} chains with batches of their own are too many: at most {BlocksInMemory} blocks of rows are in memory at a time.");
        var most = BlocksInMemory / lists;
        for (var first = 0; first < batch.Count; first += most)
        {
            var count = Math.Min(most, batch.Count - first);
            for (var list = 0; list < lists; list++)
                Read(batch.Of(list).AsSpan(first, count), list * count);
            yield return chain => slots.AsMemory(lists == 1 ? 0 : chain * count, count);
        }
    }

    // Neighbours are read together.
    private void Read(ReadOnlySpan<int> blocks, int slot)
    {
        for (var i = 0; i < blocks.Length;)
        {
            var count = 1;
            while (i + count < blocks.Length && blocks[i + count] == blocks[i] + count)
                count++;
            rows.Read(blocks[i], count, tiles, slot + i);
            i += count;
        }
    }

    private void Check()
    {
        var (architecture, likelihood) = (Network.Architecture, Network.Likelihood);
        var columns = likelihood.TargetColumns(architecture.Outputs);
        if (rows.Inputs != architecture.Inputs || rows.TargetColumns != columns)
            throw new ArgumentException($"'{rows.Path}' has {rows.Inputs} inputs and {rows.TargetColumns} targets; the network {architecture} with a {likelihood.Name} likelihood needs {architecture.Inputs} and {columns}.");
        if (VectorPaths.Kernels<float>(architecture.Activation, VectorPaths.Best) is null)
            throw new ArgumentException($"The activation of {architecture} has no compiled kernels, which rows in a file need. Use one of the library's activations.");
        CheckTargets(columns);
    }

    // Piece by piece, each together with the least and the largest targets of all: a likelihood may ask for both classes.
    private void CheckTargets(int columns)
    {
        var (least, largest) = (new float[columns], new float[columns]);
        Array.Fill(least, float.PositiveInfinity);
        Array.Fill(largest, float.NegativeInfinity);
        foreach (var (_, targets) in Targets())
        {
            for (var i = 0; i < targets.Length; i++)
                (least[i % columns], largest[i % columns]) = (Math.Min(least[i % columns], targets[i]), Math.Max(largest[i % columns], targets[i]));
        }

        foreach (var (first, targets) in Targets())
            Network.Likelihood.CheckTargets([.. targets, .. least, .. largest], Network.Architecture.Outputs, $"'{rows.Path}' from row {first} on");
    }

    private IEnumerable<(long First, float[] Targets)> Targets()
    {
        for (var block = 0; block < rows.Blocks; block += BlocksInMemory)
            yield return ((long)block * BlockRows, rows.ReadTargets(block, Math.Min(BlocksInMemory, rows.Blocks - block)));
    }
}
