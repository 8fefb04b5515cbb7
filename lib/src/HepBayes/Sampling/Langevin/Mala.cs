using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Langevin;

/// <summary>
/// The Metropolis-adjusted Langevin algorithm (Roberts, Tweedie, Bernoulli 2 (1996) 341): Hamiltonian Monte Carlo with one
/// leapfrog step, x' = x + eps^2/2 M^-1 grad log p(x) + eps M^-1/2 z. Step size by dual averaging, mass matrix in Stan's
/// windows. Exact; for comparison and for teaching, since longer trajectories cost less for the same effective draws.
/// </summary>
public static class Mala
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws with all that is needed to judge them.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(ILogDensity density, Tensor? start = null, MalaOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new MalaOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = Process(density, position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }

    internal static HmcProcess Process(ILogDensity density, Tensor start, MalaOptions options) => new(density, start, options, new SingleStep());
}
