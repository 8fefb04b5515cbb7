using System.Numerics;
using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Any density as a sum over blocks that differ: each has an equal share of the density and a linear term of its own, and the
/// linear terms of all blocks cancel. What takes block after block must then take them in the right order.
/// </summary>
internal sealed class UnevenBlocks(ILogDensity density, int blocks, double slope = 0.5) : IBatchedDensity
{
    public long Rows => blocks;

    public int Blocks => blocks;

    public int BlockRows => 1;

    public int Parameters => density.Parameters;

    public Device Device => density.Device;

    public ScalarType NumberType => density.NumberType;

    public string Fingerprint => density.Fingerprint;

    public Range HeldWhileClimbing => density.HeldWhileClimbing;

    public Tensor? InitialVariance() => density.InitialVariance();

    public Tensor? InitialPosition(int chains, int seed) => density.InitialPosition(chains, seed);

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => density.Evaluate(position);

    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient) => density.Evaluate(position, logDensity, gradient);

    public void Evaluate(Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient)
    {
        batch.Check((int)position.shape[0], blocks);
        density.Evaluate(position, logDensity, gradient);
        if (NumberType == ScalarType.Float64)
            Add<double>(position, batch, logDensity, gradient);
        else
            Add<float>(position, batch, logDensity, gradient);
    }

    public void Dispose() => density.Dispose();

    // Log densities are doubles whatever the number type of the positions.
    private void Add<T>(Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient) where T : unmanaged, INumber<T>
    {
        var values = TensorMemory.Span<double>(logDensity);
        var slopes = TensorMemory.Span<T>(gradient);
        var at = TensorMemory.Span<T>(position);
        for (var chain = 0; chain < values.Length; chain++)
        {
            // The terms of blocks b and blocks - 1 - b cancel.
            var own = batch.Of(chain).Sum(b => slope * ((2 * b) - blocks + 1)) * batch.LikelihoodFactor;
            var share = batch.LikelihoodFactor * batch.Count / blocks;
            values[chain] *= share;
            for (var i = chain * Parameters; i < (chain + 1) * Parameters; i++)
            {
                values[chain] += own * double.CreateChecked(at[i]);
                slopes[i] = T.CreateChecked((share * double.CreateChecked(slopes[i])) + own);
            }
        }
    }
}
