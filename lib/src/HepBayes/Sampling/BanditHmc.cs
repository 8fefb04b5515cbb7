using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo with TensorBNN's adapter: a Gaussian-process bandit over step size and number of leapfrog steps
/// (arXiv 2009.14393; Wang, Mohamed, de Freitas, ICML 2013), with a stationary kernel, the standard deviation in the upper
/// confidence bound and standardised rewards. For comparison with that package; <see cref="Hmc"/> mixes better.
/// </summary>
public static class BanditHmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters]; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told about every transition.</param>
    /// <param name="cancellation">Stops between transitions.</param>
    /// <returns>The draws with all that is needed to judge them.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    public static SamplingRun Sample(ILogDensity density, Tensor? start = null, BanditOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new BanditOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = new BanditProcess(density, position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }
}
