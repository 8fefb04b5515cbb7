using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// A batched density as a climb towards a maximum sees it: every evaluation is of another random batch. Values of different
/// batches do not tell which position is higher, so the value is the number of the evaluation: the last position counts as best.
/// </summary>
internal sealed class BatchClimb(IBatchedDensity density, MiniBatchOptions options) : ILogDensity
{
    private readonly int blocks = BatchEstimate.BlocksOf(density, options.BatchRows);
    private CounterRandom[] random = [];
    private long evaluations;

    public int Parameters => density.Parameters;

    public Device Device => density.Device;

    public ScalarType NumberType => density.NumberType;

    public Range HeldWhileClimbing => density.HeldWhileClimbing;

    public Tensor? InitialVariance() => density.InitialVariance();

    public Tensor? InitialPosition(int chains, int seed) => density.InitialPosition(chains, seed);

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        if (random.Length != position.shape[0])
            random = [.. Enumerable.Range(0, (int)position.shape[0]).Select(chain => ChainRandom.Of(options, RandomPurpose.MiniBatchStart, chain: chain))];
        using var scope = NewDisposeScope();
        var (logDensity, gradient) = BatchEstimate.Evaluate(density, position, BatchEstimate.Draw(density, blocks, random), null);
        using TorchSharp.Scalar number = ++evaluations;
        var value = where(logDensity.isfinite(), full_like(logDensity, number), logDensity);
        return (value.MoveToOuterDisposeScope(), gradient.to(NumberType).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        // The density stays the caller's.
    }
}
