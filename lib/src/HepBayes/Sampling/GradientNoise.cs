using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>How much the gradients of batches scatter at given positions: what <see cref="LangevinBias"/> needs to tell the bias of a run.</summary>
public static class GradientNoise
{
    /// <summary>Variance of the estimate of the gradient, from pairs of independent batches.</summary>
    /// <param name="density">The density, on the processor; it stays the caller's.</param>
    /// <param name="position">[chains, parameters], for example the last draws of a run.</param>
    /// <param name="batchRows">Rows of a batch, at least 1, at most those of the data.</param>
    /// <param name="control">The control variate, with as many chains; null for the plain gradient. It stays the caller's.</param>
    /// <param name="pairs">Pairs of batches, at least 1; the relative error of a variance is sqrt(2 / pairs), and not below 0.14.</param>
    /// <param name="seed">Decides the batches.</param>
    /// <returns>Variance of each parameter's gradient, [chains x parameters], chain after chain.</returns>
    /// <exception cref="ArgumentException">The position has the wrong shape, or a batch has more rows than the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no pair or no row.</exception>
    public static double[] Variance(IBatchedDensity density, torch.Tensor position, int batchRows, ControlPoint? control = null, int pairs = 64, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        HmcKernel.CheckStart(position, density);
        NativeLibraries.EnsureLoaded();
        var chains = (int)position.shape[0];
        var noise = new NoiseEstimate(density, BatchEstimate.BlocksOf(density, batchRows), chains);
        CounterRandom[] random = [.. Enumerable.Range(0, chains).Select(chain => new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.GradientNoise, chain)))];
        for (var pair = 0; pair < pairs; pair++)
            noise.Learn(position, control, random);
        return noise.Used;
    }
}
