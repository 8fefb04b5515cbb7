using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Stochastic-gradient Hamiltonian Monte Carlo for data too large for full gradients (Chen, Fox and Guestrin 2014), with control
/// variates and a fixed diagonal scale. Approximate: the draws have a bias from the gradients' noise; see <see cref="LangevinBias"/>.
/// </summary>
public static class Sghmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density, on the processor; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters], close to a maximum if control variates are used; it stays the caller's. Null for random starts that climb on mini-batches (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come.</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws. Log densities and energies are estimates from batches, acceptance is 1, leapfrogs count gradients of batches.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape, the density is not finite there, or a batch has more rows than the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(IBatchedDensity density, Tensor? start = null, SghmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        return MiniBatchSampler.Sample(density, () => new SghmcKernel(density), start, options ?? new SghmcOptions(), progress, cancellation);
    }
}
