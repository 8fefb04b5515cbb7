using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>
/// Gradients of log likelihood + log prior on mini-batches, for several networks side by side, each with its own order of the
/// rows. The likelihood of a batch is scaled to all rows.
/// </summary>
internal sealed unsafe class BatchGradient
{
    private readonly DensePosterior posterior;
    private readonly CpuDenseEngine<float> engine;
    private readonly int networks;
    private readonly int networksPerOrder;
    private readonly int tiles;
    private readonly int tilesInBatch;
    private readonly float[] engineWeights;
    private readonly float[] engineGradient;
    private readonly CounterRandom[] random;
    private int[][] orders = [];

    /// <param name="posterior">Model and rows, on the processor; it stays the caller's.</param>
    /// <param name="networks">Number of networks.</param>
    /// <param name="batchRows">Rows of a batch, rounded to whole tiles.</param>
    /// <param name="seed">Decides the order of the rows.</param>
    /// <param name="networksPerOrder">Neighbouring networks that see the same batches.</param>
    /// <exception cref="ArgumentException">The data are not on the processor.</exception>
    public BatchGradient(DensePosterior posterior, int networks, int batchRows, int seed, int networksPerOrder = 1)
    {
        if (posterior.Cpu is null)
            throw new ArgumentException("Training in mini-batches runs on the processor; build the posterior without a device.", nameof(posterior));
        (this.posterior, engine, this.networks, this.networksPerOrder) = (posterior, posterior.Cpu, networks, networksPerOrder);
        tiles = engine.Rows.Tiles;
        tilesInBatch = Math.Clamp((int)Math.Round(batchRows / (double)RowTiles<float>.TileRows), 1, tiles);
        (engineWeights, engineGradient) = (new float[networks * posterior.Prior.EngineParameters], new float[networks * posterior.Prior.EngineParameters]);
        random = [.. Enumerable.Range(0, networks / networksPerOrder).Select(m => new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Batches, m)))];
    }

    /// <summary>Batches of one pass over the rows; what does not fill a batch is left out of the pass.</summary>
    public int Batches => tiles / tilesInBatch;

    /// <summary>Factor from the log-likelihood of a batch to that of all rows.</summary>
    public double Scale => (double)tiles / tilesInBatch;

    /// <summary>Draws new orders of the rows.</summary>
    public void NewEpoch() => orders = [.. random.Select(r => r.Permutation(tiles))];

    /// <summary>Evaluates one batch of the pass.</summary>
    /// <param name="batch">From 0 to below <see cref="Batches"/>.</param>
    /// <param name="weights">[networks, parameters].</param>
    /// <param name="logLikelihood">Receives the log-likelihoods of the batch, not scaled, [networks].</param>
    /// <param name="gradient">Receives the gradients of scaled log likelihood + weighted log prior, [networks, parameters].</param>
    /// <param name="priorWeight">Weight of the log prior.</param>
    /// <param name="logPrior">Receives the log prior densities, [networks]; empty if not wanted.</param>
    public void Evaluate(int batch, ReadOnlySpan<float> weights, Span<double> logLikelihood, Span<float> gradient, double priorWeight = 1, Span<double> logPrior = default)
    {
        var (prior, width, count) = (posterior.Prior, posterior.Prior.EngineParameters, posterior.Parameters);
        var range = (batch * tilesInBatch)..((batch + 1) * tilesInBatch);
        for (var m = 0; m < networks; m++)
            prior.ToEngine<float>(weights.Slice(m * count, count), engineWeights.AsSpan(m * width, width));
        fixed (float* w = engineWeights, g = engineGradient)
            engine.Evaluate(w, networks, m => orders[m / networksPerOrder].AsMemory(range), logLikelihood, g);
        for (var m = 0; m < networks; m++)
        {
            var own = gradient.Slice(m * count, count);
            var value = prior.FromEngine<float>(weights.Slice(m * count, count), engineGradient.AsSpan(m * width, width), own, priorWeight, Scale);
            if (!logPrior.IsEmpty)
                logPrior[m] = value;
        }
    }
}
