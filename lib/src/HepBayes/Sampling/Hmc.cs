using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo with warm-up: the step size by dual averaging, a diagonal mass matrix for each chain in Stan's
/// windows, and jittered trajectories.
/// </summary>
public static class Hmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters]; at least one chain, four for the diagnostics.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws with all that is needed to judge them.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(ILogDensity density, Tensor start, HmcOptions options, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var kernel = new HmcKernel(density);
        using var process = new HmcProcess(kernel, kernel.Init(start), density, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }
}
