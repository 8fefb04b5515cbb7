using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Comparison;

/// <summary>
/// Counts the rows whose gradients are computed, and calls back when they are as many as allowed: the same measure for full gradients,
/// parts and batches.
/// </summary>
/// <param name="density">What is evaluated; it stays the caller's.</param>
/// <param name="allowed">Gradients over all rows, of all chains together.</param>
/// <param name="exhausted">Called at each evaluation from the one on that reaches the allowed number.</param>
internal sealed class CountingDensity(IBatchedDensity density, double allowed, Action exhausted) : IBatchedDensity
{
    private long rowGradients;

    /// <summary>Gradients so far, in units of one over all rows.</summary>
    public double Gradients => (double)rowGradients / density.Rows;

    public int Parameters => density.Parameters;

    public torch.Device Device => density.Device;

    public torch.ScalarType NumberType => density.NumberType;

    public long Rows => density.Rows;

    public int Blocks => density.Blocks;

    public int BlockRows => density.BlockRows;

    public Range HeldWhileClimbing => density.HeldWhileClimbing;

    public string Fingerprint => density.Fingerprint;

    public torch.Tensor? InitialVariance() => density.InitialVariance();

    public torch.Tensor? InitialPosition(int chains, int seed) => density.InitialPosition(chains, seed);

    public (torch.Tensor LogDensity, torch.Tensor Gradient) Evaluate(torch.Tensor position)
    {
        Count(position.shape[0] * density.Rows);
        return density.Evaluate(position);
    }

    public void Evaluate(torch.Tensor position, torch.Tensor logDensity, torch.Tensor gradient)
    {
        Count(position.shape[0] * density.Rows);
        density.Evaluate(position, logDensity, gradient);
    }

    public void Evaluate(torch.Tensor position, RowBatch batch, torch.Tensor logDensity, torch.Tensor gradient)
    {
        for (var chain = 0; chain < position.shape[0]; chain++)
            Count(batch.Of(chain).Sum(RowsOf));
        density.Evaluate(position, batch, logDensity, gradient);
    }

    public void Dispose()
    {
        // The density is the caller's.
    }

    private long RowsOf(int block) => Math.Min(density.BlockRows, density.Rows - ((long)block * density.BlockRows));

    private void Count(long rows)
    {
        rowGradients += rows;
        if (Gradients >= allowed)
            exhausted();
    }
}
